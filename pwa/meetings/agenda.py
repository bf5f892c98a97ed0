"""The meetings of a practice: found, counted, made and changed, without opening any sheet."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.service import NotFound
from pwa.locales import local_day
from pwa.meetings.core import MAX_COMING, MeetingClosed, MeetingFacts
from pwa.meetings.models import Meeting, MeetingItem
from pwa.staff.access import Staff
from pwa.vault.work import Work


def find_meeting(db: Session, practice_id: int, meeting_id: UUID) -> Meeting:
    """Find a meeting of the practice.

    Raises:
        NotFound: there is none, or it is another practice's.
    """
    meeting = db.get(Meeting, meeting_id)
    if meeting is None or meeting.practice_id != practice_id:
        raise NotFound
    return meeting


def meetings_since(db: Session, practice_id: int, day: date) -> Sequence[Meeting]:
    """Give the meetings on that day and later, the next one first."""
    own = Meeting.practice_id == practice_id, Meeting.held_on >= day
    return db.scalars(select(Meeting).where(*own).order_by(Meeting.held_on, Meeting.id)).all()


def last_meeting(db: Session, practice_id: int) -> Meeting | None:
    """Give the meeting that was made last, whose name and organisations are offered again."""
    own = Meeting.practice_id == practice_id
    return db.scalars(select(Meeting).where(own).order_by(Meeting.created_at.desc())).first()


def count_sheets(db: Session, practice_id: int) -> dict[UUID, int]:
    """Count the sheets of each meeting without opening them; one without sheets is left out."""
    counted = (
        select(MeetingItem.meeting_id, func.count())
        .where(MeetingItem.practice_id == practice_id, MeetingItem.document_id.is_not(None))
        .group_by(MeetingItem.meeting_id)
    )
    return {row[0]: row[1] for row in db.execute(counted)}


def count_taken_back(db: Session, meeting: Meeting) -> int:
    """Count the sheets of a meeting that their patients took back."""
    gone = MeetingItem.meeting_id == meeting.id, MeetingItem.document_id.is_(None)
    return db.scalar(select(func.count()).select_from(MeetingItem).where(*gone)) or 0


def make_meeting(work: Work, staff: Staff, facts: MeetingFacts) -> Meeting:
    """Make a meeting.

    Raises:
        MeetingClosed: so many have still to come that this is no meeting but a mistake.
    """
    today = local_day(work.now)
    if len(meetings_since(work.db, staff.practice.id, today)) >= MAX_COMING:
        raise MeetingClosed
    meeting = Meeting(practice_id=staff.practice.id, created_at=work.now)
    _write(meeting, facts)
    work.db.add(meeting)
    work.db.flush()
    audit.record_staff(work.db, staff, action="meeting:save", at=work.now)
    return meeting


def change_meeting(work: Work, staff: Staff, meeting: Meeting, facts: MeetingFacts) -> None:
    """Change a meeting for which nobody has agreed to anything yet.

    Raises:
        MeetingClosed: patients agreed to it as it is.
    """
    work.db.refresh(meeting, with_for_update=True)
    if work.db.scalar(select(MeetingItem.id).where(MeetingItem.meeting_id == meeting.id).limit(1)):
        raise MeetingClosed
    _write(meeting, facts)
    audit.record_staff(work.db, staff, action="meeting:save", at=work.now)


def _write(meeting: Meeting, facts: MeetingFacts) -> None:
    meeting.name, meeting.held_on = facts.name, facts.held_on
    meeting.organisations = facts.organisations
