"""What the practice types: a meeting, a sheet with the patient's answer, and an outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import request
from flask_babel import gettext
from wtforms import StringField

from pwa.locales import PRACTICE_LANGUAGE, find_language
from pwa.meetings.core import (
    MAX_NAME,
    MAX_ORGANISATIONS,
    MAX_PATIENT,
    MAX_QUESTION,
    MeetingError,
    MeetingFacts,
    Sheet,
    choose_steps,
    read_words,
)
from pwa.meetings.models import Meeting
from pwa.plan.core import MAX_STEP, FreeText, Performer, Step, Who
from pwa.plan.values import new_uid
from pwa.text import N_
from pwa.typed import days
from pwa.web.forms import SentForm

_NO_DAY = N_("Choose today or a later day.")
_NO_MEETING = N_("Choose a meeting.")
_NO_PERSON = N_("Choose who does it.")

_T = TypeVar("_T")


class Answer(StrEnum):
    """What the patient said."""

    YES = "yes"
    NOT_NOW = "not_now"


class MeetingForm(SentForm):
    """Name, day and organisations of a meeting."""

    name = StringField()
    day = StringField()
    organisations = StringField()

    def read(self, today: date) -> MeetingFacts | None:
        """Read the form; None if something in it is wrong, and `faults` then says what.

        Args:
            today: in the practice's time zone; the meeting is then or later.
        """
        name = _read(self.name, lambda typed: read_words(typed, MAX_NAME))
        table = _read(self.organisations, lambda typed: read_words(typed, MAX_ORGANISATIONS))
        day = _read(self.day, lambda typed: _read_day(typed, today))
        if name is None or table is None or day is None:
            return None
        return MeetingFacts(name, day, table)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sheet as the form asks for it, and for which meeting."""

    meeting: Meeting
    sheet: Sheet
    language: str


class SheetForm(SentForm):
    """What others shall read of a patient, for which meeting, and what the patient said of it.

    Attributes:
        words: language in which the patient is asked.
        answer: empty until the patient was asked.
        shown: digest of the words that the patient was asked with.
    """

    meeting = StringField()
    patient = StringField()
    question = StringField()
    words = StringField()
    answer = StringField()
    shown = StringField()

    @property
    def ticked(self) -> list[str]:
        """Give the ids of the plan's steps that were ticked."""
        return request.form.getlist("step")

    @property
    def language(self) -> str:
        """Give the language in which the patient is asked; the practice's if an unknown one came."""
        found = find_language(self.words.data or "")
        return (found or PRACTICE_LANGUAGE).written

    def read(self, meetings: Sequence[Meeting], steps: Sequence[Step]) -> Wanted | None:
        """Read the form; None if something in it is wrong, and `faults` then says what.

        Args:
            meetings: for which a sheet can be made.
            steps: of the plan.
        """
        known = {str(meeting.id): meeting for meeting in meetings}
        meeting = _read(self.meeting, lambda typed: _choose(typed, known))
        patient = _read(self.patient, lambda typed: read_words(typed, MAX_PATIENT))
        question = _read(self.question, lambda typed: read_words(typed, MAX_QUESTION))
        try:
            chosen = choose_steps(steps, self.ticked)
        except MeetingError as error:
            self.form_errors = [gettext(error.message)]
            return None
        if meeting is None or patient is None or question is None:
            return None
        return Wanted(meeting, Sheet(patient, question, chosen), self.language)


class OutcomeForm(SentForm):
    """What was agreed at a meeting, and who does it."""

    outcome = StringField()
    role = StringField()

    def read(self) -> Step | None:
        """Read the form as a step for the plan; None if something in it is wrong."""
        text = _read(self.outcome, lambda typed: read_words(typed, MAX_STEP))
        role = _read(self.role, _read_performer)
        if text is None or role is None:
            return None
        return Step(FreeText(text, PRACTICE_LANGUAGE.code), Who(role), uid=new_uid())


def _read(field: StringField, read: Callable[[str], _T]) -> _T | None:
    try:
        return read(field.data or "")
    except MeetingError as error:
        field.errors = [gettext(error.message, **error.values)]
        return None


def _read_day(typed: str, today: date) -> date:
    try:
        day = days.read_day(typed, today)
    except days.NoSuchDay:
        day = None
    if day is None or day < today:
        raise MeetingError(_NO_DAY)
    return day


def _choose(typed: str, known: dict[str, Meeting]) -> Meeting:
    if typed not in known:
        raise MeetingError(_NO_MEETING)
    return known[typed]


def _read_performer(typed: str) -> Performer:
    try:
        return Performer(typed)
    except ValueError:
        raise MeetingError(_NO_PERSON) from None
