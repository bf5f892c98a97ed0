"""What a practice takes to a meeting about a patient: one question and the plan's lines that were ticked.

A sheet holds only what its patient agreed to, as it was at that moment: later changes of the plan do
not reach it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from pwa.errors import PersonalError
from pwa.locales import LANGUAGES
from pwa.plan.core import PlanError, Step
from pwa.plan.document import dump_step, parse_step
from pwa.plan.values import MISSING, UNKNOWN, limit_length, read_date, read_mapping, read_text
from pwa.text import N_, clean_text, one_line

SCHEMA: Final = 1
MAX_NAME: Final = 60
MAX_ORGANISATIONS: Final = 300
MAX_PATIENT: Final = 30
MAX_QUESTION: Final = 200
# Sheets are erased so long after their meeting; until then the outcome is put into the plan.
SHEETS_KEPT: Final = timedelta(days=7)
# A meeting names no patient; the last ones are offered again, with their organisations.
MEETINGS_KEPT: Final = timedelta(days=365)
# So many meetings that have still to come; a form that is sent again and again makes no more.
MAX_COMING: Final = 30

NOT_IN_PLAN: Final = N_(
    "A line that was ticked is not in the plan any more. Look at the lines again."
)


class MeetingError(PersonalError):
    """Something of a meeting or of a sheet is missing, unknown or too long."""


class MeetingClosed(Exception):
    """The meeting is over, has sheets already, or there are too many meetings."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The patient's yes.

    Attributes:
        words: what the patient read or heard, line by line.
        language: of these words.
        role: of the member of the practice who asked.
    """

    words: tuple[str, ...]
    language: str
    at: datetime
    role: str


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What patients agree to of a meeting."""

    name: str
    held_on: date
    organisations: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What others read about one patient at a meeting.

    Attributes:
        patient: first name or initials, as typed for this sheet.
        question: in Dutch.
        steps: the plan's lines that were ticked.
    """

    patient: str
    question: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AgreedSheet:
    """A sheet with the patient's yes.

    Attributes:
        meeting: as it was agreed to. It is sealed with the sheet, so that nobody who can write into
            the database brings a sheet to another table.
    """

    meeting: MeetingFacts
    sheet: Sheet
    consent: Consent


def digest_words(words: Sequence[str]) -> str:
    """Compute a digest of the words that were shown: what is agreed to must be what was shown."""
    return hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def is_over(held_on: date, today: date) -> bool:
    """Say whether a meeting is over, so that it is too late to take a sheet back."""
    return held_on < today


def read_words(typed: str, max_length: int) -> str:
    """Read typed words, on one line.

    Raises:
        MeetingError: nothing was typed, or too much.
    """
    try:
        text = one_line(clean_text(typed))
        if not text:
            raise PlanError(MISSING)
        return limit_length(text, max_length)
    except PlanError as error:
        raise MeetingError(error.message, error.values) from None


def choose_steps(steps: Sequence[Step], uids: Sequence[str]) -> tuple[Step, ...]:
    """Give the steps that were ticked, in the order of the plan.

    Raises:
        MeetingError: the plan has no such step any more.
    """
    if not set(uids) <= {step.uid for step in steps}:
        raise MeetingError(NOT_IN_PLAN)
    return tuple(step for step in steps if step.uid in uids)


def dump_sheet(agreed: AgreedSheet) -> dict[str, object]:
    """Write a sheet as plain JSON values."""
    meeting, sheet, consent = agreed.meeting, agreed.sheet, agreed.consent
    return {
        "meeting": {
            "name": meeting.name,
            "day": meeting.held_on.isoformat(),
            "organisations": meeting.organisations,
        },
        "patient": sheet.patient,
        "question": sheet.question,
        "steps": [dump_step(step) for step in sheet.steps],
        "consent": {
            "words": list(consent.words),
            "language": consent.language,
            "at": consent.at.isoformat(),
            "role": consent.role,
        },
    }


def parse_sheet(raw: Mapping[str, object]) -> AgreedSheet:
    """Turn JSON values into a sheet.

    Args:
        raw: as `dump_sheet` writes it; nothing in it is trusted.

    Raises:
        PlanError: a part is missing, unknown or invalid.
    """
    values = read_mapping(raw, {"meeting", "patient", "question", "steps", "consent"})
    facts = read_mapping(values.get("meeting"), {"name", "day", "organisations"})
    said = read_mapping(values.get("consent"), {"words", "language", "at", "role"})
    steps, words = values.get("steps"), said.get("words")
    language = read_text(said.get("language"))
    if not isinstance(steps, list) or not isinstance(words, list) or language not in LANGUAGES:
        raise PlanError(UNKNOWN)
    sheet = Sheet(
        read_text(values.get("patient")),
        read_text(values.get("question")),
        tuple(parse_step(step) for step in steps),
    )
    try:
        at = datetime.fromisoformat(read_text(said.get("at")))
    except ValueError:
        raise PlanError(UNKNOWN) from None
    consent = Consent(tuple(map(read_text, words)), language, at, read_text(said.get("role")))
    meeting = MeetingFacts(
        read_text(facts.get("name")),
        read_date(facts.get("day")),
        read_text(facts.get("organisations")),
    )
    return AgreedSheet(meeting, sheet, consent)
