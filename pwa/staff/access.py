"""Find which member of staff makes a request, and guard views by what that person may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.practice.models import Practice
from pwa.staff import sessions
from pwa.staff.core import FRESH_LOGIN, Action, Role, may, needs_care_key, needs_desk_key
from pwa.staff.models import Membership
from pwa.store.database import writing
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.models import KeyKind, StaffSession
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.web import http
from pwa.web.extensions import db

_P = ParamSpec("_P")
_View = Callable[_P, ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff, logged in by both factors.

    Attributes:
        keys: the practice's keys for the role, of every generation; empty while the person waits
            for the key.
        confirmed_at: when both factors were last shown.
        recovery_codes_left: how many were not used yet.
        has_other_practices: works in more than this one.
    """

    account_id: int
    membership_id: int
    practice: Practice
    role: Role
    name: str
    keys: HeldKeys
    session_id: UUID
    logged_in_at: datetime
    confirmed_at: datetime
    recovery_codes_left: int
    has_other_practices: bool

    def may(self, action: Action) -> bool:
        """Say whether the role may do something."""
        return may(self.role, action)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether both factors were shown within the last quarter of an hour (FRESH_LOGIN)."""
        return now - self.confirmed_at < FRESH_LOGIN


def current_staff(*, by_itself: bool = False) -> Staff | None:
    """Find who is logged in; the page's header shows it.

    Args:
        by_itself: an open page sent the request without a person, so it counts as no use.
    """
    g.staff = _load_staff(by_itself=by_itself)
    staff: Staff | None = g.staff
    return staff


def staff_view(
    action: Action, *, fresh: bool = False, by_itself: bool = False
) -> Callable[[Callable[Concatenate[Staff, _P], ResponseReturnValue]], _View[_P]]:
    """Guard a view: only staff who may do this see it; its first argument is the `Staff`.

    Args:
        fresh: both factors are asked for again when they were shown more than a quarter of an hour
            ago; a form that was sent waits in the browser meanwhile.
        by_itself: an open page sends the request without a person, so the session is not prolonged.
    """

    def decorate(view: Callable[Concatenate[Staff, _P], ResponseReturnValue]) -> _View[_P]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
            staff = current_staff(by_itself=by_itself)
            if staff is None:
                # A form cannot be sent again by a redirect, so after the login comes the list.
                back = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("practice.login", next=back), code=303)
            if not staff.may(action):
                return _refuse(staff, is_key_missing=False)
            if _is_key_missing(staff, action):
                # Every login leads to the list, so missing keys are no attempt to open something:
                # lead to the page about them, and log no refusal.
                if action is Action.LIST and request.method == "GET" and not by_itself:
                    return redirect(url_for("team.missing_key"), code=303)
                return _refuse(staff, is_key_missing=True)
            if fresh and not staff.is_fresh(http.now()):
                return _ask_again()
            return view(staff, *args, **kwargs)

        return guarded

    return decorate


def _ask_again() -> ResponseReturnValue:
    """Redirect to the page that asks for both factors again, and from there back."""
    back = request.full_path.rstrip("?")
    if request.method == "GET":
        return redirect(url_for("account.confirm", next=back), code=303)
    # 307 sends the form along, so that nothing that was typed is lost.
    return redirect(url_for("account.hold_form", next=back), code=307)


def _is_key_missing(staff: Staff, action: Action) -> bool:
    return (needs_desk_key(action) and not staff.keys.holds(KeyKind.DESK)) or (
        needs_care_key(action) and not staff.keys.holds(KeyKind.CARE)
    )


def _load_staff(*, by_itself: bool) -> Staff | None:
    row = sessions.find_current(by_itself=by_itself)
    if row is None and sessions.find_person() is None:
        return None
    try:
        staff = _open_session(row)
    except CannotOpen:
        staff = None
    if staff is None:
        with writing(db.session()):
            sessions.end_login(row)
        flash(gettext("Your session was ended, for safety. Please log in again."))
    return staff


def _open_session(row: StaffSession | None) -> Staff | None:
    """Open the keys of a session; None when account or membership may not come in any more."""
    if row is None or row.confirmed_at is None:
        return None
    membership = db.session.get_one(Membership, row.membership_id)
    account = membership.account
    if not (membership.is_active and account.active):
        return None
    return Staff(
        account_id=row.account_id,
        membership_id=membership.id,
        practice=membership.practice,
        role=membership.role,
        name=account.name,
        keys=sessions.keys_of(row, membership.role),
        session_id=row.id,
        logged_in_at=row.created_at,
        confirmed_at=row.confirmed_at,
        recovery_codes_left=len(account.mf_recovery_codes or []),
        has_other_practices=sum(other.is_active for other in account.memberships) > 1,
    )


def _refuse(staff: Staff, *, is_key_missing: bool) -> ResponseReturnValue:
    """Answer with the reason why a page is refused, and log the refusal."""
    with writing(db.session()):
        audit.record_staff(
            db.session(),
            staff,
            action="page:open",
            conversation_id=(request.view_args or {}).get("conversation_id"),  # unchecked
            at=http.now(),
            outcome=audit.Outcome.REFUSED,
        )
    return render_template("practice/no_access.html", is_key_missing=is_key_missing), 403
