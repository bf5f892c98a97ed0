"""The plan that patient and practice make together: a goal, steps, and what to do if it gets worse.

A step is a phrase of the library with filled slots, or free text with its language. Only a phrase
can be shown in another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from pwa.errors import PersonalError
from pwa.plan.library.core import SlotValue
from pwa.text import N_

MAX_OPEN_STEPS = 3
MAX_GOAL = 200
MAX_STEP = 200
MAX_NAME = 60
MAX_WHEN = 80
MAX_TEACH_BACK = 400
MAX_IF_WORSE = 400
MAX_OPTION_ID = 64
MAX_HELP_NAME = 120
MAX_HELP_LINE = 200
MAX_HELP_PHONES = 5


class PlanError(PersonalError):
    """A part of a plan is invalid: unknown, missing, out of range or too long."""


class Performer(StrEnum):
    """The kind of person who does a step (FHIR's word)."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    POH = "poh"
    ASSISTANT = "assistant"
    NEIGHBOURHOOD_TEAM = "neighbourhood_team"
    FAMILY = "family"
    OTHER = "other"


class Period(StrEnum):
    """A time without a date, to choose from a list."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    SIX_WEEKS = "six_weeks"
    EVERY_DAY = "every_day"
    EVERY_WEEK = "every_week"


class Done(StrEnum):
    """How a step went, as the patient says; it is kept apart from the plan."""

    YES = "yes"
    PARTLY = "partly"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class FreeText:
    """Words that somebody typed, and the language they are in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the library with its slots filled.

    Attributes:
        phrase: its code in the library.
        version: of the phrase in the library.
        slots: name of a slot to its value.
    """

    phrase: str
    version: int
    slots: Mapping[str, SlotValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PracticePhrase:
    """A phrase of the practice's own with its slots filled; the plan keeps the words of its version.

    Attributes:
        texts: language to sentence, with a named placeholder for each slot; Dutch is always there.
    """

    uid: str
    version: int
    texts: Mapping[str, str]
    slots: Mapping[str, SlotValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, with the time if there is an appointment; local to the practice."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who does a step; the name, if any, says which person."""

    performer: Performer
    name: str = ""


@dataclass(frozen=True, slots=True)
class AgreedHelp:
    """A help option as the directory had it when the step was agreed on.

    Attributes:
        phones: numbers as people read them.
        address: on one line; empty when there was none.
    """

    name: str
    phones: tuple[str, ...] = ()
    address: str = ""


What = Phrase | PracticePhrase | FreeText
When = Day | Period | FreeText


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan.

    Attributes:
        uid: twelve hexadecimal characters, made when the step first appears (`values.new_uid`). It
            stays when the step is edited or moved: what the patient says of the step, a handover
            and merging find the step by it.
        help_option: id of a help option in the directory.
        done_on: the day on which the practice says that it was done; None while it is open.
        agreed: what the directory said of the option; None in plans from before it was written down.
            No form has it, so it does not count when two versions of a step are compared.
    """

    what: What
    who: Who = Who(Performer.PATIENT)
    when: When | None = None
    help_option: str | None = None
    done_on: date | None = None
    agreed: AgreedHelp | None = field(default=None, compare=False)
    uid: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed.

    Attributes:
        teach_back: what the patient is going to tell at home.
        if_worse: the practice's own text; None for `words.render.IF_WORSE`, in every language.
    """

    goal: FreeText | None = None
    steps: tuple[Step, ...] = ()
    next_talk: When | None = None
    teach_back: FreeText | None = None
    if_worse: FreeText | None = None


def check_plan(plan: Plan) -> Plan:
    """Return the plan unchanged, unless it has more open steps than people remember.

    Raises:
        PlanError: more than `MAX_OPEN_STEPS` steps are open.
    """
    if sum(step.done_on is None for step in plan.steps) > MAX_OPEN_STEPS:
        raise PlanError(N_("The plan has room for 3 steps. Take one step out."))
    return plan
