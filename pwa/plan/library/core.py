"""What a phrase of the library is: a sentence with open places, and what may stand in them."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

SlotValue = int | str | date | time


class Slot(StrEnum):
    """A placeholder in a phrase; its name has the same type and meaning in the whole library."""

    COUNT = "count"
    MINUTES = "minutes"
    WEEKDAY = "weekday"
    DATE = "date"
    BEDTIME = "bedtime"
    RISE_TIME = "rise_time"
    PERSON = "person"


# How often, and minutes: wide enough for what people do, narrow enough to catch typing errors.
RANGES: Final[dict[Slot, range]] = {Slot.COUNT: range(1, 15), Slot.MINUTES: range(5, 241)}
TIMES: Final = frozenset({Slot.BEDTIME, Slot.RISE_TIME})
MAX_PERSON: Final = 60

# In ISO 8601 order, from Monday, as Babel numbers the days; the names come from Babel.
WEEKDAYS: Final[tuple[str, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class PhraseText:
    """One phrase of the library.

    Attributes:
        code: with `version` the key in stored plans; never used again for another phrase.
        text: source text with a named placeholder for each slot.
        first: source text of a small first step, which the patient reads under the phrase; may be
            empty.
        topics: codes of the questionnaire's topics that it is offered for. A test, a medicine or a
            treatment has none: it is found by typing.
        strengths: codes of the questionnaire's strengths that it is offered for.
        who: code of the performer who usually does it.
    """

    code: str
    version: int
    text: str
    first: str = ""
    topics: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    who: str = "patient"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The placeholders, in the order of the source text, in which they are asked."""
        return slots_in(self.text)


def slots_in(text: str) -> tuple[Slot, ...]:
    """Give the placeholders of a text, in its order.

    Raises:
        ValueError: it has one that no phrase has.
    """
    return tuple(Slot(name) for name in _PLACEHOLDER.findall(text))
