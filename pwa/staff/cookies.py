"""The signed session cookie of the practice's side, and template variables about who is logged in.

The cookie names a row (`staff.sessions`) and holds the CSRF token; who is logged in is read from
the row.
"""

import secrets

from flask import Flask, Request, Response, g
from flask.sessions import (
    SecureCookieSession,
    SecureCookieSessionInterface,
    SessionMixin,
)
from sqlalchemy.exc import SQLAlchemyError

from pwa.staff.time_left import time_left
from pwa.vault.crypto import KEY_BYTES
from pwa.vault.master.master_keys import master_keys
from pwa.web import http


class StaffCookies(SecureCookieSessionInterface):
    """Flask's session cookie, on the practice's side only, under the name that fits the connection.

    Saving a session that was read adds `Vary: Cookie`, and no shared cache could keep the answer.
    On the patient's side nothing is saved.
    """

    def get_cookie_name(self, app: Flask) -> str:
        return http.cookie_name("gesprek_staff")

    def get_cookie_secure(self, app: Flask) -> bool:
        return http.is_secure()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if http.is_practice_side():
            try:
                _sign_by_root_key(app)
            except SQLAlchemyError as error:
                g.unsigned_because = error  # `_refuse_unsigned` raises it, once error pages work
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if http.is_practice_side() and "unsigned_because" not in g:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let the pages of the practice have a session, and show who is logged in."""
    app.config.update(
        # Random, until the first request of the practice's side reads the root key
        # (`_sign_by_root_key`).
        SECRET_KEY=secrets.token_bytes(KEY_BYTES),
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the session, which is short enough
    )
    app.session_interface = StaffCookies()
    # Before the CSRF check, because its tokens are signed with the same key.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_unsigned)
    app.context_processor(_who_is_there)


def _who_is_there() -> dict[str, object]:
    """Tell every template who is logged in, and for how long the page may stay open to be read."""
    staff = g.get("staff")
    return {"staff": staff, "left": time_left(staff.logged_in_at, http.now()) if staff else None}


def _refuse_unsigned() -> None:
    """Raise the database error because of which the cookie's signing key could not be read."""
    if "unsigned_because" in g:
        raise g.unsigned_because


def _sign_by_root_key(app: Flask) -> None:
    """Sign cookies by a key derived from the root key: the same in all workers and for good."""
    if "signing_key" not in app.extensions:
        app.secret_key = app.extensions["signing_key"] = master_keys().derive("session cookie")
