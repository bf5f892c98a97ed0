"""The plan that patient and practice make together: a goal, steps, and what to do if it gets worse.

A step is a phrase of the library with typed slots, or free text with its language: only so can it
be read in another language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from pwa.errors import PersonalError
from pwa.plan.phrases import SlotValue
from pwa.text import N_

MAX_OPEN_STEPS = 3
MAX_GOAL = 200
MAX_STEP = 200
MAX_NAME = 60
MAX_WHEN = 80
MAX_TEACH_BACK = 400
MAX_IF_WORSE = 400
MAX_OPTION_ID = 64


class PlanError(PersonalError):
    """A part of a plan that cannot be: unknown, out of range or too long."""


class Performer(StrEnum):
    """Who does a step."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    POH = "poh"
    ASSISTANT = "assistant"
    NEIGHBOURHOOD_TEAM = "neighbourhood_team"
    FAMILY = "family"
    OTHER = "other"


class Period(StrEnum):
    """A time that needs no date."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    NEXT_WEEK = "next_week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    SIX_WEEKS = "six_weeks"
    EVERY_DAY = "every_day"
    EVERY_WEEK = "every_week"


class Done(StrEnum):
    """How a step went, as the patient says."""

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
    """A phrase of the library with its slots filled."""

    phrase: str
    version: int
    slots: Mapping[str, SlotValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, with the time if there is an appointment; local to the practice."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Who does a step, with a name if it matters which."""

    performer: Performer
    name: str = ""


What = Phrase | FreeText
When = Day | Period | FreeText


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan.

    Attributes:
        help_option: id of an offer in the directory.
        done: None until the patient has said something about it.
    """

    what: What
    who: Who = Who(Performer.PATIENT)
    when: When | None = None
    help_option: str | None = None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was agreed.

    Attributes:
        teach_back: what the patient is going to tell at home.
        if_worse: the practice's text; None stands for the phrase that exists in every language.
    """

    goal: FreeText | None = None
    steps: tuple[Step, ...] = ()
    next_talk: When | None = None
    teach_back: FreeText | None = None
    if_worse: FreeText | None = None


def check_plan(plan: Plan) -> Plan:
    """Refuse a plan with more open steps than people remember.

    Raises:
        PlanError: more than three steps are open.
    """
    if sum(step.done is not Done.YES for step in plan.steps) > MAX_OPEN_STEPS:
        raise PlanError(N_("The plan has room for 3 steps. Take one step out."))
    return plan
