"""Read the access log."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.models import AccessEvent
from pwa.audit.recording import is_of_this_request


def events_of(
    db: Session, practice_id: int, *conversation_ids: UUID, most: int
) -> list[AccessEvent]:
    """Give what happened with conversations, the newest first: the staff's acts and the patient's.

    What the request that asks does itself is not among it: people ask what happened before.

    Args:
        most: how many at most.
    """
    found = db.scalars(
        select(AccessEvent)
        .where(
            AccessEvent.practice_id == practice_id,
            AccessEvent.conversation_id.in_(conversation_ids),
        )
        .order_by(AccessEvent.number.desc())
        .limit(most)
    )
    return [event for event in found if not is_of_this_request(event)]
