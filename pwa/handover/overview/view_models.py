"""Lines of the page of open handovers, in the practice's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pwa.handover.core import NEXT, Move, Next, Party, State, may_move
from pwa.handover.models import Handover
from pwa.handover.overview.service import find_open
from pwa.handover.sealing import DeskNote
from pwa.handover.service import note_of
from pwa.handover.view_models import STATE_TEXTS, MoveLine
from pwa.staff.access import Staff
from pwa.staff.core import Role
from pwa.staff.role_names import ROLE_NAMES
from pwa.text import N_
from pwa.vault.crypto import CannotOpen
from pwa.vault.work import Work

NEXT_TEXTS: Final[Mapping[Next, str]] = {
    # Translators: what has to happen next with a warm handover
    Next.TELL: N_("The practice calls the receiver, or gives the letter."),
    # Translators: what has to happen next with a warm handover
    Next.CALL: N_("The receiver gets in touch with the patient."),
    # Translators: what has to happen next with a warm handover, after the two have talked
    Next.CLOSE: N_("The practice closes it."),
    # Translators: what has to happen next with a warm handover, when it did not work
    Next.DECIDE: N_("The practice decides with the patient how to go on."),
}
BUTTONS: Final[Mapping[State, str]] = {
    # Translators: a button: the practice has told the receiver of a warm handover
    State.TOLD: N_("Receiver told"),
    # Translators: a button: a warm handover did not work
    State.FAILED: N_("It did not work"),
}
CLOSING: Final[Mapping[State, str]] = {
    # Translators: a button: a warm handover is done
    State.DONE: N_("Handover done"),
    # Translators: a button: the practice ends a warm handover that is not done
    State.ENDED: N_("End it"),
}


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One open handover.

    Attributes:
        note: None if nobody of the practice holds the key any more that it was sealed to.
        next: what has to happen next, as a source text.
        moves: how it came so far, the newest first.
        buttons, closing: state to source text, of what the practice may do now.
    """

    id: UUID
    conversation_id: UUID
    since: datetime
    note: DeskNote | None
    next: str
    moves: tuple[MoveLine, ...]
    buttons: Mapping[State, str]
    closing: Mapping[State, str]


def load_open(work: Work, staff: Staff) -> list[OpenLine]:
    """Open the lines of all open handovers of the practice, the oldest first."""
    return [_line(row, staff) for row in find_open(work, staff.practice.id)]


def _line(row: Handover, staff: Staff) -> OpenLine:
    try:
        note = note_of(row, staff)
    except CannotOpen:
        note = None
    return OpenLine(
        id=row.id,
        conversation_id=row.conversation_id,
        since=row.created_at,
        note=note,
        next=NEXT_TEXTS[NEXT[row.state]],
        moves=tuple(map(_move, reversed(row.history))),
        buttons=_allowed(row, BUTTONS),
        closing=_allowed(row, CLOSING),
    )


def _move(move: Move) -> MoveLine:
    is_staff = move.party is Party.PRACTICE
    # Translators: who changed how far a warm handover is: the person who got its letter
    who = ROLE_NAMES[Role(move.by)] if is_staff else N_("receiver")
    return MoveLine(STATE_TEXTS[move.state], move.at, who)


def _allowed(row: Handover, texts: Mapping[State, str]) -> dict[State, str]:
    return {
        state: text for state, text in texts.items() if may_move(row.state, state, Party.PRACTICE)
    }
