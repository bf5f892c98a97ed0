"""How far a warm handover is: its states, who may change them, and who does what next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from pwa.errors import PersonalError
from pwa.staff.core import Role
from pwa.text import N_

# So long the page of a letter opens, and a handover is open when nobody closes it.
LIFETIME: Final = timedelta(days=60)
# So long somebody with the letter of a closed handover reads that it is closed; then the link is gone.
TOLD_CLOSED: Final = timedelta(days=60)
MAX_WRONG_DIGITS: Final = 10
DIGITS: Final = 4
MAX_ANSWER: Final = 200


class State(StrEnum):
    """How far a handover is."""

    AGREED = "agreed"
    TOLD = "told"  # the practice told the receiver: gave the letter, or called
    TRIED = "tried"  # the receiver tried to reach the patient
    CONTACT = "contact"  # receiver and patient talked
    FAILED = "failed"  # it did not work
    DONE = "done"
    TAKEN_BACK = "taken_back"  # by the patient
    ENDED = "ended"  # by the practice
    OVER = "over"  # nobody closed it in time


OPEN: Final = frozenset({State.AGREED, State.TOLD, State.TRIED, State.CONTACT, State.FAILED})


class Party(StrEnum):
    """Whose side changes a state."""

    PATIENT = "patient"
    PRACTICE = "practice"
    RECEIVER = "receiver"
    SYSTEM = "system"


# Party to a state that it may set, to the states in which it may.
_MAY: Final[Mapping[Party, Mapping[State, frozenset[State]]]] = {
    Party.PATIENT: {State.TAKEN_BACK: OPEN},
    Party.PRACTICE: {
        State.TOLD: frozenset({State.AGREED, State.FAILED}),
        State.DONE: OPEN,
        State.FAILED: OPEN - {State.FAILED},
        State.ENDED: OPEN,
    },
    # The receiver may answer again, whatever was answered before.
    Party.RECEIVER: dict.fromkeys((State.TRIED, State.CONTACT, State.FAILED), OPEN),
    Party.SYSTEM: {State.OVER: OPEN},
}


class HandoverError(PersonalError):
    """A handover cannot be changed so, or a part of what was typed is missing or too long."""


CHANGED: Final = N_("This handover was changed in the meantime. Look at it again.")


@dataclass(frozen=True, slots=True)
class Move:
    """One change of state.

    Attributes:
        by: the code of a role of the practice, or of a `Party` that is not the practice.
    """

    state: State
    at: datetime
    by: str

    @property
    def party(self) -> Party:
        """Say whose side it was."""
        return Party.PRACTICE if self.by in set(Role) else Party(self.by)


def may_move(state: State, to: State, party: Party) -> bool:
    """Say whether a side may change a handover from one state to another."""
    return state in _MAY[party].get(to, ())


def add_move(moves: tuple[Move, ...], move: Move) -> tuple[Move, ...]:
    """Add a change of state; an earlier change to the same state by the same side is dropped.

    So there are never more moves than states and sides, however often somebody answers.

    Raises:
        HandoverError: this side may not change the handover so.
    """
    if moves and not may_move(moves[-1].state, move.state, move.party):
        raise HandoverError(CHANGED)
    same = move.state, move.party
    return (*(each for each in moves if (each.state, each.party) != same), move)


def write_moves(moves: tuple[Move, ...]) -> str:
    """Write changes of state on one line, as the row keeps them."""
    return " ".join(
        f"{move.state},{move.at.astimezone(UTC):%Y%m%dT%H%M%SZ},{move.by}" for move in moves
    )


def read_moves(text: str) -> tuple[Move, ...]:
    """Read what `write_moves` wrote."""
    moves = []
    for written in text.split():
        state, at, by = written.split(",")
        moment = datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        moves.append(Move(State(state), moment, by))
    return tuple(moves)


class Next(StrEnum):
    """What happens next with an open handover."""

    TELL = "tell"  # the practice tells the receiver
    CALL = "call"  # the receiver gets in touch with the patient
    CLOSE = "close"  # the practice closes it
    DECIDE = "decide"  # practice and patient decide how to go on


NEXT: Final[Mapping[State, Next]] = {
    State.AGREED: Next.TELL,
    State.TOLD: Next.CALL,
    State.TRIED: Next.CALL,
    State.CONTACT: Next.CLOSE,
    State.FAILED: Next.DECIDE,
}
