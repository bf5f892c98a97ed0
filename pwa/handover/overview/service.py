"""Count and list the open handovers of a practice."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select

from pwa.handover.models import Handover
from pwa.vault.work import Work

# More than any practice has open at once; a note takes 50 microseconds to open.
MOST: Final = 500


def count_open(work: Work, practice_id: int) -> int:
    """Count the open handovers of a practice; opens nothing."""
    found = select(func.count()).select_from(Handover)
    return work.db.scalar(found.where(*_open(work, practice_id))) or 0


def oldest_since(work: Work, practice_id: int) -> datetime | None:
    """Give the moment at which the oldest open handover was agreed; None without any."""
    found = select(func.min(Handover.created_at))
    return work.db.scalar(found.where(*_open(work, practice_id)))


def find_open(work: Work, practice_id: int) -> list[Handover]:
    """Find the open handovers of a practice, the oldest first."""
    found = select(Handover).where(*_open(work, practice_id))
    return list(work.db.scalars(found.order_by(Handover.created_at, Handover.id).limit(MOST)))


def _open(work: Work, practice_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Handover.practice_id == practice_id,
        Handover.closed_at.is_(None),
        Handover.expires_at > work.now,
    )
