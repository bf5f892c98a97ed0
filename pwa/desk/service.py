"""Who at a practice sees patients, and the invitation of one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from pwa import audit
from pwa.appointments.core import Appointment
from pwa.appointments.invitations import create_invitation, derive_id
from pwa.conversation.models import Invitation
from pwa.staff.access import Staff
from pwa.staff.core import may_read_contents
from pwa.staff.models import Account, Membership
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody whom a patient may have a consult with.

    Attributes:
        code: of the membership, as a form sends it.
        text: the name.
    """

    id: int
    text: str

    @property
    def code(self) -> str:
        """Write the membership as a form sends it."""
        return str(self.id)


def clinicians_of(db: Session, practice_id: int) -> list[Clinician]:
    """Give those who see patients at a practice, by name."""
    members = db.scalars(
        select(Membership)
        .join(Membership.account)
        .options(contains_eager(Membership.account))
        .where(Membership.practice_id == practice_id, Membership.ended_at.is_(None))
        .order_by(Account.name, Membership.id)
    )
    return [
        Clinician(member.id, member.account.name)
        for member in members
        if may_read_contents(member.role)
    ]


def invite_once(work: Work, staff: Staff, appointment: Appointment, form_id: UUID) -> UUID:
    """Make an invitation, or find the one that the same form made before.

    Args:
        form_id: the form's own, by which a second press is known.

    Returns:
        The invitation's id.
    """
    invitation_id = derive_id(staff.practice.id, appointment, form_id)
    if work.db.get(Invitation, invitation_id) is not None:
        return invitation_id
    try:
        with work.db.begin_nested():
            create_invitation(work, staff.practice.id, appointment, invitation_id=invitation_id)
            audit.record_staff(
                work.db, staff, action="invitation:create", invitation_id=invitation_id, at=work.now
            )
    except IntegrityError:  # pressed twice, and the other press was taken at the same moment
        if work.db.get(Invitation, invitation_id) is None:
            raise
    return invitation_id
