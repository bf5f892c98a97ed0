"""The own second factor: setting the app up again, and passkeys, added, named and taken away."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.account.factors import app_codes, new_app, passkeys, service
from pwa.practice.faults import in_words
from pwa.staff import sessions
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Account, Passkey
from pwa.store.database import writing
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("factors", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/account/second-factor")


@bp.get("/app")
@staff_view(Action.ACCOUNT, fresh=True)
def app(staff: Staff) -> ResponseReturnValue:
    """Scan a QR code with another app."""
    return _app_page(staff, new_app.begin_app(), is_refused=False)


@bp.post("/app")
@staff_view(Action.ACCOUNT, fresh=True)
def set_up_app(staff: Staff) -> ResponseReturnValue:
    """Replace the own app by the new one, if it gave the right code."""
    secret = new_app.waiting_secret()
    if secret is None:
        return redirect(url_for("factors.app"), code=303)
    if not new_app.accept_app(_account(staff), request.form.get("code", "")):
        return _app_page(staff, secret, is_refused=True), 422
    return _done(staff, "second-factor:set", gettext("The app is set up."))


@bp.get("/passkeys/new")
@staff_view(Action.ACCOUNT, fresh=True)
def new_passkey(staff: Staff) -> ResponseReturnValue:
    """Make one more passkey."""
    return _new_passkey_page(staff, is_refused=False)


@bp.post("/passkeys/new")
@staff_view(Action.ACCOUNT, fresh=True)
def add_passkey(staff: Staff) -> ResponseReturnValue:
    """Store the passkey that the browser made."""
    sessions.lock_row()
    account, row = _account(staff), db.session.get_one(StaffSession, staff.session_id)
    typed, answer = request.form.get("name", ""), request.form.get("passkey", "")
    try:
        name = service.read_name(typed) or service.first_name(account)
        passkeys.add_passkey(begin_work(), account, row, answer, name)
    except service.NameTooLong as error:
        return _new_passkey_page(staff, is_refused=False, name=typed, error=in_words(error)), 422
    except passkeys.PasskeyRefused:
        return _new_passkey_page(staff, is_refused=True), 422
    return _done(staff, "passkey:add", gettext("The passkey is added."))


@bp.get("/passkeys/<int:passkey_id>")
@staff_view(Action.ACCOUNT)
def passkey(staff: Staff, passkey_id: int) -> ResponseReturnValue:
    """See one of the own passkeys."""
    return _passkey_page(_get_or_404(staff, passkey_id))


@bp.post("/passkeys/<int:passkey_id>")
@staff_view(Action.ACCOUNT)
def rename_passkey(staff: Staff, passkey_id: int) -> ResponseReturnValue:
    """Give a passkey another name."""
    found = _get_or_404(staff, passkey_id)
    try:
        name = service.read_name(request.form.get("name", ""))
    except service.NameTooLong as error:
        return _passkey_page(found, in_words(error), typed=request.form["name"]), 422
    if not name:
        return _passkey_page(found, gettext("Fill in a name.")), 422
    found.name = name
    return _done(staff, "passkey:rename", gettext("The name is changed."))


@bp.post("/passkeys/<int:passkey_id>/remove")
@staff_view(Action.ACCOUNT, fresh=True)
def remove_passkey(staff: Staff, passkey_id: int) -> ResponseReturnValue:
    """Take a passkey away; it opens nothing from now on."""
    found, account = _get_or_404(staff, passkey_id), _account(staff)
    if not service.may_remove(account):
        text = gettext("This is your only second step. First set up an app or another passkey.")
        return _passkey_page(found, text), 422
    account.passkeys.remove(found)
    return _done(staff, "passkey:remove", gettext("The passkey is taken away."))


def _account(staff: Staff) -> Account:
    return db.session.get_one(Account, staff.account_id)


def _get_or_404(staff: Staff, passkey_id: int) -> Passkey:
    return service.find_passkey(_account(staff), passkey_id) or abort(404)


def _done(staff: Staff, action: str, text: str) -> ResponseReturnValue:
    audit.record_staff(db.session(), staff, action=action, at=http.now())
    db.session.commit()
    flash(text)
    return redirect(url_for("account.overview"), code=303)


def _app_page(staff: Staff, secret: str, *, is_refused: bool) -> str:
    scan = app_codes.show_secret(_account(staff), secret)
    return render_template("practice/account/app.html", scan=scan, is_refused=is_refused)


def _new_passkey_page(
    staff: Staff, *, is_refused: bool, name: str | None = None, error: str = ""
) -> str:
    account, row = _account(staff), db.session.get_one(StaffSession, staff.session_id)
    with writing(db.session()):
        options = passkeys.ask_for_new(account, row)
    return render_template(
        "practice/account/new_passkey.html",
        name=service.first_name(account) if name is None else name,
        error=error,
        options=options,
        is_refused=is_refused,
    )


def _passkey_page(passkey: Passkey, error: str = "", *, typed: str | None = None) -> str:
    name = passkey.name if typed is None else typed
    return render_template("practice/account/passkey.html", passkey=passkey, name=name, error=error)
