"""Count, list and find the open handovers of a practice."""

from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from pwa.conversation.service import NotFound
from pwa.handover.models import Handover
from pwa.staff.access import Staff
from pwa.vault.work import Work

# More than any practice has open at once; a note takes 50 microseconds to open.
MOST: Final = 500


def count_open(work: Work, practice_id: int) -> int:
    """Count the open handovers of a practice; opens nothing."""
    found = select(func.count()).select_from(Handover)
    return work.db.scalar(found.where(*_open(work, practice_id))) or 0


def find_open(work: Work, practice_id: int) -> list[Handover]:
    """Find the open handovers of a practice, the oldest first."""
    found = select(Handover).where(*_open(work, practice_id))
    return list(work.db.scalars(found.order_by(Handover.created_at, Handover.id).limit(MOST)))


def find_one(work: Work, staff: Staff, handover_id: UUID) -> Handover:
    """Find a handover of the practice, open or closed, without opening it.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    row = work.db.get(Handover, handover_id)
    if row is None or row.practice_id != staff.practice.id:
        raise NotFound
    return row


def _open(work: Work, practice_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Handover.practice_id == practice_id,
        Handover.closed_at.is_(None),
        Handover.expires_at > work.now,
    )
