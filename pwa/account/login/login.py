"""Flask-Security, set up so that nobody gets in without a password, a second factor and their keys.

Only those of its views exist that `routes` takes over. What else it offers (a passkey in place of the
password, unified sign-in, remember-me, reset by e-mail, tokens for programs) would be a login without
the practice's keys.
"""

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, g, render_template
from flask.sessions import (
    SecureCookieSession,
    SecureCookieSessionInterface,
    SessionMixin,
)
from flask.typing import ResponseReturnValue
from flask_security.core import RoleMixin, Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.signals import user_authenticated, user_failed_authn
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError

from pwa import audit
from pwa.account.core import CODE_WINDOW_SECONDS, MIN_PASSWORD_CHARACTERS
from pwa.account.login import devices
from pwa.account.login.forms import EnrolForm, HelpForm, LoginForm, RecoveryForm
from pwa.account.login.second_factor import OneTimeCodes, RecoveryCodes
from pwa.staff import sessions
from pwa.staff.models import Account
from pwa.staff.recording import record_member
from pwa.staff.time_left import time_left
from pwa.store.tenants import use_account
from pwa.vault.crypto import KEY_BYTES
from pwa.vault.master.master_keys import master_keys
from pwa.vault.stretching import Argon2, Costs
from pwa.web import http
from pwa.web.extensions import db

# Not among the extensions, because its classes belong to this room.
security = Security(
    login_form=LoginForm,
    mf_recovery_form=RecoveryForm,
    two_factor_setup_form=EnrolForm,
    two_factor_rescue_form=HelpForm,
    totp_cls=OneTimeCodes,
    mf_recovery_codes_util_cls=RecoveryCodes,
    register_blueprint=False,
)


class StaffCookies(SecureCookieSessionInterface):
    """Flask's session cookie, on the practice's side only, under the name that fits the connection.

    The login libraries look into the session at every request. Elsewhere that would make each
    answer, even a picture, vary by cookie, and no cache could keep it.
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
                g.unsigned_because = error  # `_refuse_unsigned` answers; here it is too early
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if http.is_practice_side() and "unsigned_because" not in g:
            super().save_session(app, session, response)


# Of Flask-Security, without its prefix SECURITY_.
_FIXED: dict[str, object] = {
    "BLUEPRINT_NAME": "practice",
    "I18N_DIRNAME": None,  # the application's own catalogues; its Dutch is a quarter complete
    "FLASH_MESSAGES": False,
    "RETURN_GENERIC_RESPONSES": True,
    "POST_LOGIN_VIEW": "desk.today",
    "PASSWORD_LENGTH_MIN": MIN_PASSWORD_CHARACTERS,
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "TWO_FACTOR": True,
    "TWO_FACTOR_REQUIRED": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "pwa.account.login.second_factor.SecondFactors"},
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": CODE_WINDOW_SECONDS,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TOTP_ISSUER": "Mijn Gesprek",
    "TOTP_SECRETS": {"root": "see OneTimeCodes"},
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "WEBAUTHN": False,
    "WAN_ALLOW_AS_FIRST_FACTOR": False,
    "UNIFIED_SIGNIN": False,
    "FRESHNESS": timedelta(minutes=15),
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "LOGIN_USER_TEMPLATE": "practice/login.html",
    "TWO_FACTOR_SETUP_TEMPLATE": "practice/enrol.html",
    "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "practice/second_factor.html",
    "MULTI_FACTOR_RECOVERY_TEMPLATE": "practice/recovery.html",
}


def init_app(app: Flask, costs: Costs) -> None:
    """Set Flask-Security up for an application that has its master keys."""
    app.config.update(_settings(costs.password))
    app.session_interface = StaffCookies()
    # Before the check of tokens, which are signed likewise.
    app.before_request_funcs.setdefault(None, []).insert(0, _refuse_unsigned)
    # There are no roles at Flask-Security's side: what somebody is depends on the practice.
    security.init_app(app, SQLAlchemyUserDatastore(db, Account, RoleMixin), render_template=_render)
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(None)
    app.context_processor(_who_is_there)
    user_failed_authn.connect(_on_failure, app)
    user_authenticated.connect(_on_success, app)


def _who_is_there() -> dict[str, object]:
    """Tell every template who is logged in, and for how long the page may stay open to be read."""
    staff = g.get("staff")
    return {"staff": staff, "left": time_left(staff.logged_in_at, http.now()) if staff else None}


def _settings(cost: Argon2) -> dict[str, object]:
    return {
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__type": "ID",
            "argon2__memory_cost": cost.memory_kib,
            "argon2__time_cost": cost.passes,
            "argon2__parallelism": 1,
        },
        # Takes the place of the root key until a request of the practice brings the database.
        "SECRET_KEY": secrets.token_bytes(KEY_BYTES),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as the session, which is short enough
        **{f"SECURITY_{name}": value for name, value in _FIXED.items()},
    }


def _refuse_unsigned() -> None:
    """Answer that the database is away, when that is why no cookie can be read."""
    if "unsigned_because" in g:
        raise g.unsigned_because


def _sign_by_root_key(app: Flask) -> None:
    """Sign cookies by a key that every worker has, and that outlives a rotation of the master key."""
    if "signing_key" not in app.extensions:
        app.secret_key = app.extensions["signing_key"] = master_keys().derive("session cookie")


def _render(template: str, **context: Any) -> ResponseReturnValue:
    """Render a page of Flask-Security; with 422 when it comes back because of errors."""
    page = render_template(template, **context)
    has_errors = any(isinstance(form, FlaskForm) and form.errors for form in context.values())
    return (page, 422) if has_errors else page


def _on_failure(_app: Flask, *, user: Account, tfa: bool = False, **_extra: object) -> None:
    """Log a wrong password or a wrong second factor of somebody who works here."""
    use_account(db.session(), user.id)
    if user.current_membership is None:
        return
    record_member(
        db.session(),
        user.current_membership,
        "account:login",
        now=http.now(),
        strength=audit.Strength.PASSWORD if tfa else audit.Strength.NONE,
        outcome=audit.Outcome.REFUSED,
    )
    if tfa:
        sessions.count_wrong_code()


def _on_success(_app: Flask, *, user: Account, **_extra: object) -> None:
    """Open the session: both factors were right."""
    membership = user.current_membership
    if membership is None or not sessions.confirm_login():
        return
    devices.remember_device(user.email)
    strength = audit.Strength.TWO_FACTORS
    record_member(db.session(), membership, "account:login", now=http.now(), strength=strength)
