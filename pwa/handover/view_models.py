"""Data for pages with a handover: the letter in both languages, and how far it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pwa.handover.core import NEXT, Move, Next, Party, State
from pwa.handover.letter import Asked, LetterWords, Sender, digest_of, write_letter
from pwa.handover.sealing import Answer, OpenHandover
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, names_in
from pwa.plan.core import Step
from pwa.plan.words.render import render_step
from pwa.plan.words.wordings import (
    dutch_wording_for_patient,
    find_helps,
    wording_for_patient,
    wording_for_practice,
)
from pwa.practice.models import Practice
from pwa.staff.role_names import WHO_BY_ROLE
from pwa.text import N_

STATE_TEXTS: Final[Mapping[State, str]] = {
    # Translators: how far it is with a letter to somebody who helps; a date follows
    State.AGREED: N_("agreed"),
    # Translators: how far it is; who helps has the letter, or was called; a date follows
    State.TOLD: N_("given to the helper"),
    # Translators: how far it is; who helps tried to reach the patient; a date follows
    State.TRIED: N_("tried to call"),
    # Translators: how far it is; who helps and the patient have talked; a date follows
    State.CONTACT: N_("had contact"),
    # Translators: how far it is with a letter to somebody who helps; a date follows
    State.FAILED: N_("did not work"),
    # Translators: how far it is with a letter to somebody who helps; a date follows
    State.DONE: N_("finished"),
    # Translators: how far it is with a letter to somebody who helps; by the patient; a date follows
    State.TAKEN_BACK: N_("taken back"),
    # Translators: how far it is with a letter to somebody who helps; a date follows
    State.ENDED: N_("ended by the practice"),
    # Translators: how far it is with a letter to somebody who helps; a date follows
    State.OVER: N_("ended, the time was over"),
}
# What the patient reads about what comes next.
NEXT_TEXTS: Final[Mapping[Next, str]] = {
    Next.TELL: N_("The practice passes the letter on."),
    Next.CALL: N_("They get in touch with you."),
    Next.CLOSE: N_("You are in touch."),
    Next.DECIDE: N_("It did not work. The practice looks with you at how to go on."),
}
BY_TEXTS: Final[Mapping[Party, str]] = {
    # Translators: who did something; the patient
    Party.PATIENT: N_("You"),
    # Translators: who did something: the person who got a letter about the patient
    Party.RECEIVER: N_("The person who got the letter"),
    # Translators: who did something; it happened by itself
    Party.SYSTEM: N_("The computer"),
}


@dataclass(frozen=True, slots=True)
class Letters:
    """A letter as patient and GP see it before the yes.

    Attributes:
        own: in the patient's language.
        dutch: as it goes on paper.
        digest: of both, to say which words were agreed to.
    """

    own: LetterWords
    dutch: LetterWords
    digest: str

    @property
    def is_dutch(self) -> bool:
        """Say whether the patient reads Dutch, so that one letter is enough."""
        return self.own.language == self.dutch.language

    @property
    def own_direction(self) -> str:
        """Give the direction of the patient's language, `ltr` or `rtl`."""
        return LANGUAGES[self.own.language].direction

    @property
    def own_names(self) -> Mapping[str, str]:
        """Give the names of our languages in the patient's language."""
        return names_in(self.own.language)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One change of state; `text` and `by` are source texts."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A handover at its step, for the patient or for the practice.

    Attributes:
        moves: the oldest first.
        next: a source text about what comes next; None when it is closed.
        is_cut_off: it was closed before it was done, not by the patient.
    """

    id: UUID
    step_uid: str
    receiver: str
    receiver_phone: str
    moves: tuple[MoveLine, ...]
    next: str | None
    is_open: bool
    is_taken_back: bool
    is_cut_off: bool
    answer: Answer | None


def write_letters(asked: Asked, step: Step, practice: Practice, language: str) -> Letters:
    """Write a letter in the patient's language and in Dutch.

    Args:
        language: code of the patient's language.
    """
    sender = Sender(practice.name, practice.phone)
    own = write_letter(asked, step, sender, wording_for_patient(language, practice))
    dutch = write_letter(asked, step, sender, dutch_wording_for_patient(practice))
    return Letters(own, dutch, digest_of(own, dutch))


def contact_of(step: Step, practice: Practice) -> tuple[str, str]:
    """Give name and number of a step's help, as agreed on; empty for a step without help."""
    [found] = find_helps(
        (render_step(step, wording_for_practice(practice)),), practice, PRACTICE_LANGUAGE.code
    )
    if found is None:
        return "", ""
    return found.agreed.name, next(iter(found.agreed.phones), "")


def view(handover: OpenHandover, now: datetime) -> HandoverView:
    """Put a handover into words."""
    row, asked = handover.row, handover.letter.asked
    is_open, state = row.is_open(now), row.state_at(now)
    return HandoverView(
        row.id,
        row.step_uid,
        asked.receiver,
        asked.receiver_phone,
        tuple(map(_line, row.history_at(now))),
        NEXT_TEXTS[NEXT[state]] if is_open else None,
        is_open,
        state is State.TAKEN_BACK,
        state in {State.ENDED, State.OVER},
        handover.answer,
    )


def views_by_step(handovers: Iterable[OpenHandover], now: datetime) -> dict[str, HandoverView]:
    """Give the newest handover of each step, by the step's uid.

    Args:
        handovers: as `service.handovers_of` gives them, the newest first.
    """
    return {each.row.step_uid: view(each, now) for each in reversed(list(handovers))}


@dataclass(frozen=True, slots=True)
class Placed:
    """The handovers of a plan.

    Attributes:
        at_steps: the newest of each step, in the plan's order; None for a step without one.
        gone: of steps that the plan does not have any more.
    """

    at_steps: tuple[HandoverView | None, ...]
    gone: tuple[HandoverView, ...]

    @property
    def every(self) -> tuple[HandoverView, ...]:
        """Give all of them."""
        return (*(each for each in self.at_steps if each), *self.gone)


def place(handovers: Iterable[OpenHandover], steps: Iterable[Step], now: datetime) -> Placed:
    """Put the handovers of a conversation to the steps of its plan.

    Args:
        handovers: as `service.handovers_of` gives them, the newest first.
    """
    views = views_by_step(handovers, now)
    uids = [step.uid for step in steps]
    gone = (each for uid, each in views.items() if uid not in uids)
    return Placed(tuple(map(views.get, uids)), tuple(gone))


def _line(move: Move) -> MoveLine:
    by = WHO_BY_ROLE.get(move.by) or BY_TEXTS[move.party]
    return MoveLine(STATE_TEXTS[move.state], move.at, by)
