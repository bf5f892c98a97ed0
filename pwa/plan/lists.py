"""The phrases that the plan's form offers, in Dutch: those of the patient's own topics first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from babel.lists import format_list
from flask_babel import gettext, ngettext

from pwa.locales import LANGUAGES
from pwa.plan.library.core import PhraseText, Slot, SlotValue
from pwa.plan.own.core import DUTCH, OwnPhrase
from pwa.plan.phrases import CURRENT
from pwa.plan.words.names import COUNTED, PERSON_NAMES
from pwa.plan.words.render import PLACEHOLDER
from pwa.selfcheck.questions import STRENGTHS, TOPICS
from pwa.text import N_
from pwa.typed.folding import fold

# A number that takes the plural.
_SEVERAL = 2

# Translators: steps of a plan that fit no topic in particular
_OTHER = N_("Other steps")
# Translators: steps that the practice wrote itself
_OWN = N_("Sentences of the practice")


@dataclass(frozen=True, slots=True)
class ListItem:
    """An entry of a list to choose from.

    Attributes:
        needs: names of the fields to fill in with this choice, separated by spaces.
        sentence: the text with a placeholder such as `%(count)s` for each of those fields.
        who: code of the performer who usually does it.
    """

    code: str
    text: str
    needs: str = ""
    who: str = ""
    sentence: str = ""


class ListGroup(NamedTuple):
    """Entries of a list under one heading."""

    heading: str
    items: tuple[ListItem, ...]


def phrase_groups(
    own_topics: frozenset[str],
    own: Iterable[OwnPhrase] = (),
) -> tuple[ListGroup, ...]:
    """Group the current phrases by topic, then by strength; each stands once, where it fits first.

    The practice's own stand behind those for the patient's topics.

    Args:
        own_topics: codes of the patient's topics, which come first; their amounts do not count.
        own: phrases of the practice; those that fit the patient's topics come first.
    """
    left = dict(CURRENT)
    groups = [
        ListGroup(gettext(heading), tuple(_item(left.pop(code)) for code in codes))
        for heading, codes in _sorted_out(own_topics, left)
    ]
    names = {gettext(topic.short) for topic in TOPICS if topic.code in own_topics}
    place = sum(group.heading in names for group in groups)
    fitting = sorted(own, key=lambda phrase: not phrase.topics & own_topics)
    if fitting:
        items = tuple(map(_own_item, fitting))
        groups.insert(place, ListGroup(gettext(_OWN), items))
    return tuple(groups)


def _sorted_out(
    own_topics: frozenset[str], left: dict[str, PhraseText]
) -> Iterator[tuple[str, list[str]]]:
    """Go through the groups that are not empty; what a group shows is taken out of `left`."""
    for topic in sorted(TOPICS, key=lambda topic: topic.code not in own_topics):
        if codes := [code for code, phrase in left.items() if topic.code in phrase.topics]:
            yield topic.short, codes
    for strength in STRENGTHS:
        if codes := [code for code, phrase in left.items() if strength.code in phrase.strengths]:
            yield strength.text, codes
    if left:
        yield _OTHER, list(left)


def _item(phrase: PhraseText) -> ListItem:
    return ListItem(
        phrase.code,
        short_sentence(phrase),
        " ".join(slot.value for slot in phrase.slots),
        phrase.who,
        PLACEHOLDER.sub(_with_unit, gettext(phrase.text)),
    )


def _own_item(phrase: OwnPhrase) -> ListItem:
    dutch = phrase.texts[DUTCH]
    text = PLACEHOLDER.sub("…", dutch)
    return ListItem(
        phrase.code,
        f"{text} ({say_missing(phrase)})" if phrase.missing else text,
        " ".join(slot.value for slot in phrase.slots),
        phrase.who,
        PLACEHOLDER.sub(_with_unit, dutch),
    )


def say_missing(phrase: OwnPhrase) -> str:
    """Say into which languages a phrase is not translated, as in "not in Turkish and Arabic"."""
    names = [LANGUAGES[code].dutch_name for code in phrase.missing]
    # Translators: of a sentence; %(languages)s is a list such as "Turkish and Arabic"
    return gettext("not in %(languages)s", languages=format_list(names, locale=DUTCH))


def short_sentence(phrase: PhraseText) -> str:
    """Write a phrase with "…" in its open places."""
    return PLACEHOLDER.sub("…", gettext(phrase.text))


def _with_unit(place: re.Match[str]) -> str:
    """Write the unit of a number behind its place, as in "%(count)s times"."""
    units = COUNTED.get(Slot(place[1]))
    return ngettext(*units, _SEVERAL).replace(str(_SEVERAL), place[0]) if units else place[0]


def persons() -> dict[str, str]:
    """Give the names of people whom phrases know in every language, each with its code."""
    return {gettext(name): code for code, name in PERSON_NAMES.items()}


def read_person(typed: str) -> str:
    """Give the code of somebody whom phrases know, or else the words as they were typed."""
    known = {fold(name): code for name, code in persons().items()}
    # "zus" means "mijn zus" as well.
    last_words = {name.rpartition(" ")[2]: code for name, code in known.items()}
    return (last_words | known).get(fold(typed), typed)


def write_person(stored: str) -> str:
    """Give what the form shows for a person: the name of a code, or the typed words."""
    return gettext(PERSON_NAMES[stored]) if stored in PERSON_NAMES else stored


def write_slot(name: str, value: SlotValue) -> str:
    """Write what the form shows in an open place of a sentence."""
    if name == Slot.PERSON:
        return write_person(str(value))
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
