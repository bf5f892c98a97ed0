"""The access log in the database: its entries, the chain of each practice, the anchors.

The database itself refuses to change or remove entries and anchors (see the migration).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pwa.audit.core import Actor, Link, Mark, Outcome, Strength
from pwa.journal.core import Unwatched
from pwa.store.columns import UtcDateTime, stored_enum
from pwa.vault.columns import wrapped_column
from pwa.web.extensions import Base


class AccessEvent(Base):
    """One entry of the access log.

    Attributes:
        number: its place in the log of the practice, from 1 and without gaps.
        at: by the server's clock, to a millisecond.
        membership_id: the member of staff who acts; None for everybody else. Nobody
            acts in another person's name here, so this is the responsible user as well.
        role: of the member at that moment.
        action: as `subject:verb`, such as `conversation:read`; it tells the category of the data.
        conversation_id: id of the conversation, or of the invitation for an action `invitation:…`.
            Not a foreign key, because the entry stays when the conversation is erased.
        about_id: the membership whose account or keys the action is about; None for other actions.
        reason: why, where the action does not say so; a code of `core.Reason`.
        network: of the actor, cut to /24 (IPv4) or /48 (IPv6).
        request_id: the same in every entry of one request.
        mac: over all of this and over the MAC of the entry before.
    """

    __tablename__ = "access_event"
    __journal__ = Unwatched(
        "Entries go by their age only, and `flask audit purge` removes them again."
    )
    __table_args__ = (
        Index(None, "practice_id", "at"),
        Index("ix_access_event_member", "practice_id", "membership_id", "number"),
        Index("ix_access_event_action", "practice_id", "action", "number"),
        Index(None, "conversation_id"),
    )

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[Actor] = mapped_column(stored_enum(Actor, "actor", length=20))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str | None] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    conversation_id: Mapped[UUID | None]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    outcome: Mapped[Outcome] = mapped_column(stored_enum(Outcome, "outcome", length=20))
    strength: Mapped[Strength] = mapped_column(stored_enum(Strength, "strength", length=20))
    reason: Mapped[str | None] = mapped_column(String(30))
    network: Mapped[str | None] = mapped_column(String(50))
    request_id: Mapped[str | None] = mapped_column(String(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class AccessChain(Base):
    """The chain of a practice, and its newest entry.

    Attributes:
        key: of the MACs, random; wrapped by the master key, so that whoever has only a copy of the
            database cannot add entries to the chain.
        number: of the newest entry.
        mac: of the newest entry.
        seal: a MAC which proves that the application made this entry the newest one.
    """

    __tablename__ = "access_chain"
    __journal__ = Unwatched("The anchors tell what is missing of it after a restore.")

    practice_id: Mapped[int] = mapped_column(
        ForeignKey("practice.id"), primary_key=True, autoincrement=False
    )
    key: Mapped[bytes] = wrapped_column(lambda row: f"access chain {row.practice_id}")
    number: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def head(self) -> Link:
        """The place of the newest entry in the chain."""
        return Link(self.number, self.mac)


class AccessAnchor(Base):
    """A place in a chain that was written down outside the database as well.

    Attributes:
        number: of the entry.
        mac: of the entry.
        seal: a MAC which proves that the application wrote the anchor.
    """

    __tablename__ = "access_anchor"
    __journal__ = Unwatched("Nothing removes an anchor.")
    __table_args__ = (Index(None, "practice_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    mark: Mapped[Mark] = mapped_column(stored_enum(Mark, "mark", length=10))
    number: Mapped[int]
    mac: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)
