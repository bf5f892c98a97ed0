"""The words of a letter: what the receiver reads, and what the patient says yes to.

A letter holds what was typed for it, one step of the plan, and the practice's name and number. It
gets no answers and no other part of the plan, so it cannot tell them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pwa.plan.core import FreeText, Step
from pwa.plan.words.render import Line, Part, Wording, fill, render_step
from pwa.text import N_
from pwa.vault.base64url import to_text

MAX_NAME: Final = 60
MAX_RECEIVER: Final = 120
MAX_PHONE: Final = 40
MAX_QUESTION: Final = 200

LABELS: Final = {
    # Translators: in a letter, before the name of who gets it
    "to": N_("To"),
    # Translators: in a letter, before the name of the patient
    "about": N_("About"),
    # Translators: in a letter, before a question
    "question": N_("Question"),
    # Translators: in a letter, before a step of the plan
    "what": N_("We agreed"),
    # Translators: in a letter, before a date or a time
    "when": N_("When"),
    # Translators: in a letter, before the name of the practice
    "from": N_("Sent by"),
}
QUESTION: Final = N_(
    "Will you please get in touch with %(name)s, and look together at what is possible?"
)
AGREES: Final = N_("%(name)s agrees to this letter.")
NOTHING_ELSE: Final = N_("Nothing else about the talk with the GP is in this letter.")
# What the patient reads or hears beside the letter, before saying yes. The practice reads it aloud.
PROMISES: Final = (
    N_("The practice gives this letter to %(receiver)s. Nothing else is given."),
    N_("%(receiver)s can write one line back. You and the practice read it."),
    N_("You can always say: not any more. But we cannot get back a letter on paper."),
)
CONSENT: Final = N_("Is that all right with you?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the practice typed for a letter.

    Attributes:
        patient: first name or initials.
        question: None for `QUESTION`, which exists in every language.
    """

    receiver: str
    receiver_phone: str
    patient: str
    patient_phone: str
    question: FreeText | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """The practice, as the letter names it."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled line of a letter; `name` is a key of `LABELS`."""

    name: str
    label: str
    line: Line


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A letter in the words of one language.

    Attributes:
        closing: sentences under the rows.
        promises: what stands beside the letter when the patient is asked; not on paper.
        consent: the question to the patient.
    """

    language: str
    rows: tuple[Row, ...]
    closing: tuple[Line, ...]
    promises: tuple[Line, ...]
    consent: Line

    def line(self, name: str) -> Line:
        """Give the line of a row; an empty one if the letter has no such row."""
        return next((row.line for row in self.rows if row.name == name), ())


def write_letter(asked: Asked, step: Step, sender: Sender, wording: Wording) -> LetterWords:
    """Put a letter into words.

    Args:
        wording: of the patient in a language, or of the patient in Dutch.
    """
    said = render_step(step, wording)
    name = Part(asked.patient, is_typed=True)
    receiver = Part(asked.receiver, is_typed=True)
    lines = {
        "to": _with_phone(asked.receiver, asked.receiver_phone),
        "about": _with_phone(asked.patient, asked.patient_phone),
        "question": _question(asked.question) or fill(wording.translate(QUESTION), {"name": name}),
        "what": said.what,
        "when": said.when,
        "from": _with_phone(sender.name, sender.phone),
    }
    return LetterWords(
        language=wording.language,
        rows=tuple(
            Row(key, wording.translate(LABELS[key]), line) for key, line in lines.items() if line
        ),
        closing=(
            fill(wording.translate(AGREES), {"name": name}),
            fill(wording.translate(NOTHING_ELSE), {}),
        ),
        promises=tuple(
            fill(wording.translate(promise), {"receiver": receiver}) for promise in PROMISES
        ),
        consent=fill(wording.translate(CONSENT), {}),
    )


def digest_of(*letters: LetterWords) -> str:
    """Compute the digest of letters as shown, by which the form says which words were agreed to."""
    text = json.dumps([dump_letter(letter) for letter in letters], ensure_ascii=False)
    return to_text(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])


def dump_letter(letter: LetterWords) -> dict[str, object]:
    """Write a letter as JSON can hold it: as it was shown, whatever the phrases say later."""
    return {
        "language": letter.language,
        "rows": [[row.name, row.label, _dump(row.line)] for row in letter.rows],
        "closing": [_dump(line) for line in letter.closing],
        "promises": [_dump(line) for line in letter.promises],
        "consent": _dump(letter.consent),
    }


def load_letter(raw: Mapping[str, Any]) -> LetterWords:
    """Read what `dump_letter` wrote."""
    return LetterWords(
        raw["language"],
        tuple(Row(name, label, _load(line)) for name, label, line in raw["rows"]),
        tuple(map(_load, raw["closing"])),
        tuple(map(_load, raw["promises"])),
        _load(raw["consent"]),
    )


def _with_phone(name: str, phone: str) -> Line:
    if not phone:
        return (Part(name, is_typed=True),)
    return (Part(name, is_typed=True), Part(", "), Part(phone, is_typed=True))


def _question(words: FreeText | None) -> Line:
    return (Part(words.text, is_typed=True, language=words.language),) if words else ()


def _dump(line: Line) -> list[list[object]]:
    return [[part.text, part.is_typed, part.language] for part in line]


def _load(parts: Sequence[Sequence[Any]]) -> Line:
    return tuple(Part(text, is_typed, language) for text, is_typed, language in parts)
