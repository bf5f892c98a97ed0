"""A practice's own phrases: steps with open places, in Dutch and in the languages it knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.plan.core import MAX_STEP, PlanError
from pwa.plan.library.core import Slot, slots_in
from pwa.plan.values import MISSING, UNKNOWN, limit_length, read_mapping, read_text
from pwa.text import N_, clean_text, one_line

DUTCH: Final = PRACTICE_LANGUAGE.code
# What may stand open, by the word that the practice types for it between braces.
PLACES: Final[Mapping[str, Slot]] = {
    "aantal": Slot.COUNT,
    "minuten": Slot.MINUTES,
    "dag": Slot.WEEKDAY,
    "datum": Slot.DATE,
    "wie": Slot.PERSON,
}

_PLACE = re.compile(r"\{\s*(\w+)\s*\}")
_NO_PLACE = N_("There is no open place of this name.")
_OTHER_PLACES = N_("The open places differ from those of the Dutch sentence.")
_TWICE = N_("Each open place can stand in a sentence once.")


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """One version of a practice's own phrase.

    Attributes:
        uid: twelve hexadecimal characters; the same for all versions.
        texts: language to sentence, with placeholders as the library has them; Dutch is always there.
        who: code of the performer who usually does it.
        is_retired: it is not offered any more.
    """

    uid: str
    version: int
    texts: Mapping[str, str]
    who: str
    topics: frozenset[str] = frozenset()
    is_retired: bool = False

    @property
    def code(self) -> str:
        """How a form names this version."""
        return own_code(self.uid, self.version)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The open places, in the order of the Dutch sentence."""
        return slots_in(self.texts[DUTCH])

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages into which it is not translated."""
        return tuple(code for code in LANGUAGES if code not in self.texts)


def own_code(uid: str, version: int) -> str:
    """Name a version as a form does."""
    return f"own:{uid}:{version}"


def read_typed(typed: str) -> str:
    """Turn a typed sentence, with open places such as `{aantal}`, into one with placeholders.

    Raises:
        PlanError: an open place is unknown, or the sentence is too long.
    """
    text = limit_length(one_line(clean_text(typed)), MAX_STEP)
    if set(_PLACE.findall(text)) - PLACES.keys() or "%(" in text:
        raise PlanError(_NO_PLACE)
    text = _PLACE.sub(lambda place: f"%({PLACES[place[1]].value})s", text)
    if "{" in text or "}" in text:
        raise PlanError(_NO_PLACE)
    return text


def write_typed(text: str) -> str:
    """Write a sentence as it could have been typed."""
    for name, slot in PLACES.items():
        text = text.replace(f"%({slot.value})s", f"{{{name}}}")
    return text


def check_sentence(text: str, dutch: str) -> str:
    """Return a sentence unchanged if it has the open places of the Dutch one, each once.

    Raises:
        PlanError: it has others, or one twice.
    """
    slots = slots_in(text)
    if len(set(slots)) < len(slots):
        raise PlanError(_TWICE)
    if set(slots) != set(slots_in(dutch)) or not set(slots) <= set(PLACES.values()):
        raise PlanError(_OTHER_PLACES)
    return text


def parse_texts(raw: object) -> dict[str, str]:
    """Read the sentences of a phrase in a stored plan.

    Raises:
        PlanError: one is missing, too long, or has other open places than the Dutch one.
    """
    texts = read_mapping(raw, {*LANGUAGES})
    dutch = one_line(clean_text(read_text(texts.get(DUTCH))))
    if not dutch:
        raise PlanError(MISSING)
    try:
        return {
            code: check_sentence(_stored(texts[code]), dutch) for code in LANGUAGES if code in texts
        }
    except ValueError as error:  # a placeholder that no phrase has
        raise PlanError(UNKNOWN) from error


def _stored(raw: object) -> str:
    text = one_line(clean_text(read_text(raw)))
    if not text:
        raise PlanError(MISSING)
    return limit_length(text, 2 * MAX_STEP)
