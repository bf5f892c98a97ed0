"""The first login: no second factor yet, so that it is set up before anything opens."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pwa.account.factors import app_codes, new_app, passkeys
from pwa.account.factors.service import first_name, has_second_factor
from pwa.account.login.limits import limit_codes, limit_guesses
from pwa.account.login.steps import go_in, refuse_json, second_step
from pwa.staff.models import Account
from pwa.store.database import writing
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("newcomer", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/second-factor/setup")
bp.before_request(refuse_json)


@bp.get("")
@second_step
def set_up(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Choose a second factor at the first login."""
    return _set_up_page(account, is_refused=False)


@bp.post("")
@second_step
def show_app(account: Account, _pending: StaffSession) -> ResponseReturnValue:
    """Show the QR code of a new app, which becomes the second factor with its first right code."""
    if request.form.get("setup") != "authenticator" or has_second_factor(account):
        return _set_up_page(account, is_refused=True)
    scan = app_codes.show_secret(account, new_app.begin_app())
    return render_template("practice/enrol.html", scan=scan)


def _set_up_page(account: Account, *, is_refused: bool) -> ResponseReturnValue:
    # Otherwise the password alone would be enough to replace a second factor.
    if has_second_factor(account):
        return redirect(url_for("practice.login"), code=303)
    page = render_template("practice/enrol.html", is_refused=is_refused)
    return page, 422 if is_refused else 200


@bp.get("/passkey")
@second_step
def new_passkey(account: Account, pending: StaffSession) -> ResponseReturnValue:
    """Make a passkey at the first login."""
    return _new_passkey_page(account, pending, is_refused=False)


@bp.post("/passkey")
@limit_guesses
@limit_codes
@second_step
def make_passkey(account: Account, pending: StaffSession) -> ResponseReturnValue:
    """Store the passkey that the browser made, and log in; the password was given just before."""
    if has_second_factor(account):
        return redirect(url_for("practice.login"), code=303)
    answer, name = request.form.get("passkey", ""), first_name(account)
    try:
        passkeys.add_passkey(begin_work(), account, pending, answer, name)
    except passkeys.PasskeyRefused:
        return _new_passkey_page(account, pending, is_refused=True)
    return go_in(account, url_for("practice.recovery_codes"))


def _new_passkey_page(
    account: Account, pending: StaffSession, *, is_refused: bool
) -> ResponseReturnValue:
    # Otherwise the password alone would be enough to add a second factor.
    if has_second_factor(account):
        return redirect(url_for("practice.login"), code=303)
    with writing(db.session()):
        options = passkeys.ask_for_new(account, pending)
    page = render_template("practice/new_passkey.html", options=options, is_refused=is_refused)
    return page, 422 if is_refused else 200
