"""What the patient is asked before a sheet is made, in a language, and its lines in Dutch."""

from dataclasses import dataclass
from itertools import chain

from babel.dates import format_date

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language, locale_of
from pwa.meetings.core import MeetingFacts, Sheet
from pwa.plan.words.render import Line, Part, StepLines, Wording, plain, render_step
from pwa.text import N_

# Translators: asked of the patient, before others of the neighbourhood talk about the question
INTRO = N_("We would like to talk about your question with others who may be able to help.")
# Translators: a label; the name of a meeting follows
_MEETING = N_("Meeting")
# Translators: a label; a date follows
_DAY = N_("Day")
# Translators: a label; names of organisations follow
_TABLE = N_("Who will be there")
# Translators: the patient's name, the question and lines of the plan follow
ONLY_THIS = N_("They read only this:")
# Translators: a label; a first name or initials follow
_NAME = N_("Name")
# Translators: a label; what the practice wants to ask others follows
_QUESTION = N_("Question")
# Translators: a label; a line of the plan follows
_FROM_PLAN = N_("From your plan")
# Translators: said to the patient
FREE = N_("You may say no. Your care stays the same.")
# Translators: said to the patient; "that day" is the day of the meeting
TAKE_BACK = N_("You can still say no until the end of that day. One week later we erase it.")
ASK = N_("Is this all right with you?")


@dataclass(frozen=True, slots=True)
class Row:
    """A label in our words, and what stands behind it."""

    label: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """Give the row as plain text."""
        return f"{self.label}: " + " – ".join(plain(line) for line in self.lines if line)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is asked, in one language.

    Attributes:
        facts: of the meeting.
        sheet: what others read about the patient.
        said: what the patient is told besides.
    """

    language: Language
    intro: str
    facts: tuple[Row, ...]
    only_this: str
    sheet: tuple[Row, ...]
    said: tuple[str, ...]
    ask: str

    @property
    def words(self) -> tuple[str, ...]:
        """Give everything as plain text, line by line, as the consent keeps it."""
        facts, sheet = ((row.words for row in rows) for rows in (self.facts, self.sheet))
        return tuple(chain((self.intro,), facts, (self.only_this,), sheet, self.said, (self.ask,)))


def write_consent(meeting: MeetingFacts, sheet: Sheet, wording: Wording) -> ConsentText:
    """Write what the patient is asked.

    Args:
        wording: the patient's, of the language to write in.
    """
    translate = wording.translate
    day = format_date(meeting.held_on, "full", locale=locale_of(wording.language))
    steps = (render_step(step, wording) for step in sheet.steps)
    return ConsentText(
        language=LANGUAGES[wording.language],
        intro=translate(INTRO),
        facts=(
            Row(translate(_MEETING), (_typed(meeting.name),)),
            Row(translate(_DAY), ((Part(day),),)),
            Row(translate(_TABLE), (_typed(meeting.organisations),)),
        ),
        only_this=translate(ONLY_THIS),
        sheet=(
            Row(translate(_NAME), ((Part(sheet.patient, is_typed=True),),)),
            Row(translate(_QUESTION), (_typed(sheet.question),)),
            *(Row(translate(_FROM_PLAN), step_lines(step)) for step in steps),
        ),
        said=(translate(FREE), translate(TAKE_BACK)),
        ask=translate(ASK),
    )


def step_lines(step: StepLines) -> tuple[Line, ...]:
    """Give the lines of a step that others read: what, who and when."""
    return tuple(line for line in (step.what, step.who, step.when) if line)


def _typed(text: str) -> Line:
    """Give what the practice typed, which is Dutch."""
    return (Part(text, is_typed=True, language=PRACTICE_LANGUAGE.code),)
