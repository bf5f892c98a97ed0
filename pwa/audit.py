"""The access log: who did what with which record, and never what the record says.

An entry is added in the transaction of what it tells about: no log, no data.

Source: NEN 7513:2018, chapter 6, what an entry holds.
"""

import re
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Any, Protocol
from uuid import UUID, uuid4

from flask import g, has_request_context, request
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from pwa.columns import UtcDateTime, stored_enum
from pwa.extensions import Base

_ACTION = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")


class Actor(StrEnum):
    """Who acts."""

    PATIENT = "patient"
    STAFF = "staff"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


class Strength(StrEnum):
    """How sure it is that the actor is who they should be."""

    NONE = "none"
    SECRET = "secret"  # a patient's code or link  # noqa: S105
    PASSWORD = "password"  # noqa: S105
    TWO_FACTORS = "two_factors"


class AccessEvent(Base):
    """One entry of the access log.

    Attributes:
        at: by the server's clock, to a millisecond.
        membership_id: the member of staff; None for a patient and for the system.
        role: of the member at that moment.
        action: as `subject:verb`, such as `conversation:read`.
        conversation_id: not a foreign key, because the entry outlives what it tells about.
        network: of the actor, cut to /24 (IPv4) or /48 (IPv6).
        request_id: the same in every entry of one request.
    """

    __tablename__ = "access_event"
    __table_args__ = (
        Index(None, "practice_id", "at"),
        Index(None, "conversation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[Actor] = mapped_column(stored_enum(Actor, "actor", length=20))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[str | None] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    conversation_id: Mapped[UUID | None]
    outcome: Mapped[Outcome] = mapped_column(stored_enum(Outcome, "outcome", length=20))
    strength: Mapped[Strength] = mapped_column(stored_enum(Strength, "strength", length=20))
    network: Mapped[str | None] = mapped_column(String(50))
    request_id: Mapped[str | None] = mapped_column(String(32))


class PracticeRow(Protocol):
    """As much of a practice as an entry needs."""

    id: Any


class Member(Protocol):
    """As much of a member of staff as an entry needs."""

    @property
    def membership_id(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def practice(self) -> PracticeRow: ...


def record(
    db: Session,
    *,
    action: str,
    practice_id: int,
    actor: Actor,
    strength: Strength,
    at: datetime,
    conversation_id: UUID | None = None,
    membership_id: int | None = None,
    role: str | None = None,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add an entry to the caller's transaction.

    Args:
        action: as `subject:verb`.

    Raises:
        ValueError: an action that is spelled otherwise; contents never end up in the log this way.
    """
    if _ACTION.fullmatch(action) is None:
        raise ValueError("an action is written as subject:verb")
    event = AccessEvent(
        practice_id=practice_id,
        at=at.replace(microsecond=at.microsecond // 1000 * 1000),
        actor=actor,
        membership_id=membership_id,
        role=role,
        action=action,
        conversation_id=conversation_id,
        outcome=outcome,
        strength=strength,
    )
    if has_request_context():
        event.network = network_of(request.remote_addr)
        event.request_id = _request_id()
    db.add(event)


def record_patient(
    db: Session,
    *,
    action: str,
    practice_id: int,
    conversation_id: UUID,
    at: datetime,
    strength: Strength = Strength.SECRET,
) -> None:
    """Add what a patient did.

    Args:
        strength: `NONE` for a first sharing, when there is no code or link yet.
    """
    record(
        db,
        action=action,
        practice_id=practice_id,
        actor=Actor.PATIENT,
        strength=strength,
        at=at,
        conversation_id=conversation_id,
    )


def record_staff(
    db: Session,
    staff: Member,
    *,
    action: str,
    at: datetime,
    conversation_id: UUID | None = None,
    strength: Strength = Strength.TWO_FACTORS,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add what a member of staff did, or was refused."""
    record(
        db,
        action=action,
        practice_id=staff.practice.id,
        actor=Actor.STAFF,
        strength=strength,
        at=at,
        conversation_id=conversation_id,
        membership_id=staff.membership_id,
        role=str(staff.role),
        outcome=outcome,
    )


def record_system(
    db: Session, *, action: str, practice_id: int, conversation_id: UUID, at: datetime
) -> None:
    """Add what the application did by itself."""
    record(
        db,
        action=action,
        practice_id=practice_id,
        actor=Actor.SYSTEM,
        strength=Strength.NONE,
        at=at,
        conversation_id=conversation_id,
    )


def network_of(address: str | None) -> str | None:
    """Cut an address to its network, which says enough to notice something odd and names nobody."""
    try:
        parsed = ip_address(address or "")
    except ValueError:  # a unix socket has no address
        return None
    return str(ip_network((parsed, 24 if parsed.version == 4 else 48), strict=False))


def _request_id() -> str:
    if "request_id" not in g:
        g.request_id = uuid4().hex
    request_id: str = g.request_id
    return request_id
