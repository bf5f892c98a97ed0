"""Tables of warm handovers: what was agreed, sealed; how far it is; and the link of the letter."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pwa.handover.core import OPEN, Move, Party, State, read_moves
from pwa.journal.core import Watched
from pwa.store.columns import UtcDateTime, stored_enum
from pwa.vault.columns import practice_key_column, wrapped_column
from pwa.web.extensions import Base


def link_wrap_context(handover_id: UUID) -> str:
    """Give the context (AAD) of the wrap of a handover's private key for the receiver."""
    return f"handover {handover_id}"


class Handover(Base):
    """One warm handover: a step of a plan is handed to somebody outside of the practice.

    Attributes:
        step_uid: of the step in the plan (`plan.core.Step`).
        moves: every change of state with moment and who, as `core.write_moves` writes them.
        closed_at: when it came to a state that is not open any more.
        expires_at: from then on the letter's page is closed, and `flask purge` closes the row.
        generation: goes up with each new letter and when it is closed; what the receiver's browser
            holds of an older generation opens nothing.
        public_key: letter and answer are sealed to it.
        own_key, own: the private key and the consent, a document sealed to the conversation's key:
            opened by the patient, and by whom of the practice may open contents.
        letter_key, letter: the letter's words, sealed to `public_key`.
        answer_key, answer: the receiver's newest answer, sealed likewise; None without one.
        note_key, note: what the desk's list shows (who, to whom, the four digits), sealed to the
            practice's desk key; None once it is closed.
        origin_id: the conversation that a merge moved it from; None without a merge.
    """

    __tablename__ = "handover"
    __journal__ = Watched(
        carried=("state", "moves", "closed_at", "generation"),
        emptied=("note_key", "note"),
        steady=("answer_key", "answer", "origin_id"),
    )
    __table_args__ = (
        Index("ix_handover_list", "practice_id", "closed_at", "created_at"),
        Index("ix_handover_of", "conversation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    step_uid: Mapped[str] = mapped_column(String(12))
    state: Mapped[State] = mapped_column(stored_enum(State, "handover_state", length=12))
    moves: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    generation: Mapped[int] = mapped_column(default=1)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    own_key: Mapped[bytes] = mapped_column(LargeBinary)
    own: Mapped[bytes] = mapped_column(LargeBinary)
    letter_key: Mapped[bytes] = mapped_column(LargeBinary)
    letter: Mapped[bytes] = mapped_column(LargeBinary)
    answer_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    desk_key_id: Mapped[int] = practice_key_column("note_key")
    note_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    origin_id: Mapped[UUID | None]

    @property
    def history(self) -> tuple[Move, ...]:
        """Give every change of state, the oldest first."""
        return read_moves(self.moves)

    def is_open(self, now: datetime) -> bool:
        """Say whether it may still be changed, and its letter's page opens."""
        return self.state in OPEN and now < self.expires_at

    def state_at(self, now: datetime) -> State:
        """Give the state; over when its time is over, although `flask purge` has not noted it yet."""
        return self.state if self.closed_at or self.is_open(now) else State.OVER

    def history_at(self, now: datetime) -> tuple[Move, ...]:
        """Give every change of state, the oldest first, with the end that nobody has noted yet."""
        if self.state_at(now) is self.state:
            return self.history
        return (*self.history, Move(State.OVER, self.expires_at, Party.SYSTEM))


class HandoverLink(Base):
    """The link on the newest letter of a handover: finds it before the practice is known.

    Attributes:
        digest: HMAC of the link's secret under a key of the server.
        proof: HMAC of link and four digits, to compare what somebody types with.
        wrap: the handover's private key, wrapped by link and digits together; None once the
            handover is closed, so that whoever has both still reads that it is closed.
        wrong_tries: wrong digits so far, never counted down.
    """

    __tablename__ = "handover_link"
    __journal__ = Watched(carried=("wrong_tries",), emptied=("wrap",))

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    handover_id: Mapped[UUID] = mapped_column(
        ForeignKey("handover.id", ondelete="CASCADE"), unique=True
    )
    proof: Mapped[bytes] = mapped_column(LargeBinary)
    wrap: Mapped[bytes | None] = wrapped_column(lambda row: link_wrap_context(row.handover_id))
    wrong_tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
