"""Delete what is stored of somebody who left every practice: first the credentials, later the name.

The access log names people by their membership for as long as it is kept. So a membership is
deleted when no row refers to it any more, and an account when it has no membership any more.
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

# The access log is kept at least so long, with the entry about leaving: no search before that.
NAMED_FOR_CERTAIN: Final = timedelta(days=5 * 365)


def works_nowhere(db: Session, account_id: int) -> bool:
    """Say whether somebody left every practice; being blocked is not leaving."""
    with as_account(db, account_id):
        return not _has_membership(db, account_id, Membership.ended_at.is_(None))


def forget_credentials(db: Session, account: Account) -> None:
    """Delete the password and the second factors of somebody who left every practice.

    When a practice invites the person again, they set new ones.
    """
    drop_second_factor(account)
    account.password = account.tf_last_counter = account.passkey_handle = None
    db.flush()


def forget_leavers(work: Work, practice_id: int) -> int:
    """Delete credentials of leavers, and memberships and accounts to which no row refers any more.

    `members.end_membership` deletes credentials already; some are left only when somebody left two
    practices at the same moment.

    Returns:
        How many accounts were deleted.
    """
    for account in _leavers_with_credentials(work.db, practice_id):
        if works_nowhere(work.db, account.id):
            forget_credentials(work.db, account)
    gone = delete(Membership).where(
        Membership.practice_id == practice_id,
        Membership.ended_at < work.now - NAMED_FOR_CERTAIN,
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
    """Give the conditions that no column with a foreign key to memberships refers to this one."""
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
