"""Who at a practice sees patients."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from pwa.practice.core import may_read_contents
from pwa.practice.models import Account, Membership


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
