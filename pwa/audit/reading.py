"""Read the access log."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.models import AccessEvent
from pwa.audit.recording import is_of_this_request


def events_of(
    db: Session, practice_id: int, *conversation_ids: UUID, most: int
) -> list[AccessEvent]:
    """Give the entries about conversations, the newest first: acts of staff and of the patient.

    Entries of the request that is being answered are left out: its page shows what happened before.

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
