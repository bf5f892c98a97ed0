"""The own account: showing again who one is, password, second factor, sessions."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit, http
from pwa.extensions import db
from pwa.practice import passkeys, sessions
from pwa.practice.access import Staff, staff_view
from pwa.practice.account import confirming
from pwa.practice.core import Action
from pwa.practice.forms import place_to_go
from pwa.practice.limits import limit_codes, limit_guesses
from pwa.practice.models import Account
from pwa.vault.models import StaffSession

bp = Blueprint("account", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/account")


@bp.get("/confirm")
@staff_view(Action.ACCOUNT)
def confirm(staff: Staff) -> ResponseReturnValue:
    """Show again who you are, before something delicate."""
    place = place_to_go(request.args.get("next"))
    if staff.is_fresh(http.now()):
        return redirect(place, code=303)
    return _confirm_page(staff, place, held=[])


@bp.post("/confirm/keep")
@staff_view(Action.ACCOUNT)
def keep(staff: Staff) -> ResponseReturnValue:
    """Show again who you are, before a form that was filled in goes on its way."""
    place = place_to_go(request.args.get("next"))
    held = confirming.hold(request.form.items(multi=True))
    return _confirm_page(staff, place, held=held)


@bp.post("/confirm")
@limit_guesses
@limit_codes
@staff_view(Action.ACCOUNT)
def confirm_now(staff: Staff) -> ResponseReturnValue:
    """Show who you are, and go on where you were stopped."""
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
        sessions.end_login(row)
        db.session.commit()
        # Translators: nl: "Dat was te vaak fout. Log opnieuw in."
        flash(gettext("That was wrong too often. Please log in again."))
        return redirect(url_for("practice.login"), code=303)
    # Translators: nl: "Het wachtwoord of de tweede stap klopt niet."
    error = gettext("The password or the second step is not right.")
    return _confirm_page(staff, place, held, error=error), 422


def _confirm_page(staff: Staff, place: str, held: confirming.Fields, error: str = "") -> str:
    account = db.session.get_one(Account, staff.account_id)
    row = db.session.get_one(StaffSession, staff.session_id)
    options = passkeys.ask_for_known(account, row) if account.passkeys else None
    db.session.commit()
    return render_template(
        "practice/account/confirm.html",
        account=account,
        place=place,
        held=held,
        options=options,
        error=error,
    )
