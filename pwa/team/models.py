"""Links by which a colleague begins in a practice or sets a new password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.journal.core import Cleared
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.store.columns import UtcDateTime, stored_enum
from pwa.team.core import LINK_LIFETIME, LinkPurpose
from pwa.vault.columns import wrapped_column
from pwa.web.extensions import Base


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited."""

    name: str
    email: str
    role: Role


class TeamLink(Base):
    """A link that works once: to begin in a practice, or to set a new password; then it is deleted.

    Attributes:
        digest: keyed hash of the link's secret, which itself is stored nowhere.
        made_by_id: who made the link; it is deleted when this person leaves.
        name: of who is invited, like `email` and `role`; None for a new password.
        wrapped_keys: those keys of the practice that the role may hold and the maker held, wrapped
            by the link's secret; None without such keys, and for a new password.
        membership_id: whose password; None for an invitation.
        drops_second_factor: the second factor is removed too, because the phone is lost.
        wrong_tries: how often a wrong password of an existing account was typed.
    """

    __tablename__ = "team_link"
    __journal__ = Cleared(
        "A link may have been used or taken back since; a colleague makes another."
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(
        stored_enum(LinkPurpose, "link_purpose", length=10)
    )
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    name: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[Role | None] = mapped_column(stored_enum(Role, "role", length=20))
    wrapped_keys: Mapped[bytes | None] = wrapped_column(lambda row: row.wrap_context)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    drops_second_factor: Mapped[bool] = mapped_column(default=False)
    wrong_tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    practice: Mapped[Practice] = relationship()
    membership: Mapped[Membership | None] = relationship(foreign_keys=membership_id)

    @property
    def invitee(self) -> Invitee:
        """Who is invited, by a link of purpose JOIN."""
        assert self.name is not None
        assert self.email is not None
        assert self.role is not None
        return Invitee(self.name, self.email, self.role)

    @property
    def wrap_context(self) -> str:
        """The context (AAD) that binds `wrapped_keys` to this link; on another they do not open."""
        return f"practice {self.practice_id} link {self.id}"

    @property
    def expires_at(self) -> datetime:
        """The moment from which the link does not work any more."""
        return self.created_at + LINK_LIFETIME
