"""Read the access log."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.models import AccessEvent


def events_of(
    db: Session, practice_id: int, conversation_id: UUID, *, most: int
) -> Sequence[AccessEvent]:
    """Give what happened with one conversation, the newest first: the staff's acts and the patient's.

    Args:
        most: how many at most.
    """
    return db.scalars(
        select(AccessEvent)
        .where(
            AccessEvent.practice_id == practice_id,
            AccessEvent.conversation_id == conversation_id,
        )
        .order_by(AccessEvent.number.desc())
        .limit(most)
    ).all()
