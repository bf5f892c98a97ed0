"""The steps that a press on the map offers: three to five for each topic, the same for everybody.

They do not depend on the amounts, and their order is no ranking. None is a test, a medicine or a
diagnosis: those are found by typing.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final

from flask_babel import gettext

from pwa.directory.core import HelpOption
from pwa.plan.core import Performer
from pwa.plan.library.core import PhraseText
from pwa.plan.phrases import CURRENT
from pwa.plan.words.names import PRACTICE_PERFORMER_NAMES
from pwa.selfcheck.questions import DOMAINS, LifeDomain, topics_of
from pwa.typed.folding import fold

MOST: Final = 5
# Letters of a word that says which help is meant: "wandelgroep", not "met".
_TELLING: Final = 5

# Code of a topic to codes of phrases.
BY_TOPIC: Final[dict[str, tuple[str, ...]]] = {
    "pain": ("walk_short", "exercise_at_home", "move_breaks", "swim", "pain_diary"),
    "tired": ("sport_childcare", "walk", "share_tasks", "day_plan", "quiet_hour"),
    "sleep": ("sleep_times", "no_screen", "less_coffee", "worry_time", "morning_light"),
    "eating": ("fixed_meals", "vegetables", "water", "cook_together", "food_bank"),
    "moving": ("walk", "walk_short", "walking_group", "bike", "stairs"),
    "stress": ("breathing", "let_wait", "nice_thing", "quiet_hour", "stress_talk"),
    "low_mood": ("nice_thing", "call_someone", "day_plan", "morning_light", "stress_talk"),
    "anxious": ("breathing", "worry_time", "do_it_anyway", "less_news", "stress_talk"),
    "bad_memories": ("safe_place", "tell_one", "stress_talk"),
    "habits": ("smoke_less", "alcohol_less", "gambling_stop", "habits_talk"),
    "lonely": ("meeting_place", "call_someone", "walking_group", "cook_group", "buddy"),
    "conflict": ("talk_poh", "stress_talk", "social_work"),
    "caring": ("carer_support", "share_tasks", "time_off", "care_rota", "day_care"),
    "children": ("child_time", "school_talk", "child_bed", "youth_team", "child_sport"),
    "support": ("ask_help", "helpers_map", "say_what_helps", "take_someone", "buddy"),
    "money": ("geldfit", "debt_help", "money_overview", "letter_help", "allowances"),
    "housing": ("housing_report", "housing_search", "energy_help", "neighbours_talk", "legal_help"),
    "work": ("work_talk", "company_doctor", "work_coach", "cv_help", "volunteer"),
    "letters": ("letter_help", "letters_hour", "language_class", "digid", "library"),
    "papers": ("refugee_work", "legal_help", "lawyer", "papers_copy", "digid"),
}

# Steps that are done with somebody outside the practice and the family: with a help option.
WITH_HELP: Final = frozenset(
    {
        "allowances",
        "buddy",
        "carer_support",
        "carers_point",
        "child_sport",
        "cook_group",
        "cv_help",
        "day_care",
        "debt_help",
        "digid",
        "energy_help",
        "food_bank",
        "geldfit",
        "housing_search",
        "language_class",
        "legal_help",
        "letters_hour",
        "library",
        "meeting_place",
        "neighbourhood_team",
        "neighbours_talk",
        "refugee_work",
        "social_work",
        "volunteer",
        "walking_group",
        "work_coach",
        "youth_team",
    }
)


@dataclass(frozen=True, slots=True)
class PracticeHelp:
    """The help options that a practice has.

    Attributes:
        options: in the order of its list.
        national: ids of those that are for the whole country.
    """

    options: Sequence[HelpOption]
    national: Set[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a press offers.

    Attributes:
        help: the practice's help option that goes with it; None without one.
    """

    phrase: PhraseText
    help: HelpOption | None = None


def offers_for_topic(topic: str, known: PracticeHelp) -> tuple[Offer, ...]:
    """Give the steps of a topic, by its code, each with its help option."""
    return tuple(_offer(code, topic, known) for code in BY_TOPIC[topic])


def offers_for_domain(domain: LifeDomain, known: PracticeHelp) -> tuple[Offer, ...]:
    """Give steps of a domain: one of each of its topics, and more while there is room."""
    of_topics = [offers_for_topic(topic.code, known) for topic in topics_of(domain)]
    in_turn = chain.from_iterable(zip_longest(*of_topics))
    return _first_of_each(offer for offer in in_turn if offer)


def list_offers(known: PracticeHelp) -> dict[str, tuple[Offer, ...]]:
    """Give all offers: code of a domain or topic to its steps."""
    return {
        **{text.domain.value: offers_for_domain(text.domain, known) for text in DOMAINS},
        **{topic: offers_for_topic(topic, known) for topic in BY_TOPIC},
    }


def usual_help(known: PracticeHelp) -> dict[str, str]:
    """Give the help of steps that are found by typing: code of a phrase to id of an option."""
    found: dict[str, str] = {}
    for code in sorted(WITH_HELP):
        for topic in CURRENT[code].topics:
            option = _find_help(CURRENT[code], topic, known)
            if option and code not in found:
                found[code] = option.id
    return found


def _first_of_each(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    once: dict[str, Offer] = {}
    for offer in offers:
        once.setdefault(offer.phrase.code, offer)
    return tuple(once.values())[:MOST]


def _offer(code: str, topic: str, known: PracticeHelp) -> Offer:
    phrase = CURRENT[code]
    return Offer(phrase, _find_help(phrase, topic, known) if code in WITH_HELP else None)


def _find_help(phrase: PhraseText, topic: str, known: PracticeHelp) -> HelpOption | None:
    """Find the help that a step is done with, among that for the topic; rather none than another.

    It is the option that the sentence names; else one of the neighbourhood that has a word in common
    with the sentence or with who does it; else the only one of the neighbourhood.
    """
    sentence = fold(gettext(phrase.text))
    fitting = [option for option in known.options if topic in option.topics]
    local = [option for option in fitting if option.id not in known.national]
    who = fold(gettext(PRACTICE_PERFORMER_NAMES[Performer(phrase.who)]))
    words = {word for word in (*sentence.split(), *who.split()) if len(word) >= _TELLING}
    named = (option for option in fitting if fold(option.name) in sentence)
    alike = (option for option in local if words.intersection(fold(option.name).split()))
    only = local[0] if len(local) == 1 else None
    return next(named, None) or next(alike, None) or only
