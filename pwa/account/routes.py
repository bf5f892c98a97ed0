"""The own account: confirming with both factors, the password, sessions, practices."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.account import confirming, service
from pwa.account.factors import passkeys
from pwa.account.forms import PasswordForm
from pwa.account.login.forms import place_to_go
from pwa.account.login.limits import limit_codes, limit_guesses
from pwa.staff import sessions
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Account
from pwa.staff.recording import record_member
from pwa.staff.role_names import ROLE_NAMES
from pwa.store.database import writing
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("account", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/account")


@bp.get("/")
@staff_view(Action.ACCOUNT)
def overview(staff: Staff) -> ResponseReturnValue:
    """See the own account, and where one is logged in."""
    account = db.session.get_one(Account, staff.account_id)
    return render_template(
        "practice/account/overview.html",
        account=account,
        memberships=service.active_memberships(account),
        sessions=service.list_sessions(begin_work(), account.id),
        role_names=ROLE_NAMES,
    )


@bp.get("/password")
@staff_view(Action.ACCOUNT)
def password(staff: Staff) -> ResponseReturnValue:
    """Fill in a new password."""
    return _password_page(staff, {})


@bp.post("/password")
@limit_guesses
@limit_codes
@staff_view(Action.ACCOUNT)
def change_password(staff: Staff) -> ResponseReturnValue:
    """Change the own password; every other session ends."""
    sessions.lock_row()
    row = db.session.get_one(StaffSession, staff.session_id)
    form = PasswordForm(db.session.get_one(Account, staff.account_id))
    form.validate()
    errors = form.faults
    current, new = form.current_password.data or "", form.new_password.data or ""
    if not errors and not service.change_password(begin_work(), row, current, new):
        if row.ended_at is not None:
            return _too_often_wrong(row)
        errors = {"current_password": gettext("This is not the password that you have now.")}
    db.session.commit()
    if errors:
        return _password_page(staff, errors), 422
    flash(gettext("Your password is changed. Everywhere else you are logged out."))
    return redirect(url_for("account.overview"), code=303)


def _password_page(staff: Staff, errors: dict[str, str]) -> str:
    email = db.session.get_one(Account, staff.account_id).email
    return render_template("practice/account/password.html", errors=errors, email=email)


@bp.post("/sessions/<uuid:session_id>/end")
@staff_view(Action.ACCOUNT)
def end_session(staff: Staff, session_id: UUID) -> ResponseReturnValue:
    """Log out somewhere else."""
    if not service.end_session(begin_work(), staff.account_id, session_id):
        abort(404)
    return _ended(staff)


@bp.post("/sessions/end")
@staff_view(Action.ACCOUNT)
def end_other_sessions(staff: Staff) -> ResponseReturnValue:
    """Log out everywhere else."""
    service.end_other_sessions(begin_work(), staff.account_id, staff.session_id)
    return _ended(staff)


def _ended(staff: Staff) -> ResponseReturnValue:
    audit.record_staff(db.session(), staff, action="session:end", at=http.now())
    db.session.commit()
    flash(gettext("You are logged out there."))
    return redirect(url_for("account.overview"), code=303)


@bp.get("/practices")
@staff_view(Action.ACCOUNT)
def practices(staff: Staff) -> ResponseReturnValue:
    """Choose the practice to work in now."""
    account = db.session.get_one(Account, staff.account_id)
    return render_template(
        "practice/account/practices.html",
        memberships=service.active_memberships(account),
        place=place_to_go(request.args.get("next")),
        role_names=ROLE_NAMES,
    )


@bp.post("/practices/<int:membership_id>")
@staff_view(Action.ACCOUNT)
def switch(staff: Staff, membership_id: int) -> ResponseReturnValue:
    """Go on in one of the own practices."""
    account = db.session.get_one(Account, staff.account_id)
    own = (item for item in service.active_memberships(account) if item.id == membership_id)
    membership = next(own, None) or abort(404)
    if membership_id != staff.membership_id:
        sessions.lock_row()
        row = db.session.get_one(StaffSession, staff.session_id)
        sessions.switch_membership(row, membership)
        strength = audit.Strength.TWO_FACTORS
        record_member(begin_work(), membership, "account:switch", strength=strength)
        db.session.commit()
    return redirect(place_to_go(request.args.get("next")), code=303)


@bp.get("/confirm")
@staff_view(Action.ACCOUNT)
def confirm(staff: Staff) -> ResponseReturnValue:
    """Ask for both factors again, before a delicate action."""
    place = place_to_go(request.args.get("next"))
    if staff.is_fresh(http.now()):
        return redirect(place, code=303)
    return _confirm_page(staff, place, held=[])


@bp.post("/confirm/keep")
@staff_view(Action.ACCOUNT)
def hold_form(staff: Staff) -> ResponseReturnValue:
    """Ask for both factors again, while the filled-in form waits in hidden fields."""
    place = place_to_go(request.args.get("next"))
    held = confirming.hold(request.form.items(multi=True))
    return _confirm_page(staff, place, held=held)


@bp.post("/confirm")
@limit_guesses
@limit_codes
@staff_view(Action.ACCOUNT)
def confirm_now(staff: Staff) -> ResponseReturnValue:
    """Check both factors, and go on with the interrupted page or form."""
    sessions.lock_row()
    row = db.session.get_one(StaffSession, staff.session_id)
    place = place_to_go(request.args.get("next"))
    held = confirming.held_in(request.form.items(multi=True))
    is_right = confirming.confirm_again(db.session(), row, confirming.read_proof(request.form))
    outcome = audit.Outcome.DONE if is_right else audit.Outcome.REFUSED
    audit.record_staff(
        db.session(), staff, action="account:confirm", at=http.now(), outcome=outcome
    )
    if not is_right:
        return _not_right(staff, row, place, held)
    db.session.commit()
    if held:
        return render_template("practice/account/go_on.html", place=place, held=held)
    return redirect(place, code=303)


def _not_right(
    staff: Staff, row: StaffSession, place: str, held: confirming.Fields
) -> ResponseReturnValue:
    if row.ended_at is not None:
        return _too_often_wrong(row)
    error = gettext("The password or the second step is not right.")
    return _confirm_page(staff, place, held, error=error), 422


def _too_often_wrong(row: StaffSession) -> ResponseReturnValue:
    sessions.end_login(row)
    db.session.commit()
    flash(gettext("That was wrong too often. Please log in again."))
    return redirect(url_for("practice.login"), code=303)


def _confirm_page(staff: Staff, place: str, held: confirming.Fields, error: str = "") -> str:
    account = db.session.get_one(Account, staff.account_id)
    row = db.session.get_one(StaffSession, staff.session_id)
    options = None
    if account.passkeys:
        with writing(db.session()):
            options = passkeys.ask_for_known(account, row)
    db.session.commit()  # saves the count and the log entry of a wrong try, if there was one
    return render_template(
        "practice/account/confirm.html",
        account=account,
        place=place,
        held=held,
        options=options,
        error=error,
    )
