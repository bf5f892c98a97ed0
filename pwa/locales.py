"""The languages of the patient's side, and the clock on the wall."""

from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which every text of the application exists.

    Attributes:
        code: BCP 47, as in the address and in `<html lang>`.
        own_name: as its speakers write it; languages have no flags.
        direction: `ltr` or `rtl`.
        dutch_name: for the practice's screen.
        is_reviewed: a native speaker has checked the texts; until then the patient is told so.
    """

    code: str
    own_name: str
    direction: str
    dutch_name: str
    is_reviewed: bool = False

    @property
    def is_rtl(self) -> bool:
        """Tell whether it runs from right to left."""
        return self.direction == "rtl"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("nl", "Nederlands", "ltr", "Nederlands"),
        Language("en", "English", "ltr", "Engels"),
        Language("tr", "Türkçe", "ltr", "Turks"),
        Language("ar", "العربية", "rtl", "Arabisch"),
    )
}

# Classes of letters that have a direction of their own. Source: Unicode Standard Annex 9, table 4.
_STRONG = frozenset({"L", "R", "AL"})

# What the practice reads, whatever its browser asks for.
PRACTICE_LANGUAGE = LANGUAGES["nl"]

# Practices, patients and help are in the Netherlands, wherever the server stands.
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


def local_day(moment: datetime) -> date:
    """Give the day that it is here at a moment; it begins an hour or two before that of UTC."""
    return moment.astimezone(TIME_ZONE).date()


def find_language(code: str) -> Language | None:
    """Find a language by its code."""
    return LANGUAGES.get(code)


def direction_of(text: str, language: str | None) -> str:
    """Give the direction of typed words, `ltr` or `rtl`.

    Words in a known language run as that language does, also when a Latin name or a number begins
    them; unless not one letter of them is of its script. Otherwise the first letter decides.

    Args:
        language: the code of the one that somebody typed in, if that is known.
    """
    letters = [
        "ltr" if kind == "L" else "rtl" for kind in map(bidirectional, text) if kind in _STRONG
    ]
    known = LANGUAGES.get(language or "")
    if known is not None and (not letters or known.direction in letters):
        return known.direction
    return letters[0] if letters else "ltr"


def locale_of(code: str) -> Locale:
    """Give Babel's locale for dates and numbers; our English is that of Europe."""
    return Locale.parse("en_GB" if code == "en" else code)
