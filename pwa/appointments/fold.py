"""The fold of a day: lists beyond the usual number without an invitation, in one line of the list.

A flood of lists is accepted, because a real patient may be among them. To stay fast, folded lists
are found by their unsealed times, counted by a database index, and opened one page at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from pwa.appointments.lines import LINES_PER_PAGE, Days, LineRef
from pwa.conversation.core import ListPart
from pwa.conversation.models import Submission


@dataclass(frozen=True, slots=True)
class Fold:
    """How many lists of a day are folded, and when the first and the last of them came."""

    count: int
    first: datetime
    last: datetime


class Before(NamedTuple):
    """Where a search in the fold, the newest first, goes on: with what came before this list."""

    received_at: datetime
    conversation_id: UUID

    def __str__(self) -> str:
        return f"{self.received_at.isoformat()}~{self.conversation_id}"


def read_before(text: str) -> Before | None:
    """Read a `Before` that a form sent, as `str` writes it; None if it is invalid."""
    at, _, conversation_id = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            return None
        return Before(moment.astimezone(UTC), UUID(conversation_id))
    except (ValueError, OverflowError):  # OverflowError: year 1 can become year 0 in UTC
        return None


def find_fold(db: Session, practice_id: int, days: Days) -> Fold | None:
    """Count the folded lists of these days; None if there are none."""
    lists = func.count(Submission.conversation_id.distinct())
    came = Submission.received_at
    found = select(lists, func.min(came), func.max(came)).where(_is_folded(practice_id, days))
    count, first, last = db.execute(found).one()
    return Fold(count, first, last) if count else None


def find_fold_refs(db: Session, practice_id: int, days: Days, page: int) -> list[LineRef]:
    """Find the folded lines of one page, the first one that came first.

    Args:
        page: 1 for the first.
    """
    came = func.min(Submission.received_at)
    ids = db.scalars(
        select(Submission.conversation_id)
        .where(_is_folded(practice_id, days))
        .group_by(Submission.conversation_id)
        .order_by(came, Submission.conversation_id)
        .offset((page - 1) * LINES_PER_PAGE)
        .limit(LINES_PER_PAGE)
    )
    return line_refs_of(ids.all())


def find_newest_folded(
    db: Session, practice_id: int, days: Days, *, before: Before | None, most: int
) -> tuple[list[LineRef], Before | None]:
    """Find folded lists, the newest first.

    Args:
        before: where the search stopped last time; None at its beginning.
        most: how many sendings to look at.

    Returns:
        References to their lines, and where the search goes on; None if these were the last ones.
    """
    which = _is_folded(practice_id, days)
    if before is not None:
        is_same_moment = Submission.received_at == before.received_at
        which = and_(
            which,
            or_(
                Submission.received_at < before.received_at,
                and_(is_same_moment, Submission.conversation_id < before.conversation_id),
            ),
        )
    rows = db.execute(
        select(Submission.received_at, Submission.conversation_id)
        .where(which)
        .order_by(Submission.received_at.desc(), Submission.conversation_id.desc())
        .limit(most)
    ).all()
    goes_on = Before(*rows[-1]) if len(rows) == most else None
    return line_refs_of(list(dict.fromkeys(row.conversation_id for row in rows))), goes_on


def _is_folded(practice_id: int, days: Days) -> ColumnElement[bool]:
    return and_(
        Submission.practice_id == practice_id,
        Submission.list_part == ListPart.FOLD,
        Submission.received_at >= days.start,
        Submission.received_at < days.end,
    )


def line_refs_of(conversation_ids: Sequence[UUID]) -> list[LineRef]:
    """Make references to folded or put-aside lists: without an invitation, and not withdrawn."""
    return [LineRef(None, found) for found in conversation_ids]
