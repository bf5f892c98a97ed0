"""Open a conversation's documents; for the staff each opening also writes a line in the access log.

Nothing else in the application makes an `OpenConversation`, and without one no document can be
unsealed (`tests/rules/test_one_way_to_open.py` looks for other ways). For the staff the line in the
access log is committed before anything is shown, so it stays whatever the answer is: a page, a
refused form, two versions side by side, or an error.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import PatientPass, care_wrap_context
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.models import Conversation
from pwa.conversation.service import (
    NotFound,
    find_for_patient,
    find_for_staff,
    has_document,
    note_use,
    submissions_of,
    unfold,
)
from pwa.counting.core import Event
from pwa.counting.service import count
from pwa.locales import local_day
from pwa.staff.access import Staff
from pwa.store.database import go_on_reading, writing
from pwa.vault.crypto import MasterKeys, open_sealed
from pwa.vault.work import Work


class Opening(StrEnum):
    """The purpose for which a member of staff opens the contents: the action in the access log."""

    READ = "conversation:read"
    COPY = "conversation:copy"
    PRINT = "plan:print"
    SHEETS = "meeting:read"
    SHEET_PRINT = "meeting:print"
    HANDOVER = "handover:export"


class NotConfirmed(Exception):
    """Nobody has asked the patient yet whether this list is theirs, which must come first."""

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__()
        self.conversation_id = conversation_id


class NotRecorded(RuntimeError):
    """A block that changes a conversation wrote no line in the access log: a fault in its code."""


def find_readable(db: Session, staff: Staff, conversation_id: UUID) -> Conversation:
    """Find a conversation of the practice that may be opened, without opening it.

    Raises:
        NotFound: it does not exist, belongs to another practice, was put aside, or has nothing left
            to open.
    """
    row = find_for_staff(db, staff.practice.id, conversation_id)
    if not row.is_readable:
        raise NotFound
    return row


def find_confirmed(
    db: Session, staff: Staff, conversation_id: UUID, *, holding: str | None = None
) -> Conversation:
    """Find a conversation that the patient confirmed to be theirs, without opening it.

    Args:
        holding: the kind of document that it must have (`CHECK` or `PLAN`); None for any. A plan
            outlives the answers by months.

    Raises:
        NotFound: as `find_readable`, or there is no such document.
        NotConfirmed: the patient was not asked yet; `consult.routes` leads to the page that asks.
    """
    row = find_readable(db, staff, conversation_id)
    if not row.is_confirmed:
        raise NotConfirmed(row.id)
    if holding is not None and not has_document(db, row, holding):
        raise NotFound
    return row


def find_for_reading(work: Work, staff: Staff, conversation_id: UUID) -> Conversation:
    """Find a conversation whose answers may be read, without opening it.

    Those may be read that the patient confirmed to be theirs and, on the day of the consult, those
    that were shared with its invitation: so a GP can prepare before the patient is there.

    Raises:
        NotFound: as `find_readable`.
        NotConfirmed: the patient was not asked yet, and it may not be read ahead today.
    """
    row = find_readable(work.db, staff, conversation_id)
    if not (row.is_confirmed or row.is_for_consult_on(local_day(work.now))):
        raise NotConfirmed(row.id)
    return row


def open_to_read(
    work: Work, staff: Staff, conversation_id: UUID, *, opening: Opening = Opening.READ
) -> OpenConversation:
    """Open a conversation to show its contents; on return the access log's line is committed.

    Args:
        opening: the purpose, as the access log names it.

    Raises:
        NotFound, NotConfirmed: as `find_confirmed`.
        CannotOpen: the session lacks the care key; `staff_view` prevents this.
    """

    def find() -> Conversation:
        return find_confirmed(work.db, staff, conversation_id)

    return _open_noted(work, staff, find, opening)


def open_check(work: Work, staff: Staff, conversation_id: UUID) -> OpenConversation:
    """Open a conversation to show the answers, as `open_to_read`; the patient sees they were read.

    Raises:
        NotFound, NotConfirmed: as `find_for_reading`.
        CannotOpen: as `open_to_read`.
    """

    def find() -> Conversation:
        return find_for_reading(work, staff, conversation_id)

    return _open_noted(work, staff, find, Opening.READ, is_check_read=True)


@contextmanager
def open_to_change(
    work: Work, staff: Staff, conversation: Conversation
) -> Iterator[OpenConversation]:
    """Open a conversation for a `with` block that changes it.

    The block must write a line in the access log; at its end both are committed. When the block
    raises, its changes are rolled back and a line that somebody read the conversation is committed
    instead, so whoever catches the error may show the contents. After the block nothing may be
    written.

    Raises:
        NotRecorded: the block wrote no line in the access log.
        CannotOpen: the session lacks the care key; `staff_view` prevents this.
    """
    with _changing(work, staff, (conversation,)) as (opened,):
        yield opened


@contextmanager
def open_two_to_change(
    work: Work, staff: Staff, one: Conversation, other: Conversation
) -> Iterator[tuple[OpenConversation, OpenConversation]]:
    """Open two conversations for a block that merges or splits them, like `open_to_change`."""
    with _changing(work, staff, (one, other)) as (first, second):
        yield first, second


def open_for_patient(db: Session, patient_pass: PatientPass) -> OpenConversation:
    """Open a conversation with a pass.

    Raises:
        Gone, KeysReplaced: as `find_for_patient`.
    """
    conversation = find_for_patient(
        db, patient_pass.practice_id, patient_pass.conversation_id, patient_pass.generation
    )
    return OpenConversation(conversation, patient_pass.private_key)


def confirm(work: Work, staff: Staff, conversation: Conversation) -> None:
    """Note that the patient said that a list is theirs; from now on everything of it opens.

    A folded list is unfolded: from now on it has a line of its own on its day.

    Raises:
        NotFound: it was put aside, taken back or merged into another one at the same moment.
    """
    take_turn(work.db, conversation)
    if not conversation.is_open:
        raise NotFound
    conversation.first_read_at = conversation.first_read_at or work.now
    was_folded = conversation.is_folded
    unfold(work.db, conversation)
    _record(work, staff, conversation, Opening.READ)
    if was_folded:  # before somebody knew whose it is, it may have been one of a flood
        count(work, conversation.practice_id, Event.SHARED)
    _mark_read(work, conversation)


def _mark_read(work: Work, conversation: Conversation) -> None:
    """Note that the practice has seen all that was shared so far; the patient sees the moment."""
    submissions = submissions_of(work.db, conversation.id)
    is_first = all(submission.read_at is None for submission in submissions)
    for submission in submissions:
        submission.read_at = submission.read_at or work.now
    if submissions and is_first:
        count(work, conversation.practice_id, Event.READ)


def _open_noted(
    work: Work,
    staff: Staff,
    find: Callable[[], Conversation],
    opening: Opening,
    *,
    is_check_read: bool = False,
) -> OpenConversation:
    find()  # refuse before `writing`, which makes other writers wait
    with writing(work.db):
        row = find()
        opened = _open(row, staff, work.master)
        if is_check_read:
            _mark_read(work, row)
        _record(work, staff, row, opening)
    go_on_reading(work.db)
    return opened


@contextmanager
def _changing(
    work: Work, staff: Staff, rows: tuple[Conversation, ...]
) -> Iterator[tuple[OpenConversation, ...]]:
    opened = tuple(_open(row, staff, work.master) for row in rows)
    ids = [row.id for row in rows]
    try:
        with writing(work.db):
            yield opened
            if not any(audit.is_waiting(work.db, conversation_id) for conversation_id in ids):
                raise NotRecorded
    except BaseException:
        with writing(work.db):
            for conversation_id in ids:
                row = work.db.get_one(Conversation, conversation_id)
                _record(work, staff, row, Opening.READ)
        go_on_reading(work.db)
        raise
    go_on_reading(work.db)


def _open(conversation: Conversation, staff: Staff, master: MasterKeys) -> OpenConversation:
    if not conversation.is_readable:
        raise NotFound
    assert conversation.care_wrap is not None  # part of `is_readable`
    sealed = master.unwrap(conversation.care_wrap, care_wrap_context(conversation.id))
    care_key = staff.keys.private(conversation.care_key_id)
    return OpenConversation(conversation, open_sealed(care_key, sealed))


def _record(work: Work, staff: Staff, conversation: Conversation, opening: Opening) -> None:
    note_use(conversation, now=work.now)
    audit.record_staff(work.db, staff, action=opening, conversation_id=conversation.id, at=work.now)
