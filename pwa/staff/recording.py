"""Entries of the access log about a member for which there is no `Staff` of an open session."""

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
    """Add an entry about a member to the access log.

    Args:
        strength: what the person showed: nothing, a secret, the password, both factors.
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
