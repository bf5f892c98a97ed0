"""Data for the page where the practice makes the plan."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from babel import Locale
from flask_babel import gettext

from pwa.directory.core import HelpOption
from pwa.directory.lookup import list_for_topics, look_up
from pwa.directory.service import directory_of
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.plan.agreed import StepHelp
from pwa.plan.core import Performer, Period, Plan
from pwa.plan.doing import open_steps
from pwa.plan.library.core import RANGES, WEEKDAYS
from pwa.plan.lists import ListGroup, ListItem, persons, phrase_groups
from pwa.plan.own.core import OwnPhrase
from pwa.plan.own.service import newest
from pwa.plan.phrases import IS_REVIEWED_BY_GP
from pwa.plan.words.names import PERIOD_NAMES, PRACTICE_PERFORMER_NAMES
from pwa.plan.words.render import render_plan
from pwa.plan.words.wordings import find_helps, wording_for_practice
from pwa.planning.forms import (
    OWN_WORDS,
    STEP_PERIODS,
    TALK_PERIODS,
    TYPED,
    periods,
    row_numbers,
)
from pwa.planning.offers import PracticeHelp, usual_help
from pwa.practice.models import Practice
from pwa.text import N_

_OWN_WORDS = N_("Own words")
# Translators: in a list of helpers, for one that was removed
_UNKNOWN_HELP = N_("Help that is not in the list any more")

# Translators: the last of a few times to choose from; behind it a date is typed
_DATE = N_("date …")
_TALK_NAMES = {
    # Translators: when the next talk is
    Period.TWO_WEEKS: N_("2 weeks"),
    # Translators: when the next talk is
    Period.SIX_WEEKS: N_("6 weeks"),
}


@dataclass(frozen=True, slots=True)
class FormLists:
    """Everything that the form offers to choose from.

    Attributes:
        phrases: in groups; those of the patient's own topics come first.
        persons: names of people whom phrases know in every language.
        is_reviewed_by_gp: a GP has read the phrases; else the form says that none has.
        own_options: help options for the patient's own topics.
        other_options: other help options, the first by name.
        chosen_options: those in the form that neither of the two lists has.
        step_periods, talk_periods: the chips for when a step is done, and for the next talk.
        ranges: name of a numeric slot to its allowed numbers.
        helps: code of a phrase to id of the help option that goes with it.
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
    chosen_options: tuple[ListItem, ...]
    step_periods: tuple[ListItem, ...]
    talk_periods: tuple[ListItem, ...]
    ranges: Mapping[str, range]
    helps: Mapping[str, str]


def changed_help(plan: Plan, practice: Practice) -> list[tuple[int, StepHelp]]:
    """List the help that is not any more what was agreed on, with the number of its step in the form."""
    lines = render_plan(replace(plan, steps=open_steps(plan)), wording_for_practice(practice))
    helps = find_helps(lines.steps, practice, lines.language)
    return [
        (number, found)
        for number, found in enumerate(helps, start=1)
        if found and (found.is_gone or found.is_changed)
    ]


def form_lists(
    practice: Practice,
    topics: frozenset[str],
    values: Mapping[str, str],
    written: Mapping[str, OwnPhrase],
) -> FormLists:
    """List what the form offers, in Dutch.

    Args:
        topics: codes of the patient's own topics, whose help options come first.
        values: field name to text; the help that is chosen there is in the lists too.
        written: code to phrase of the practice, every version.
    """
    language = PRACTICE_LANGUAGE.code
    own, others = list_for_topics(directory_of(practice), topics, language)
    listed = {option.id for option in (*own, *others)}
    chosen = (
        {values.get(f"step-{number}-help", "") for number in row_numbers(values)} - {""} - listed
    )
    national = {service.id for service in directory_of(practice).shown_national()}
    return FormLists(
        phrases=phrase_groups(topics, _offered(written, values)),
        own_words=(ListItem(OWN_WORDS, gettext(_OWN_WORDS), "text"),),
        persons=tuple(persons()),
        is_reviewed_by_gp=IS_REVIEWED_BY_GP,
        performers=tuple(
            ListItem(performer.value, gettext(PRACTICE_PERFORMER_NAMES[performer]))
            for performer in Performer
        ),
        weekdays=tuple(ListItem(code, _days()[index]) for index, code in enumerate(WEEKDAYS)),
        languages=tuple(ListItem(item.code, item.dutch_name) for item in LANGUAGES.values()),
        periods=tuple(periods()),
        own_options=_items(own),
        other_options=_items(others),
        chosen_options=_chosen_items(practice, chosen, language),
        step_periods=_chips(STEP_PERIODS, PERIOD_NAMES),
        talk_periods=_chips(TALK_PERIODS, _TALK_NAMES),
        ranges={slot.value: allowed for slot, allowed in RANGES.items()},
        helps=usual_help(PracticeHelp((*own, *others), national)),
    )


def _chips(chips: Iterable[Period], names: Mapping[Period, str]) -> tuple[ListItem, ...]:
    typed = ListItem(TYPED, gettext(_DATE))
    return (*(ListItem(period.value, gettext(names[period])) for period in chips), typed)


def _days() -> Mapping[int, str]:
    days: Mapping[int, str] = Locale.parse(PRACTICE_LANGUAGE.code).days["format"]["wide"]
    return days


def _offered(own: Mapping[str, OwnPhrase], values: Mapping[str, str]) -> list[OwnPhrase]:
    """Give the practice's phrases as they are now, and the older ones that the form has."""
    chosen = {values.get(f"step-{number}-what", "") for number in row_numbers(values)}
    offered = [phrase for phrase in newest(own) if not phrase.is_retired]
    older = [own[code] for code in sorted(chosen & own.keys()) if own[code] not in offered]
    return offered + older


def _items(options: Iterable[HelpOption]) -> tuple[ListItem, ...]:
    return tuple(ListItem(option.id, option.name) for option in options)


def _chosen_items(practice: Practice, ids: Set[str], language: str) -> tuple[ListItem, ...]:
    found = look_up(directory_of(practice), ids, language)
    return tuple(
        ListItem(uid, known.option.name if (known := found.get(uid)) else gettext(_UNKNOWN_HELP))
        for uid in sorted(ids)
    )
