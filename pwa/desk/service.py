"""The clinicians of a practice, and making an invitation only once."""

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
    """A member of the practice with whom a patient may have a consult.

    Attributes:
        id: of the membership.
        text: the name.
    """

    id: int
    text: str

    @property
    def code(self) -> str:
        """The membership's id as a form sends it."""
        return str(self.id)


def clinicians_of(db: Session, practice_id: int) -> list[Clinician]:
    """Give the members who see patients at a practice, sorted by name."""
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


def name_with(db: Session, practice_id: int, appointment: Appointment) -> str:
    """Give the name of an appointment's clinician; empty when anybody may see the patient."""
    clinicians = clinicians_of(db, practice_id)
    return next((item.text for item in clinicians if item.id == appointment.with_id), "")


def invite_once(work: Work, staff: Staff, appointment: Appointment, form_id: UUID) -> UUID:
    """Make an invitation, or find the one that the same form made before.

    Args:
        form_id: id of the form, by which a second press on its button is recognised.

    Returns:
        The invitation's id.
    """
    practice_id = staff.practice.id
    invitation_id = derive_id(practice_id, appointment, form_id)
    clinician = name_with(work.db, practice_id, appointment)
    if work.db.get(Invitation, invitation_id) is not None:
        return invitation_id
    try:
        with work.db.begin_nested():
            create_invitation(
                work, practice_id, appointment, clinician=clinician, invitation_id=invitation_id
            )
            audit.record_staff(
                work.db, staff, action="invitation:create", invitation_id=invitation_id, at=work.now
            )
    except IntegrityError:  # a second press stored the same invitation at the same moment
        if work.db.get(Invitation, invitation_id) is None:
            raise
    return invitation_id
