"""Data for the pages of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel import Locale
from flask_babel import gettext

from pwa.directory.core import HelpOption
from pwa.directory.service import directory_of
from pwa.editing import Choice, DifferenceLines
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.plan.core import Done, Performer, Plan, Step
from pwa.plan.forms import OWN_WORDS, periods
from pwa.plan.library.core import RANGES, WEEKDAYS
from pwa.plan.lists import ListGroup, ListItem, persons, phrase_groups
from pwa.plan.merge import Difference, Value
from pwa.plan.phrases import IS_REVIEWED_BY_GP
from pwa.plan.words.names import DONE_NAMES, PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import (
    Line,
    Part,
    PlanLines,
    Wording,
    render_plan,
    render_step,
    render_when,
)
from pwa.plan.words.wordings import find_options, wording_for_patient, wording_for_practice
from pwa.practice.models import Practice
from pwa.text import N_
from pwa.web.glyphs import find_undrawable

_OWN_WORDS = N_("Own words")

PART_NAMES = {
    "goal": N_("Goal"),
    "next_talk": N_("Next talk"),
    "teach_back": N_("What will you tell at home?"),
    "if_worse": N_("Does it get worse?"),
}


@dataclass(frozen=True, slots=True)
class PatientPlan:
    """The plan as the patient reads it.

    Attributes:
        lines: the plan in words.
        options: id to help option, of those in the plan.
        language_names: code to name of all our languages, to name the language of typed words.
    """

    lines: PlanLines
    options: Mapping[str, HelpOption]
    language_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormLists:
    """Everything that the form offers to choose from.

    Attributes:
        phrases: in groups; those of the patient's own topics come first.
        persons: names of people whom phrases know in every language.
        is_reviewed_by_gp: a GP has read the phrases; else the form says that none has.
        own_options: help options for the patient's own topics.
        other_options: all other help options.
        ranges: name of a numeric slot to its allowed numbers.
        outcomes: code to words of how a step went.
    """

    phrases: tuple[ListGroup, ...]
    own_words: tuple[ListItem, ...]
    persons: tuple[str, ...]
    is_reviewed_by_gp: bool
    performers: tuple[ListItem, ...]
    weekdays: tuple[ListItem, ...]
    languages: tuple[ListItem, ...]
    periods: tuple[str, ...]
    own_options: tuple[ListItem, ...]
    other_options: tuple[ListItem, ...]
    ranges: Mapping[str, range]
    outcomes: Mapping[str, str]


def for_patient(plan: Plan, practice: Practice, language: str) -> PatientPlan:
    """Put a plan into words in the patient's language."""
    lines = render_plan(plan, wording_for_patient(language, practice))
    return PatientPlan(lines, find_options(lines, practice), language_names(language))


def not_on_paper(plan: Plan, practice: Practice) -> tuple[str, ...]:
    """Find the characters of a plan that no font for paper has, to warn the member who saves it."""
    lines = render_plan(plan, wording_for_practice(practice))
    steps = (line for step in lines.steps for line in (step.what, step.who, step.when))
    every = (lines.goal, *steps, lines.next_talk, lines.teach_back, lines.if_worse)
    return find_undrawable(" ".join(part.text for line in every for part in line))


def language_names(language: str) -> dict[str, str]:
    """Give code to name of all our languages, named in the language `language`."""
    names = Locale.parse(language).languages
    return {code: names[code] for code in LANGUAGES}


def form_lists(practice: Practice, topics: frozenset[str]) -> FormLists:
    """List what the form offers, in Dutch.

    Args:
        topics: codes of the patient's own topics, whose help options come first.
    """
    language = PRACTICE_LANGUAGE.code
    options = directory_of(practice).options(language)
    days = Locale.parse(language).days["format"]["wide"]
    return FormLists(
        phrases=phrase_groups(topics),
        own_words=(ListItem(OWN_WORDS, gettext(_OWN_WORDS), "text"),),
        persons=tuple(persons()),
        is_reviewed_by_gp=IS_REVIEWED_BY_GP,
        performers=tuple(
            ListItem(performer.value, gettext(PRACTICE_PERFORMER_NAMES[performer]))
            for performer in Performer
        ),
        weekdays=tuple(ListItem(code, days[index]) for index, code in enumerate(WEEKDAYS)),
        languages=tuple(ListItem(item.code, item.dutch_name) for item in LANGUAGES.values()),
        periods=tuple(periods()),
        own_options=_items(option for option in options if option.topics & topics),
        other_options=_items(option for option in options if not option.topics & topics),
        ranges={slot.value: allowed for slot, allowed in RANGES.items()},
        outcomes={done.value: gettext(DONE_NAMES[done]) for done in Done},
    )


def in_words(difference: Difference, practice: Practice) -> DifferenceLines[tuple[Line, ...]]:
    """Put a difference into the practice's words."""
    wording = wording_for_practice(practice)
    mine = _lines(difference.mine, wording, practice)
    saved = _lines(difference.saved, wording, practice)
    versions = {Choice.MINE: mine, Choice.SAVED: saved}
    if difference.can_keep_both:
        versions[Choice.BOTH] = saved + mine
    return DifferenceLines(
        difference.part, _name_of(difference.part), versions, difference.suggested
    )


def _name_of(part: str) -> str:
    if part in PART_NAMES:
        return gettext(PART_NAMES[part])
    return gettext("Step %(number)s", number=part.rpartition("-")[2])


def _items(options: Iterable[HelpOption]) -> tuple[ListItem, ...]:
    return tuple(ListItem(option.id, option.name) for option in options)


def _lines(value: Value, wording: Wording, practice: Practice) -> tuple[Line, ...]:
    if isinstance(value, Step):
        step = render_step(value, wording)
        option = directory_of(practice).find(value.help_option, wording.language)
        name = (Part(option.name),) if option else ()
        return tuple(line for line in (step.what, step.who, step.when, name) if line)
    line = render_when(value, wording)
    return (line,) if line else ()
