"""Data for the pages about meetings and their sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from pwa.conversation.documents import OpenConversation
from pwa.locales import LANGUAGES, name_in_dutch
from pwa.meetings.agenda import count_sheets, meetings_since
from pwa.meetings.core import is_over
from pwa.meetings.models import Meeting
from pwa.meetings.service import StoredSheet, read_sheets
from pwa.meetings.words import ConsentText, step_lines, write_consent
from pwa.plan.core import Performer, Plan
from pwa.plan.words.names import PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import Line, render_step
from pwa.plan.words.wordings import wording_for_patient, wording_for_practice
from pwa.practice.models import Practice


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from a list."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list; `sheets` says how many patients agreed."""

    meeting: Meeting
    sheets: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as the practice reads it, in Dutch.

    Attributes:
        steps: the lines of each step of the plan that was ticked.
        asked_in: Dutch name of the language in which the patient was asked.
    """

    id: UUID
    conversation_id: UUID
    meeting: Meeting
    patient: str
    question: str
    steps: tuple[tuple[Line, ...], ...]
    agreed_at: datetime
    asked_in: str
    discussed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MySheet:
    """A sheet as its patient reads it."""

    id: UUID
    text: ConsentText
    can_take_back: bool


def list_meetings(db: Session, practice_id: int, since: date) -> tuple[MeetingLine, ...]:
    """List the meetings on that day and later, the next one first."""
    counted = count_sheets(db, practice_id)
    found = meetings_since(db, practice_id, since)
    return tuple(MeetingLine(meeting, counted.get(meeting.id, 0)) for meeting in found)


def free_meetings(
    db: Session, practice_id: int, today: date, sheets: Sequence[StoredSheet]
) -> list[Meeting]:
    """List the meetings still to come for which the patient has no sheet yet."""
    taken = {sheet.meeting.id for sheet in sheets}
    return [item for item in meetings_since(db, practice_id, today) if item.id not in taken]


def view_sheet(stored: StoredSheet, conversation_id: UUID, practice: Practice) -> SheetView:
    """Put a sheet into the practice's words."""
    sheet, consent = stored.agreed.sheet, stored.agreed.consent
    wording = wording_for_practice(practice)
    return SheetView(
        id=stored.row.id,
        conversation_id=conversation_id,
        meeting=stored.meeting,
        patient=sheet.patient,
        question=sheet.question,
        steps=tuple(step_lines(render_step(step, wording)) for step in sheet.steps),
        agreed_at=consent.at,
        asked_in=name_in_dutch(consent.language),
        discussed_at=stored.row.discussed_at,
    )


def for_patient(
    db: Session, opened: OpenConversation, practice: Practice, language: str, today: date
) -> tuple[MySheet, ...]:
    """Put the sheets of a patient into the patient's words."""
    wording = wording_for_patient(language, practice)
    return tuple(
        MySheet(
            id=stored.row.id,
            text=write_consent(stored.agreed.meeting, stored.agreed.sheet, wording),
            can_take_back=not is_over(stored.meeting.held_on, today),
        )
        for stored in read_sheets(db, opened)
    )


def plan_lines(plan: Plan, practice: Practice) -> list[tuple[str, tuple[Line, ...]]]:
    """List the steps of a plan, which can be ticked: id and lines in Dutch."""
    wording = wording_for_practice(practice)
    return [(step.uid, step_lines(render_step(step, wording))) for step in plan.steps]


def language_choices() -> list[Choice]:
    """List the languages in which a patient can be asked."""
    return [Choice(item.code, item.dutch_name) for item in LANGUAGES.values()]


def performer_choices() -> list[Choice]:
    """List who can do what was agreed at a meeting."""
    return [Choice(each.value, gettext(PRACTICE_PERFORMER_NAMES[each])) for each in Performer]
