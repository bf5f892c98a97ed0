"""Links that a colleague is let in by."""

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
    """A link that works once: to begin in a practice, or to set a new password. A used one is gone.

    Attributes:
        digest: of the secret in the link, which is nowhere else.
        made_by_id: who made it; it is gone when this person leaves.
        name: of who is invited, like `email` and `role`; None for a new password.
        wrapped_keys: of the practice, by the secret of the link: what the role may hold and the maker
            of the link held; None when the maker held nothing, and for a new password.
        membership_id: whose password; None for an invitation.
        drops_second_factor: the phone is lost too, so that it is set up anew.
        wrong_tries: of a password that is there already.
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
        """Who is invited by a link of that sort."""
        assert self.name is not None
        assert self.email is not None
        assert self.role is not None
        return Invitee(self.name, self.email, self.role)

    @property
    def wrap_context(self) -> str:
        """The name of the wrap around the keys; one moved to another link does not open."""
        return f"practice {self.practice_id} link {self.id}"

    @property
    def expires_at(self) -> datetime:
        """When it stops working."""
        return self.created_at + LINK_LIFETIME
