"""Meetings and the sheets for them: made with the patient's yes, shown, taken back, erased."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import MEETING
from pwa.conversation.documents import (
    OpenConversation,
    add_document,
    next_number,
    read_documents,
    take_turn,
)
from pwa.conversation.erasure import end_if_empty
from pwa.conversation.expiry import AT_ONCE
from pwa.conversation.models import Conversation, StoredDocument
from pwa.conversation.service import NotFound, note_use
from pwa.editing import Conflict
from pwa.locales import local_day
from pwa.meetings.core import (
    MEETINGS_KEPT,
    SCHEMA,
    SHEETS_KEPT,
    AgreedSheet,
    MeetingClosed,
    dump_sheet,
    is_over,
    parse_sheet,
)
from pwa.meetings.models import Meeting, MeetingItem
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.vault.work import Work

_MOST_SHEETS = 50


@dataclass(frozen=True)
class StoredSheet:
    """A sheet that was opened, with its row and its meeting."""

    row: MeetingItem
    meeting: Meeting
    agreed: AgreedSheet


def cancel_meeting(work: Work, staff: Staff, meeting: Meeting) -> None:
    """Delete a meeting with its sheets."""
    work.db.refresh(meeting, with_for_update=True)
    for item, conversation in _sheets_of(work.db, meeting):
        take_turn(work.db, conversation)
        _erase(work, conversation, item)
        _record(work, staff, conversation, "meeting:remove")
    work.db.execute(delete(Meeting).where(Meeting.id == meeting.id))
    audit.record_staff(work.db, staff, action="meeting:cancel", at=work.now)


def add_sheet(
    work: Work, opened: OpenConversation, meeting: Meeting, agreed: AgreedSheet, *, by: Staff
) -> MeetingItem:
    """Write a sheet that the patient agreed to.

    Raises:
        MeetingClosed: the meeting is over, or has a sheet of this patient already.
        Conflict: the patient took everything back, or the list was merged.
    """
    # The meeting is locked first, as in `cancel_meeting`, so that two requests cannot deadlock.
    work.db.refresh(meeting, with_for_update=True)
    if is_over(meeting.held_on, local_day(work.now)):
        raise MeetingClosed
    take_turn(work.db, opened.row)
    if not opened.row.is_open:
        raise Conflict(0)
    if any(sheet.meeting.id == meeting.id for sheet in read_sheets(work.db, opened)):
        raise MeetingClosed
    number = next_number(work.db, opened.row.id, MEETING)
    document = add_document(work, opened.row, MEETING, number, SCHEMA, dump_sheet(agreed), by=by)
    work.db.flush()
    item = MeetingItem(
        practice_id=meeting.practice_id, meeting_id=meeting.id, document_id=document.id
    )
    work.db.add(item)
    _record(work, by, opened.row, "meeting:agree")
    return item


def conversations_of(db: Session, meeting: Meeting) -> list[UUID]:
    """Give the conversations that have a sheet for a meeting, without opening them."""
    found: dict[UUID, None] = {row.id: None for _, row in _sheets_of(db, meeting)}
    return list(found)


def read_sheets(db: Session, opened: OpenConversation) -> list[StoredSheet]:
    """Open the sheets of a conversation, those of the next meeting first.

    A sheet is left out if its meeting is not the one that the patient agreed to: the meeting's row
    is not sealed, so somebody may have changed it in the database.
    """
    documents = {item.id: item for item in read_documents(db, opened, MEETING, most=_MOST_SHEETS)}
    rows = db.execute(
        select(MeetingItem, Meeting)
        .join(Meeting)
        .where(MeetingItem.document_id.in_(documents))
        .order_by(Meeting.held_on, Meeting.id)
    ).all()
    sheets = [
        StoredSheet(row, meeting, parse_sheet(documents[row.document_id].content))
        for row, meeting in rows
        if row.document_id is not None
    ]
    return [sheet for sheet in sheets if sheet.agreed.meeting == sheet.meeting.facts]


def find_sheet(db: Session, opened: OpenConversation, item_id: UUID) -> StoredSheet:
    """Open one sheet of a conversation.

    Raises:
        NotFound: it has none of that id any more.
    """
    found = next((each for each in read_sheets(db, opened) if each.row.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def remove_sheet(work: Work, conversation: Conversation, item_id: UUID, *, by: Staff) -> None:
    """Take a sheet off its meeting.

    Raises:
        NotFound: the conversation has none of that id.
    """
    item = _lock_sheet(work, conversation, item_id)
    _erase(work, conversation, item)
    work.db.delete(item)
    _record(work, by, conversation, "meeting:remove")


def take_back(work: Work, opened: OpenConversation, item_id: UUID) -> None:
    """Let the patient take a sheet back before its meeting is over.

    Raises:
        NotFound: the conversation has none of that id.
        MeetingClosed: the meeting is over.
    """
    item = _lock_sheet(work, opened.row, item_id)
    if is_over(work.db.get_one(Meeting, item.meeting_id).held_on, local_day(work.now)):
        raise MeetingClosed
    _erase(work, opened.row, item)
    audit.record_patient(
        work.db,
        action="meeting:withdraw",
        practice_id=opened.row.practice_id,
        conversation_id=opened.row.id,
        at=work.now,
    )


def note_outcome(work: Work, item_id: UUID) -> None:
    """Note that the outcome of a sheet stands in the plan."""
    work.db.get_one(MeetingItem, item_id).discussed_at = work.now


def erase_old_sheets(work: Work, practice: Practice) -> int:
    """Erase the sheets of meetings that were a week ago, and meetings that were a year ago.

    Returns:
        How many sheets and rows of sheets, at most `expiry.AT_ONCE`.
    """
    today = local_day(work.now)
    old = (
        select(MeetingItem)
        .join(Meeting)
        .where(Meeting.practice_id == practice.id, Meeting.held_on < today - SHEETS_KEPT)
        .limit(AT_ONCE)
    )
    items = work.db.scalars(old).all()
    for item in items:
        document = work.db.get(StoredDocument, item.document_id) if item.document_id else None
        if document is not None:
            conversation = work.db.get_one(Conversation, document.conversation_id)
            take_turn(work.db, conversation)
            _erase(work, conversation, item)
            audit.record_system(
                work.db,
                action="meeting:expire",
                practice_id=practice.id,
                conversation_id=conversation.id,
                at=work.now,
            )
        work.db.delete(item)
    gone = Meeting.practice_id == practice.id, Meeting.held_on < today - MEETINGS_KEPT
    work.db.execute(delete(Meeting).where(*gone))
    return len(items)


def _sheets_of(db: Session, meeting: Meeting) -> list[tuple[MeetingItem, Conversation]]:
    found = (
        select(MeetingItem, Conversation)
        .join(StoredDocument, StoredDocument.id == MeetingItem.document_id)
        .join(Conversation, Conversation.id == StoredDocument.conversation_id)
        .where(MeetingItem.meeting_id == meeting.id)
        .order_by(StoredDocument.created_at)
    )
    return [(item, conversation) for item, conversation in db.execute(found)]


def _lock_sheet(work: Work, conversation: Conversation, item_id: UUID) -> MeetingItem:
    take_turn(work.db, conversation)
    found = (
        select(MeetingItem)
        .join(StoredDocument, StoredDocument.id == MeetingItem.document_id)
        .where(MeetingItem.id == item_id, StoredDocument.conversation_id == conversation.id)
    )
    item = work.db.scalars(found).one_or_none()
    if item is None:
        raise NotFound
    return item


def _erase(work: Work, conversation: Conversation, item: MeetingItem) -> None:
    document_id, item.document_id = item.document_id, None
    work.db.flush()
    work.db.execute(delete(StoredDocument).where(StoredDocument.id == document_id))
    end_if_empty(work, conversation)


def _record(work: Work, staff: Staff, conversation: Conversation, action: str) -> None:
    note_use(conversation, now=work.now)
    audit.record_staff(work.db, staff, action=action, conversation_id=conversation.id, at=work.now)
