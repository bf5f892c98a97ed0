"""Tables of meetings, and of which sealed document is a sheet for which meeting."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pwa.journal.core import Unwatched
from pwa.meetings.core import MAX_NAME, MAX_ORGANISATIONS, MeetingFacts
from pwa.store.columns import UtcDateTime
from pwa.web.extensions import Base


class Meeting(Base):
    """A meeting of the practice with others of the neighbourhood; nothing in it is about a patient.

    Attributes:
        name: as patients read it, such as "Wijktafel".
        organisations: who sits at the table, as the practice typed it.
        held_on: the day, in the practice's time zone.
    """

    __tablename__ = "meeting"
    __journal__ = Unwatched(
        "It names no patient. Sheets of a meeting that a restore brings back stay erased."
    )
    __table_args__ = (Index("ix_meeting_practice_id_held_on", "practice_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    organisations: Mapped[str] = mapped_column(String(MAX_ORGANISATIONS))
    held_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def facts(self) -> MeetingFacts:
        """What patients agree to of it."""
        return MeetingFacts(self.name, self.held_on, self.organisations)


class MeetingItem(Base):
    """That a document is a sheet for a meeting.

    Attributes:
        document_id: of the sheet, sealed to its conversation; None once it was erased: the patient
            took it back, or wiped the plan. The row then only says that there was one.
        discussed_at: when the outcome was put into the plan.
    """

    __tablename__ = "meeting_item"
    __journal__ = Unwatched("It opens nothing without its document, of which the journal is told.")
    __table_args__ = (Index(None, "meeting_id"), Index(None, "document_id", unique=True))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"))
    discussed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
