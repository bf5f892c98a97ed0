"""What a member does without an open session, or by a way of its own, as a line of the access log."""

from pwa import audit
from pwa.staff.models import Membership
from pwa.vault.work import Work


def record_member(
    work: Work,
    membership: Membership,
    action: str,
    *,
    strength: audit.Strength,
    outcome: audit.Outcome = audit.Outcome.DONE,
) -> None:
    """Add the line.

    Args:
        strength: how the person showed who it is.
    """
    audit.record(
        work.db,
        action=action,
        practice_id=membership.practice_id,
        actor=audit.Actor.STAFF,
        strength=strength,
        at=work.now,
        membership_id=membership.id,
        role=membership.role,
        outcome=outcome,
    )
