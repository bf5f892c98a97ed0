"""What is not kept for longer than it may be; `flask purge`, by a timer, once a day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.erasure import erase_expired
from pwa.practice.models import Practice


def purge(db: Session, *, now: datetime) -> int:
    """Erase the checks whose time is over, practice by practice.

    Returns:
        In how many conversations.
    """
    return sum(erase_expired(db, practice, now=now) for practice in db.scalars(select(Practice)))
