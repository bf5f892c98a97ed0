"""Tables of counts; no row says of whom it is, and no time is finer than a quarter."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.counting.core import Event
from pwa.journal.core import Unwatched
from pwa.store.columns import stored_enum
from pwa.vault.columns import practice_key_column, wrapped_column
from pwa.web.extensions import Base

_QUARTER = String(6)


def box_context(box: "TallyBox") -> str:
    """Give the context (AAD) under which a box's private half is wrapped.

    Practice and quarter are in it, so a box that somebody moves in the database does not open, and
    its tallies are not summed where they do not belong.
    """
    return f"practice {box.practice_id} tally box {box.quarter} {box.id}"


def slips_context(box: "TallyBox") -> str:
    """Give the context (AAD) under which a box's tallies are wrapped; it is bound likewise."""
    return f"{box_context(box)} slips"


class EventCount(Base):
    """How many times something happened in a practice in a quarter."""

    __tablename__ = "event_count"
    __journal__ = Unwatched("A number of nobody; a restore brings back the number of that day.")

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    quarter: Mapped[str] = mapped_column(_QUARTER, primary_key=True)
    event: Mapped[Event] = mapped_column(
        stored_enum(Event, "counted_event", length=20), primary_key=True
    )
    count: Mapped[int]


class TallyBox(Base):
    """Some tallies that nobody has summed yet: like a ballot box, shuffled at every slip.

    The tallies are sealed to a key pair of the box, and the master key wraps all of them as one
    blob, with a new nonce each time. So neither rows nor their order say which tally came last.

    Attributes:
        id: random, so it does not tell which box is the older one.
        public_key: tallies are sealed to it.
        wrap: the private half, sealed to the practice's care key and wrapped by the master key.
        slips: the sealed tallies, in random order, wrapped by the master key.
        is_full: whether the next tally goes into another box.
    """

    __tablename__ = "tally_box"
    __journal__ = Unwatched("Of nobody; a restore brings the sums back as they were before, too.")
    __table_args__ = (Index("ix_tally_box_of", "practice_id", "quarter"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    quarter: Mapped[str] = mapped_column(_QUARTER)
    care_key_id: Mapped[int] = practice_key_column("wrap")
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrap: Mapped[bytes] = wrapped_column(box_context)
    slips: Mapped[bytes] = wrapped_column(slips_context)
    is_full: Mapped[bool] = mapped_column(default=False)


class TallySum(Base):
    """The sums of a practice's tallies in a quarter.

    Attributes:
        state: all sums, exactly, and those that are shown, exactly: sealed to the care key and
            wrapped by the master key; None when no tally can be added any more.
        shown: question to its groups as they are shown: answers, and a multiple of five.
    """

    __tablename__ = "tally_sum"
    __journal__ = Unwatched("Sums of ten people and more; a restore brings back older ones.")
    __table_args__ = (UniqueConstraint("practice_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    quarter: Mapped[str] = mapped_column(_QUARTER)
    care_key_id: Mapped[int] = practice_key_column("state")
    state: Mapped[bytes | None] = wrapped_column(
        lambda row: sum_context(row.practice_id, row.quarter)
    )
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)


class Answered(Base):
    """That a question after the talk was answered, so that it is asked once; never what.

    Attributes:
        by: `patient`, or the question of the staff.
    """

    __tablename__ = "answered_after"
    __journal__ = Unwatched("After a restore a question may be asked once more.")

    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    by: Mapped[str] = mapped_column(String(10), primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)


def sum_context(practice_id: int, quarter: str) -> str:
    """Give the context (AAD) under which the exact sums of a quarter are wrapped."""
    return f"practice {practice_id} tally sum {quarter}"
