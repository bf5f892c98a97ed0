"""The lines of the practice's list, opened with the desk key; they contain no answers.

A conversation stands on the day of its consult. Without a consult, or when it is shared again after
the consult, it stands on the day of sharing. An invitation stands on its consult's day.

The lines of a day are found by unsealed times, and only one page of them is opened: opening a desk
note takes about 0.05 ms.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from pwa.appointments.core import Appointment, Line, ListEntry
from pwa.appointments.invitations import open_invitation
from pwa.conversation.answering import answers, is_second
from pwa.conversation.core import ListPart, knows_whose
from pwa.conversation.desk_notes import open_desk_note
from pwa.conversation.models import Conversation, Invitation, Submission
from pwa.conversation.patient_keys import without_keys
from pwa.conversation.service import with_plan
from pwa.vault.practice.opened_keys import HeldKeys

# More than a practice of twenty thousand patients sees on a day.
LINES_PER_PAGE = 500


@dataclass(frozen=True)
class Days:
    """A day of the list, or several weeks for a search.

    Attributes:
        first, last: days in the practice's time zone, both included.
        start, end: the same span in UTC; the end is not included.
    """

    first: date
    last: date
    start: datetime
    end: datetime


_OF_A_PLACE = (
    Conversation.id,
    Conversation.created_at,
    Conversation.invitation_id,
    Conversation.withdrawn_at,
    Conversation.first_read_at,
    Conversation.keys_generation,
    is_second().label("is_second"),
)


class LineRef(NamedTuple):
    """An unopened line of the list: an invitation, a conversation, or a conversation with one."""

    invitation_id: UUID | None
    conversation_id: UUID | None
    is_withdrawn: bool = False
    is_second: bool = False
    is_known: bool = False


@dataclass(frozen=True)
class FoundDays:
    """The rows of a page of the list, still sealed.

    Attributes:
        total: how many lines there are on all pages.
        submissions: conversation id to its sendings, the first one first.
        invitations: invitation id to invitation.
        planned: ids of the conversations that have a plan.
        keyless: ids of the conversations that no code or link opens.
    """

    days: Days
    total: int
    refs: Sequence[LineRef]
    submissions: Mapping[UUID, Sequence[Submission]]
    invitations: Mapping[UUID, Invitation]
    planned: set[UUID]
    keyless: set[UUID]

    @property
    def fingerprint(self) -> str:
        """A hash of the lines' state for the ETag: changes when any line does; opens nothing."""
        sendings = [
            (item.id, item.number, item.read_at, item.erased_at)
            for items in self.submissions.values()
            for item in items
        ]
        invited = sorted(map(str, self.invitations))
        marks = sorted(map(str, self.planned)), sorted(map(str, self.keyless))
        state = (self.total, self.refs, sendings, invited, marks)
        return hashlib.sha256(repr(state).encode()).hexdigest()[:20]


def find_line_refs(db: Session, practice_id: int, days: Days) -> list[LineRef]:
    """Find every line of these days, always in three queries."""
    return [*_conversations(db, practice_id, days), *_unanswered(db, practice_id, days)]


def line_ref_of(db: Session, conversation: Conversation) -> LineRef:
    """Make the reference to the line of one conversation."""
    found = select(*_OF_A_PLACE).where(Conversation.id == conversation.id)
    return _ref(db.execute(found).one())


def find_page(db: Session, days: Days, refs: Sequence[LineRef], page: int) -> FoundDays:
    """Load the rows of the lines on one page.

    Args:
        refs: the lines of all pages.
        page: 1 for the first.
    """
    first = (page - 1) * LINES_PER_PAGE
    return find_entries(db, days, refs[first : first + LINES_PER_PAGE], total=len(refs))


def find_entries(db: Session, days: Days, on_page: Sequence[LineRef], *, total: int) -> FoundDays:
    """Load the rows of these lines, always in four queries.

    Args:
        total: how many lines there are on all pages.
    """
    ids = [ref.conversation_id for ref in on_page if ref.conversation_id]
    submissions: dict[UUID, list[Submission]] = defaultdict(list)
    # All sendings of a conversation, because only the note of the first one has the code's start.
    for item in db.scalars(
        select(Submission)
        .where(Submission.conversation_id.in_(ids))
        .order_by(Submission.number, Submission.received_at)
    ):
        submissions[item.conversation_id].append(item)
    invitation_ids = {ref.invitation_id for ref in on_page if ref.invitation_id}
    invitations = db.scalars(select(Invitation).where(Invitation.id.in_(invitation_ids)))
    return FoundDays(
        days=days,
        total=total,
        refs=[ref for ref in on_page if _has_line(ref, submissions)],
        submissions=submissions,
        invitations={row.id: row for row in invitations},
        planned=with_plan(db, ids),
        keyless=without_keys(db, ids),
    )


def open_lines(found: FoundDays, keys: HeldKeys) -> list[Line]:
    """Open the lines of a page: first those with a consult by its time, then the others by sharing.

    Raises:
        CannotOpen: `keys` lacks a desk key that one of them was sealed to.
    """
    lines = [_line(found, ref, keys) for ref in found.refs]
    return sorted(lines, key=lambda line: (line.consult_at is None, line.at))


def entry_of(
    db: Session, conversation: Conversation, submissions: Sequence[Submission], keys: HeldKeys
) -> ListEntry:
    """Open what the list shows of one conversation.

    Args:
        submissions: all its sendings, the first one first.
    """
    has_plan = conversation.id in with_plan(db, [conversation.id])
    invitation_id = conversation.invitation_id
    invitation = db.get(Invitation, invitation_id) if invitation_id else None
    appointment = open_invitation(invitation, keys).appointment if invitation else None
    return _entry(submissions, keys, appointment, is_known=conversation.is_known, has_plan=has_plan)


def _conversations(db: Session, practice_id: int, days: Days) -> list[LineRef]:
    """Find the conversations of these days; the oldest first, so that new ones move no page."""
    own = (
        Conversation.practice_id == practice_id,
        Conversation.is_folded.is_(False),
        Conversation.set_aside_at.is_(None),
        Conversation.merged_into_id.is_(None),
    )
    # Two queries and not one with OR, so that each can use its own index.
    of_consult = select(*_OF_A_PLACE).where(
        *own, Conversation.consult_on.between(days.first, days.last)
    )
    shared_then = (
        select(*_OF_A_PLACE)
        .join(Submission, Submission.conversation_id == Conversation.id)
        .where(
            *own,
            Submission.practice_id == practice_id,
            Submission.list_part == ListPart.DAY,
            Submission.received_at >= days.start,
            Submission.received_at < days.end,
            or_(Conversation.consult_on.is_(None), Conversation.consult_on < days.first),
        )
    )
    rows = {row.id: row for row in (*db.execute(of_consult), *db.execute(shared_then))}
    return [_ref(row) for row in sorted(rows.values(), key=lambda row: (row.created_at, row.id))]


def _ref(row: Row[*tuple[Any, ...]]) -> LineRef:
    is_known = knows_whose(row.first_read_at, row.keys_generation)
    return LineRef(row.invitation_id, row.id, row.withdrawn_at is not None, row.is_second, is_known)


def _unanswered(db: Session, practice_id: int, days: Days) -> list[LineRef]:
    answered = select(Conversation.id).where(answers(Invitation.id)).exists()
    ids = db.scalars(
        select(Invitation.id)
        .where(
            Invitation.practice_id == practice_id,
            Invitation.consult_on.between(days.first, days.last),
            ~answered,
        )
        .order_by(Invitation.created_at, Invitation.id)
    )
    return [LineRef(found, None) for found in ids]


def _has_line(ref: LineRef, submissions: Mapping[UUID, Sequence[Submission]]) -> bool:
    """Say whether a line is shown: not after it expired, but still after it was withdrawn."""
    if ref.conversation_id is None:
        return True
    items = submissions.get(ref.conversation_id, ())
    return bool(items) and (ref.is_withdrawn or items[-1].erased_at is None)


def _line(found: FoundDays, ref: LineRef, keys: HeldKeys) -> Line:
    invitation = found.invitations.get(ref.invitation_id) if ref.invitation_id else None
    appointment = open_invitation(invitation, keys).appointment if invitation else None
    entry = None
    if ref.conversation_id is not None:
        entry = _entry(
            found.submissions[ref.conversation_id],
            keys,
            appointment,
            is_known=ref.is_known,
            has_plan=ref.conversation_id in found.planned,
        )
    days = found.days
    is_own_day = invitation is not None and days.first <= invitation.consult_on <= days.last
    return Line(
        ref.invitation_id,
        appointment,
        entry,
        ref.is_second,
        is_own_day,
        needs_keys=ref.conversation_id in found.keyless,
    )


def _entry(
    submissions: Sequence[Submission],
    keys: HeldKeys,
    appointment: Appointment | None,
    *,
    is_known: bool,
    has_plan: bool,
) -> ListEntry:
    notes = [open_desk_note(item, keys) for item in submissions if item.label is not None]
    newest = submissions[-1]
    # Notes from before the desk saw languages have none. Of the others the newest counts, also when
    # it asks for no interpreter any more.
    speaks: Mapping[str, Any] = next((note for note in reversed(notes) if "language" in note), {})
    # The wish to talk alone counts if any sending has it: the phone does not store the wish, so a
    # later change of answers comes without it.
    return ListEntry(
        conversation_id=newest.conversation_id,
        shared_at=newest.received_at,
        code_start=next((note["code_start"] for note in notes if note["code_start"]), None),
        known_as=next((note["known_as"] for note in reversed(notes) if note["known_as"]), ""),
        wants_to_talk_alone=any(note["talk_alone"] for note in notes),
        read_at=newest.read_at,
        is_changed=newest.number > 1,
        is_withdrawn=newest.erased_at is not None,
        has_plan=has_plan,
        is_known=is_known,
        language=speaks.get("language"),
        interpreter=speaks.get("interpreter"),
        appointment=appointment,
        # Notes from before there were lists on paper do not have it.
        entered_by=notes[-1].get("entered_by") if notes and newest.label is not None else None,
    )
