"""What is left of somebody who works nowhere any more: first no way in, then not even a name.

The access log names people by their membership for as long as it is kept. So a membership goes with
the last row that refers to it, and the account with the last membership.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from pwa.account.factors.service import drop_second_factor
from pwa.staff.models import Account, Membership
from pwa.store.tenants import as_account
from pwa.vault.work import Work
from pwa.web.extensions import Base

# The log is never kept for less, and the leaving itself stands in it: no need to look any earlier.
_NAMED_FOR_CERTAIN: Final = timedelta(days=5 * 365)


def works_nowhere(db: Session, account_id: int) -> bool:
    """Say whether somebody left every practice; who is blocked for now did not leave."""
    with as_account(db, account_id):
        return not _has_membership(db, account_id, Membership.ended_at.is_(None))


def forget_credentials(db: Session, account: Account) -> None:
    """Drop all that a login asks for, of somebody who left everything.

    Whoever invites the person again lets a new password be set, and a new second factor.
    """
    drop_second_factor(account)
    account.password = account.tf_last_counter = account.passkey_handle = None
    db.flush()


def forget_leavers(work: Work, practice_id: int) -> int:
    """Forget who left a practice: what a login asks for at once, the name when nothing names it.

    Leaving drops the first already; this finds who left two practices at the same moment.

    Returns:
        How many people were forgotten altogether.
    """
    for account in _leavers_with_credentials(work.db, practice_id):
        if works_nowhere(work.db, account.id):
            forget_credentials(work.db, account)
    gone = delete(Membership).where(
        Membership.practice_id == practice_id,
        Membership.ended_at < work.now - _NAMED_FOR_CERTAIN,
        *_nothing_refers(),
    )
    account_ids = work.db.scalars(gone.returning(Membership.account_id)).all()
    return sum(_forget_person(work.db, account_id) for account_id in account_ids)


def _leavers_with_credentials(db: Session, practice_id: int) -> Iterator[Account]:
    left = select(Membership.account_id).where(
        Membership.practice_id == practice_id, Membership.ended_at.is_not(None)
    )
    # Locked, because a colleague may be letting the person in again at this moment.
    found = select(Account).where(Account.id.in_(left), Account.password.is_not(None))
    yield from db.scalars(found.with_for_update()).all()


def _nothing_refers() -> Iterator[ColumnElement[bool]]:
    """Say of every column that may name a membership that none does: the log, a plan, a login."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.target_fullname == "membership.id" for key in column.foreign_keys):
                same = (table.c.practice_id == Membership.practice_id, column == Membership.id)
                yield ~exists().where(*same)


def _forget_person(db: Session, account_id: int) -> bool:
    with as_account(db, account_id):
        if _has_membership(db, account_id):
            return False
        db.delete(db.get_one(Account, account_id))
        db.flush()
    return True


def _has_membership(db: Session, account_id: int, *which: ColumnElement[bool]) -> bool:
    found = select(Membership.id).where(Membership.account_id == account_id, *which)
    return db.scalar(found.limit(1)) is not None
