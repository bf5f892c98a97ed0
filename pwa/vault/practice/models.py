"""The practice's keys, for whom they are wrapped, and the sessions in which they are open."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.journal.core import Cleared, Unwatched, Watched
from pwa.store.columns import UtcDateTime, stored_enum
from pwa.vault.columns import wrapped_column
from pwa.web.extensions import Base


class KeyKind(StrEnum):
    """What a key of the practice opens."""

    DESK = "desk"  # notes, times and the names to recognise somebody by
    CARE = "care"  # contents


def holder_wrap_context(practice_id: int, membership_id: int | None) -> str:
    """Give the context (AAD) under which a holder's private half is wrapped."""
    holder = "recovery" if membership_id is None else f"member {membership_id}"
    return f"practice {practice_id} {holder}"


def key_wrap_context(
    practice_id: int, membership_id: int | None, kind: KeyKind, generation: int
) -> str:
    """Give the context (AAD) under which a practice's private half is wrapped for one holder."""
    return f"{holder_wrap_context(practice_id, membership_id)} {kind} {generation}"


class PracticeKey(Base):
    """One key of a practice; its private half is stored nowhere unwrapped.

    Attributes:
        generation: goes up when the key is replaced; new content is sealed to the highest one.
    """

    __tablename__ = "practice_key"
    __journal__ = Unwatched("`service.replace_key` notes which key got a younger one.")
    __table_args__ = (UniqueConstraint("practice_id", "kind", "generation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    kind: Mapped[KeyKind] = mapped_column(stored_enum(KeyKind, "key_kind", length=10))
    generation: Mapped[int] = mapped_column(default=1)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyHolder(Base):
    """A member of a practice, or its recovery key, for whom the practice's keys are wrapped.

    Each holder has a key pair of its own. So a colleague can be given a key, or a key can be
    replaced when somebody leaves, without the passwords of those who stay.

    Attributes:
        membership_id: None for the recovery key.
        wrap: the holder's private half, wrapped by the password or the recovery key, and around
            that by the master key.
        verified_at: when the recovery key was last typed back from paper.
    """

    __tablename__ = "key_holder"
    __journal__ = Watched(steady=("membership_id", "verified_at"))
    __table_args__ = (
        UniqueConstraint("membership_id"),
        # NULLs count as different in a UNIQUE, so the recovery key needs a rule of its own.
        Index(
            "uq_key_holder_recovery",
            "practice_id",
            unique=True,
            sqlite_where=text("membership_id IS NULL"),
            postgresql_where=text("membership_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrap: Mapped[bytes] = wrapped_column(
        lambda row: holder_wrap_context(row.practice_id, row.membership_id)
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    key_wraps: Mapped[list["KeyWrap"]] = relationship(
        back_populates="holder", cascade="all, delete-orphan"
    )


class KeyWrap(Base):
    """The private half of a practice's key, for one holder.

    Attributes:
        wrap: sealed to the holder's public half, and around that wrapped by the master key.
    """

    __tablename__ = "key_wrap"
    __journal__ = Watched()
    __table_args__ = (UniqueConstraint("holder_id", "practice_key_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("key_holder.id"))
    practice_key_id: Mapped[int] = mapped_column(ForeignKey("practice_key.id"))
    wrap: Mapped[bytes] = wrapped_column(lambda row: row.wrap_context)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    holder: Mapped[KeyHolder] = relationship(back_populates="key_wraps")
    practice_key: Mapped[PracticeKey] = relationship(lazy="joined", innerjoin=True)

    @property
    def wrap_context(self) -> str:
        """The context (AAD) of the wrap: copied to another holder or key the wrap does not open."""
        key, holder = self.practice_key, self.holder
        return key_wrap_context(holder.practice_id, holder.membership_id, key.kind, key.generation)


class StaffSession(Base):
    """One login of one person in one practice.

    Attributes:
        wrapped_keys: the private halves of the person's own pairs, one per practice that the
            password opened, wrapped by a secret that only a cookie holds; empty after the session.
        seen_at: last request, exact to a minute.
        confirmed_at: when the person last gave both factors; None before the first time, and such a
            session opens nothing.
        wrong_codes: how many second factors were wrong since `confirmed_at`.
        challenge: what a passkey has to sign, once.
        network: of the browser, cut as in the access log. A person recognises the own sessions by
            it and by `browser`, such as Firefox.
    """

    __tablename__ = "staff_session"
    __journal__ = Cleared("Everybody logs in again after a restore.")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    wrapped_keys: Mapped[bytes] = wrapped_column(lambda row: row.wrap_context)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary)
    network: Mapped[str | None] = mapped_column(String(50))
    browser: Mapped[str | None] = mapped_column(String(20))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def wrap_context(self) -> str:
        """The context (AAD) of the wrap: copied to another session the wrap does not open."""
        return f"staff session {self.id} member {self.membership_id}"
