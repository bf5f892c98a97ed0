"""Forms whose text survives the end of a session, with and without JavaScript.

A form sent after the session ended, or from a page older than the login, is neither saved nor lost:
its fields are stored encrypted, the person logs in, and finds the form filled in as it was typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import after_this_request, flash, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from flask_wtf.csrf import CSRFError

from pwa.staff import sessions
from pwa.staff.access import Staff, current_staff
from pwa.staff.unsent.service import drop_unsent, find_unsent, save_unsent
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import csrf, db

COOKIE = "gesprek_kept"
# A field that the page's script sends when the session is about to end, without a press on Save.
KEEP = "keep"

_P = ParamSpec("_P")
_View = Callable[_P, ResponseReturnValue]


def saves_unsent(page: str) -> Callable[[_View[_P]], _View[_P]]:
    """Decorate a view so that a form sent to it without a session is stored as unsent.

    Args:
        page: endpoint of the page with the form; its address takes the same values as the view's.
    """

    def decorate(view: _View[_P]) -> _View[_P]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
            http.refuse_foreign_origin()
            address = url_for(page, **(request.view_args or {}))
            # Read before the view, which clears the cookie of a session that is over. Until then
            # the cookie names the person, which opens nothing.
            account_id = sessions.find_person()
            try:
                csrf.protect()
            except CSRFError:
                if account_id is None:
                    raise
                return _save(account_id, address)  # a page from before the login
            if KEEP in request.form and account_id is not None:
                return _save(account_id, address)
            answer = view(*args, **kwargs)
            if g.get("staff") is None and account_id is not None:
                return _save(account_id, address)
            return answer

        # The CSRF token is checked in `guarded`, where a wrong one does not lose the form.
        csrf.exempt(guarded)
        return guarded

    return decorate


def unsent_fields(staff: Staff) -> dict[str, list[str]] | None:
    """Give the stored fields of the form on this page; None when there are none."""
    cookie = http.get_cookie(COOKIE)
    if cookie is None or "anew" in request.args:
        return None
    return find_unsent(begin_work(), cookie, staff.account_id, request.path)


def forget_unsent(staff: Staff) -> None:
    """Delete the stored fields of the form on this page: the form is saved now."""
    drop_unsent(db.session(), staff.account_id, request.path)


def _save(account_id: int, address: str) -> Response:
    fields = {name: values for name, values in request.form.lists() if name not in _OWN}
    cookie = save_unsent(begin_work(), account_id, address, fields)
    db.session.commit()
    if current_staff() is None:
        # Translators: after the session ended
        flash(gettext("Your text is kept. Log in, and you go on where you were."))

    @after_this_request
    def remember(response: Response) -> Response:
        http.set_cookie(response, COOKIE, cookie, lifetime=None)
        return response

    # The page redirects whoever is not logged in to the login, which leads back to it.
    return make_response(redirect(address, code=303))


_OWN = frozenset({"csrf_token", KEEP})
