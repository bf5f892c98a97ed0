"""Put lists aside that belong to none of the practice's patients, bring them back, or erase them.

Anybody can send a practice thousands of lists. A list that was put aside cannot be opened and
stands on no day; for a week a member of the practice can bring it back as it was.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.answering import in_line_of_invitation
from pwa.conversation.core import CHECK
from pwa.conversation.expiry import erase_what_is_over
from pwa.conversation.models import Conversation
from pwa.conversation.service import relist, with_plan
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.vault.work import Work

UNDO_LIFETIME: Final = timedelta(days=7)
# Size of a page of the list, and so of one form; each list gives a line in the access log.
MOST_AT_ONCE: Final = 500


def put_aside(work: Work, staff: Staff, ids: Collection[UUID]) -> int:
    """Put lists aside, except those that may be a patient's.

    Those stay that were opened or got new keys, that have a plan, or that are the first answer to
    an invitation, whose line names the patient.

    Args:
        ids: of the lists, as the form sent them; unknown ones are ignored.

    Returns:
        How many were put aside; the others were opened, taken back, put aside or shared with an
        invitation in the meantime.
    """
    rows = [row for row in _take_turns(work.db, staff, ids) if _can_be_put_aside(row)]
    ids = [row.id for row in rows]
    staying = with_plan(work.db, ids) | in_line_of_invitation(work.db, ids)
    moved = [row for row in rows if row.id not in staying]
    for row in moved:
        row.set_aside_at, row.set_aside_by_id = work.now, staff.membership_id
    _finish(work, staff, moved, "conversation:put-aside")
    return len(moved)


def bring_back(work: Work, staff: Staff, ids: Collection[UUID]) -> int:
    """Put lists back to where they stood before they were put aside.

    Returns:
        How many were; the others were brought back or erased in the meantime.
    """
    moved = [row for row in _take_turns(work.db, staff, ids) if _can_be_brought_back(row, work.now)]
    for row in moved:
        row.set_aside_at = row.set_aside_by_id = None
    _finish(work, staff, moved, "conversation:bring-back")
    return len(moved)


def find_aside(
    work: Work, practice_id: int, *, page: int, only: UUID | None = None
) -> tuple[int, Sequence[Conversation]]:
    """Find lists that can be brought back, the last one put aside first.

    Args:
        page: 1 for the first.
        only: find this one alone.

    Returns:
        How many there are on all pages, and the conversations of this page.
    """
    is_aside = _is_aside(practice_id, work.now)
    if only is not None:
        is_aside = and_(is_aside, Conversation.id == only)
    total = work.db.scalar(select(func.count()).where(is_aside)) or 0
    rows = work.db.scalars(
        select(Conversation)
        .where(is_aside)
        .order_by(Conversation.set_aside_at.desc(), Conversation.created_at, Conversation.id)
        .offset((page - 1) * MOST_AT_ONCE)
        .limit(MOST_AT_ONCE)
    )
    return total, rows.all()


def erase_set_aside(work: Work, practice: Practice) -> int:
    """Erase lists that were put aside so long ago that they cannot be brought back any more."""
    is_over = and_(
        Conversation.ended_at.is_(None), Conversation.set_aside_at < work.now - UNDO_LIFETIME
    )
    return erase_what_is_over(work, practice, is_over, CHECK, "conversation:expire-aside")


def _take_turns(db: Session, staff: Staff, ids: Collection[UUID]) -> Sequence[Conversation]:
    """Lock the rows and read them anew; the order by id keeps two requests from a deadlock."""
    wanted = list(ids)[:MOST_AT_ONCE]
    return db.scalars(
        select(Conversation)
        .where(Conversation.practice_id == staff.practice.id, Conversation.id.in_(wanted))
        .order_by(Conversation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _can_be_put_aside(row: Conversation) -> bool:
    return row.is_open and not row.is_known


def _can_be_brought_back(row: Conversation, now: datetime) -> bool:
    return (
        row.ended_at is None
        and row.set_aside_at is not None
        and row.set_aside_at >= now - UNDO_LIFETIME
    )


def _is_aside(practice_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        Conversation.practice_id == practice_id,
        Conversation.ended_at.is_(None),
        Conversation.set_aside_at >= now - UNDO_LIFETIME,
    )


def _finish(work: Work, staff: Staff, rows: Sequence[Conversation], action: str) -> None:
    relist(work.db, rows)
    for row in rows:
        audit.record_staff(work.db, staff, action=action, conversation_id=row.id, at=work.now)
