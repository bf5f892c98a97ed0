"""Tables of the recording room: who speaks, who was invited, the recordings, a file on its way in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.journal.core import Watched
from pwa.store.columns import UtcDateTime, stored_enum
from pwa.voice.recordings.core import LINK_LIFETIME, State
from pwa.web.extensions import Base


class RecordingGuest(Base):
    """Somebody who was invited by a link to record and check one language, without an account.

    Attributes:
        digest: HMAC of the link's secret under a key of the server; None once it works no more.
        made_by_id: the member who made the link; it ends when this person leaves.
        ended_at: when it was taken back.
    """

    __tablename__ = "recording_guest"
    __journal__ = Watched(carried=("ended_at",), emptied=("digest",))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def expires_at(self) -> datetime:
        """The moment from which the link does not work any more."""
        return self.created_at + LINK_LIFETIME


class Speaker(Base):
    """Whose voice it is, and what this person agreed to.

    Attributes:
        name: a given name, or "spreker 1"; None once the speaker took the consent back.
        agreed_words: the sentences that were shown and agreed to, in Dutch.
        may_share: other practices may use the recordings too.
        member_id, guest_id: who noted the consent, one of the two; neither when it was imported.
        withdrawn_at: since then there is no recording of this person here.
    """

    __tablename__ = "recording_speaker"
    __journal__ = Watched(
        carried=("withdrawn_at",), emptied=("name",), steady=("member_id", "guest_id")
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(60))
    agreed_words: Mapped[str] = mapped_column(Text)
    may_share: Mapped[bool]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    guest_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording_guest.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Recording(Base):
    """One sentence in somebody's voice. A sentence has one recording of each state at most.

    Attributes:
        language: whose sentences they are, also of a language that is only spoken.
        sentence_id: `sentence_id(language, text)`; of a text that was changed nobody asks any more.
        text: as it was shown to who recorded it.
        file: 16 hex digits of the SHA-256 of the MP3, for its address; empty without one.
        mp3: mono, 24 kHz; None once it was refused.
        made_member_id, made_guest_id: who recorded it; neither when it was imported.
        checked_member_id, checked_guest_id: who listened and accepted or refused it.
    """

    __tablename__ = "recording"
    __journal__ = Watched(
        carried=("state",),
        emptied=("mp3",),
        steady=(
            "made_member_id",
            "made_guest_id",
            "checked_member_id",
            "checked_guest_id",
            "checked_at",
        ),
    )
    __table_args__ = (UniqueConstraint("practice_id", "language", "sentence_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    language: Mapped[str] = mapped_column(String(8))
    sentence_id: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    file: Mapped[str] = mapped_column(String(16))
    mp3: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    milliseconds: Mapped[int]
    state: Mapped[State] = mapped_column(stored_enum(State, "recording_state", length=12))
    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("recording_speaker.id"))
    made_member_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    made_guest_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording_guest.id"))
    checked_member_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    checked_guest_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording_guest.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    speaker: Mapped[Speaker] = relationship()


class RecordingImport(Base):
    """A file with recordings of another practice that somebody uploaded and has not taken over yet.

    Attributes:
        packed: the zip as it was uploaded.
    """

    __tablename__ = "recording_import"
    __journal__ = Watched()

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    packed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
