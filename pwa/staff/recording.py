"""What a member does without an open session, or by a way of its own, as a line of the access log."""

from datetime import datetime

from sqlalchemy.orm import Session

from pwa import audit
from pwa.staff.models import Membership


def record_member(
    db: Session,
    membership: Membership,
    action: str,
    *,
    now: datetime,
    strength: audit.Strength,
    outcome: audit.Outcome = audit.Outcome.DONE,
) -> None:
    """Add the line.

    Args:
        strength: how the person showed who it is.
    """
    audit.record(
        db,
        action=action,
        practice_id=membership.practice_id,
        actor=audit.Actor.STAFF,
        strength=strength,
        at=now,
        membership_id=membership.id,
        role=membership.role,
        outcome=outcome,
    )
