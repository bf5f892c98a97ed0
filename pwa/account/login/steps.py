"""What every page of the login has in common: who may see it, and how it ends."""

from collections.abc import Callable
from functools import wraps

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.account.login import service
from pwa.account.login.forms import place_to_go
from pwa.staff import sessions
from pwa.staff.access import current_staff
from pwa.staff.models import Account
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import begin_work
from pwa.web.extensions import db

_View = Callable[[], ResponseReturnValue]
_StepView = Callable[[Account, StaffSession], ResponseReturnValue]


def refuse_json() -> None:
    """Take forms only; in JSON a value could be anything."""
    if request.is_json:
        abort(415)


def first_step(view: _View) -> _View:
    """Redirect whoever is logged in already to the list of the day."""

    @wraps(view)
    def step() -> ResponseReturnValue:
        return view() if current_staff() is None else redirect(url_for("desk.today"), code=303)

    return step


def second_step(view: _StepView) -> _View:
    """Let in only a browser that gave the password just before; commit after the view."""

    @wraps(view)
    def step() -> ResponseReturnValue:
        if current_staff() is not None:
            return redirect(url_for("desk.today"), code=303)
        # A POST is a guess: it locks the rows of the session and the account, so guesses are
        # counted one after the other. A GET needs no lock.
        is_guess = request.method == "POST"
        pending = sessions.lock_pending() if is_guess else sessions.find_pending()
        if pending is None:
            return begin_again()
        account = db.session.get_one(
            Account, pending.account_id, with_for_update=is_guess, populate_existing=is_guess
        )
        answer = view(account, pending)
        db.session.commit()
        return answer

    return step


def begin_again() -> ResponseReturnValue:
    """Lead back to the password, and say why."""
    flash(gettext("That took too long, or the code was wrong too often. Please start again."))
    return redirect(url_for("practice.login"), code=303)


def go_in(account: Account, address: str) -> ResponseReturnValue:
    """Open the session; whoever works in several practices chooses one first."""
    if not service.log_in(begin_work(), account):
        return begin_again()
    if sum(membership.is_active for membership in account.memberships) > 1:
        address = url_for("account.practices", next=address)
    return redirect(address, code=303)


def place() -> str:
    """Give the address to go on to after the login, from the query parameter `next`."""
    return place_to_go(request.args.get("next"))
