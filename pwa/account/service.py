"""The own account: where somebody is logged in, the own password, the practices."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from pwa.account import passwords_change
from pwa.account.password_hashes import is_password_of
from pwa.staff import sessions
from pwa.staff.models import Account, Membership
from pwa.vault.practice.models import StaffSession
from pwa.vault.practice.sessions import end_staff_session, is_alive
from pwa.vault.work import Work


def list_sessions(work: Work, account_id: int) -> Sequence[StaffSession]:
    """List where somebody is logged in by both factors, the newest first."""
    rows = work.db.scalars(
        select(StaffSession)
        .where(StaffSession.account_id == account_id, StaffSession.confirmed_at.is_not(None))
        .order_by(StaffSession.created_at.desc())
    )
    return [row for row in rows if is_alive(row, work.now)]


def end_session(work: Work, account_id: int, session_id: UUID) -> bool:
    """End one session of an account; a session of another account is treated as unknown.

    Returns:
        Whether the session was found.
    """
    row = work.db.get(StaffSession, session_id)
    if row is None or row.account_id != account_id:
        return False
    end_staff_session(row, work.now)
    return True


def end_other_sessions(work: Work, account_id: int, kept: UUID) -> None:
    """End every session of somebody but one."""
    rows = select(StaffSession).where(
        StaffSession.account_id == account_id, StaffSession.id != kept
    )
    for row in work.db.scalars(rows):
        end_staff_session(row, work.now)


def change_password(work: Work, row: StaffSession, current: str, password: str) -> bool:
    """Change the own password, in every practice, and end every other session.

    Args:
        row: the own session, locked; it goes on under a new id and secret.
        current: the password until now, as typed.
        password: the new one, checked against the rules for passwords.

    Returns:
        Whether the current password was right; a wrong one counts like a wrong login.
    """
    account = work.db.get_one(Account, row.account_id, with_for_update=True, populate_existing=True)
    if not is_password_of(account, current):
        sessions.count_wrong(row)
        return False
    holders = passwords_change.change_password(work, account, sessions.holders_of(row), password)
    sessions.go_on_with(row, holders)
    return True


def active_memberships(account: Account) -> list[Membership]:
    """List the memberships in which somebody may work now: not ended, not blocked."""
    return [membership for membership in account.memberships if membership.is_active]
