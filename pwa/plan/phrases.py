"""The phrase library: steps of a plan that exist in every language.

A stored step contains `{phrase, version, slots}`, so a plan made in Dutch can be shown in the
patient's language. The wording of a text may be improved; another meaning or other slots need a new
version, and the old version stays in the library, because stored plans refer to it.

All phrases say what is done, without a subject, because the performer is shown beside the step.
Numbers stand where no language inflects the word beside them ("2× a week"): one text fits every
number, without plural forms.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from pwa.text import N_

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


# Times a week, and minutes: wide enough for what people do, narrow enough to catch typing errors.
RANGES: dict[Slot, range] = {Slot.COUNT: range(1, 15), Slot.MINUTES: range(5, 241)}
TIMES = frozenset({Slot.BEDTIME, Slot.RISE_TIME})
MAX_PERSON = 60

# In ISO 8601 order, from Monday, as Babel numbers the days; the names come from Babel.
WEEKDAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class PhraseText:
    """One phrase of the library.

    Attributes:
        code: with `version` the key in stored plans; never used again for another phrase.
        text: source text with a named placeholder for each slot.
        slots: in the order in which they are asked.
    """

    code: str
    version: int
    text: str
    slots: tuple[Slot, ...] = ()


PHRASES: tuple[PhraseText, ...] = (
    PhraseText(
        "sport_childcare",
        1,
        # Translators: A step in a plan. person is typed, such as "my sister"; the words must fit every number.
        N_("Exercise %(count)s× a week; %(person)s looks after the children"),
        (Slot.COUNT, Slot.PERSON),
    ),
    PhraseText(
        "walk",
        1,
        # Translators: A step in a plan; the words must fit every number.
        N_("Walk for %(minutes)s minutes, %(count)s× a week"),
        (Slot.MINUTES, Slot.COUNT),
    ),
    PhraseText(
        "sleep_times",
        1,
        N_("Go to bed at %(bedtime)s and get up at %(rise_time)s every day"),
        (Slot.BEDTIME, Slot.RISE_TIME),
    ),
    PhraseText(
        "carer_support", 1, N_("Talk with someone of Mantelzorg Utrecht, for family carers")
    ),
    PhraseText("neighbourhood_team", 1, N_("Talk with the neighbourhood team")),
    # Translators: (Geldfit is the name of a helpline)
    PhraseText("geldfit", 1, N_("Call Geldfit about money or debts")),
    PhraseText(
        "letter_help",
        1,
        # Translators: person is typed, such as "the neighbourhood team".
        N_("Read difficult letters together with %(person)s"),
        (Slot.PERSON,),
    ),
    PhraseText("blood_test", 1, N_("Have a blood test")),
    PhraseText("physiotherapy", 1, N_("Go to the physiotherapist")),
    PhraseText(
        "talk_poh",
        1,
        N_("Talk with the practice nurse on %(weekday)s"),
        (Slot.WEEKDAY,),
    ),
    PhraseText(
        "diary",
        1,
        N_("Write down when it goes better and worse, until %(date)s"),
        (Slot.DATE,),
    ),
    PhraseText(
        "call_practice",
        1,
        N_("Call the practice on %(weekday)s and tell how it goes"),
        (Slot.WEEKDAY,),
    ),
)

PHRASE_BY_KEY: dict[tuple[str, int], PhraseText] = {
    (phrase.code, phrase.version): phrase for phrase in PHRASES
}

# The phrases that the form offers: code to the newest version (later entries win).
CURRENT: dict[str, PhraseText] = {
    phrase.code: phrase for phrase in sorted(PHRASES, key=lambda phrase: phrase.version)
}
