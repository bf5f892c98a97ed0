"""Warm handovers: agree on one with the patient, make its letter, change how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.service import NotFound
from pwa.handover.core import (
    CHANGED,
    LIFETIME,
    OPEN,
    HandoverError,
    Move,
    Party,
    State,
    add_move,
    write_moves,
)
from pwa.handover.letter import Asked, LetterWords
from pwa.handover.links import NewLink, close_link, make_link
from pwa.handover.models import Handover
from pwa.handover.sealing import (
    Consent,
    DeskNote,
    Letter,
    OpenHandover,
    open_handover,
    open_note,
    seal_letter,
    seal_note,
    seal_own,
)
from pwa.staff.access import Staff
from pwa.vault.crypto import new_key_pair
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

# What the practice does with a handover, to the action in the access log.
ACTIONS: Final = {
    State.TOLD: "handover:tell",
    State.FAILED: "handover:fail",
    State.DONE: "handover:done",
    State.ENDED: "handover:end",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What patient and GP agreed on for one step.

    Attributes:
        shown: the letter as the patient was shown it, in the patient's language.
        dutch: the same letter in Dutch, which goes on paper.
    """

    step_uid: str
    asked: Asked
    shown: LetterWords
    dutch: LetterWords


def agree(work: Work, opened: OpenConversation, agreement: Agreement, *, by: Staff) -> Handover:
    """Begin a handover: keep the consent and the letter, sealed; there is no link yet.

    Raises:
        HandoverError: this step has an open handover already, or the conversation ended meanwhile.
    """
    take_turn(work.db, opened.row)
    if not opened.row.is_open:
        raise HandoverError(CHANGED)
    if any(
        row.step_uid == agreement.step_uid and row.is_open(work.now)
        for row in _rows(work.db, opened)
    ):
        raise HandoverError(CHANGED)
    pair = new_key_pair()
    row = Handover(
        id=uuid4(),
        practice_id=opened.row.practice_id,
        conversation_id=opened.row.id,
        step_uid=agreement.step_uid,
        created_at=work.now,
        expires_at=work.now + LIFETIME,
        public_key=pair.public,
        generation=1,
        state=State.AGREED,
        moves=write_moves((Move(State.AGREED, work.now, by.role),)),
    )
    seal_own(row, opened.row.public_key, pair.private, Consent(agreement.shown, work.now, by.role))
    seal_letter(row, Letter(agreement.dutch, agreement.asked))
    asked = agreement.asked
    _write_note(work, row, DeskNote(asked.patient, asked.receiver, asked.receiver_phone))
    work.db.add(row)
    _record(work, by, row, "handover:agree")
    return row


def handovers_of(db: Session, opened: OpenConversation) -> list[OpenHandover]:
    """Open every handover of a conversation, also closed ones, the newest first."""
    return [open_handover(opened, row) for row in _rows(db, opened)]


def newest_by_step(handovers: Sequence[OpenHandover]) -> dict[str, OpenHandover]:
    """Give the newest handover of each step, by the step's uid.

    Args:
        handovers: as `handovers_of` gives them.
    """
    return {each.row.step_uid: each for each in reversed(handovers)}


def make_letter(
    work: Work, opened: OpenConversation, handover_id: UUID, *, by: Staff
) -> tuple[OpenHandover, NewLink]:
    """Make link and digits for a letter; a letter that was printed before opens nothing any more.

    Raises:
        NotFound: the conversation has no such handover.
        HandoverError: it is closed.
    """
    found = open_handover(opened, _own_row(work, opened, handover_id))
    row = found.row
    if not row.is_open(work.now):
        raise HandoverError(CHANGED)
    link = make_link(work, row, found.private_key)
    row.expires_at = work.now + LIFETIME
    asked = found.letter.asked
    note = DeskNote(asked.patient, asked.receiver, asked.receiver_phone, link.digits)
    _write_note(work, row, note)
    _record(work, by, row, "handover:letter")
    return found, link


def find_row(work: Work, staff: Staff, handover_id: UUID) -> Handover:
    """Find a handover of the practice, open or closed, without opening it.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    row = work.db.get(Handover, handover_id)
    if row is None or row.practice_id != staff.practice.id:
        raise NotFound
    return row


def advance(work: Work, staff: Staff, handover_id: UUID, to: State) -> Handover:
    """Change how far a handover is, for the practice; opens neither answers nor plan.

    Args:
        to: a key of `ACTIONS`.

    Raises:
        NotFound: as `find_row`.
        HandoverError: it is closed, or cannot come to this state from where it is.
    """
    row = find_row(work, staff, handover_id)
    work.db.refresh(row, with_for_update=True)
    move(work, row, to, by=staff.role, party=Party.PRACTICE)
    _record(work, staff, row, ACTIONS[to])
    return row


def take_back(work: Work, opened: OpenConversation, handover_id: UUID) -> Handover:
    """Take a handover back, for the patient: the letter's page closes at once.

    Raises:
        NotFound: the conversation has no such handover.
        HandoverError: it is closed already.
    """
    row = _own_row(work, opened, handover_id)
    move(work, row, State.TAKEN_BACK, by=Party.PATIENT, party=Party.PATIENT)
    audit.record_patient(
        work.db,
        action="handover:take-back",
        practice_id=row.practice_id,
        conversation_id=row.conversation_id,
        at=work.now,
    )
    return row


def move(work: Work, row: Handover, to: State, *, by: str, party: Party) -> None:
    """Note a change of state; what closes a handover also closes the letter's page.

    The caller has locked the row and writes the line of the access log.

    Raises:
        HandoverError: this side may not change it so, or its time is over.
    """
    if party is not Party.SYSTEM and not row.is_open(work.now):
        raise HandoverError(CHANGED)
    row.moves = write_moves(add_move(row.history, Move(to, work.now, by)))
    row.state = to
    if to not in OPEN:
        row.closed_at = work.now
        row.note_key = row.note = None
        close_link(work, row)


def note_of(row: Handover, staff: Staff) -> DeskNote:
    """Open what the desk's list shows of an open handover.

    Raises:
        CannotOpen: it is closed.
    """
    return open_note(row, staff.keys)


def _rows(db: Session, opened: OpenConversation) -> Sequence[Handover]:
    own = Handover.conversation_id == opened.row.id
    return db.scalars(
        select(Handover).where(own).order_by(Handover.created_at.desc(), Handover.id)
    ).all()


def _own_row(work: Work, opened: OpenConversation, handover_id: UUID) -> Handover:
    """Find a handover of a conversation, and lock its row."""
    row = work.db.get(Handover, handover_id)
    if row is None or row.conversation_id != opened.row.id:
        raise NotFound
    work.db.refresh(row, with_for_update=True)
    return row


def _write_note(work: Work, row: Handover, note: DeskNote) -> None:
    seal_note(row, current_key(work.db, row.practice_id, KeyKind.DESK), note)


def _record(work: Work, staff: Staff, row: Handover, action: str) -> None:
    audit.record_staff(
        work.db, staff, action=action, conversation_id=row.conversation_id, at=work.now
    )
