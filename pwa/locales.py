"""The languages of the application, and the time zone of its users."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from babel import Locale
from babel.lists import format_list


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the patients' pages, written or only spoken.

    Attributes:
        code: BCP 47, as in the address; of a written language also in `<html lang>`.
        own_name: as its speakers write it; languages have no flags.
        direction: `ltr` or `rtl`.
        dutch_name: for the practice's screen.
        is_reviewed: a native speaker has checked the texts; until then the patient is told so.
        written_in: code of the language in which its pages are written, when it is only spoken; else
            empty.
    """

    code: str
    own_name: str
    direction: str
    dutch_name: str
    is_reviewed: bool = False
    written_in: str = ""

    @property
    def written(self) -> str:
        """The code of the language in which its pages are written."""
        return self.written_in or self.code

    @property
    def is_only_heard(self) -> bool:
        """Tell whether it exists as recordings only."""
        return self.written_in != ""

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
        Language("es", "Español", "ltr", "Spaans"),
        Language("fr", "Français", "ltr", "Frans"),
        Language("pl", "Polski", "ltr", "Pools"),
        Language("fa", "فارسی", "rtl", "Farsi/Dari"),
        Language("uk", "Українська", "ltr", "Oekraïens"),
    )
}

# Languages that hardly anybody reads. Their pages are the Dutch ones, read aloud by recordings; a
# practice offers one only when every sentence that is needed has its recording (voice/only_heard.py).
SOUNDS: dict[str, Language] = {
    language.code: language
    for language in (
        Language("rif", "Tarifit", "ltr", "Tarifit", is_reviewed=True, written_in="nl"),
        Language("ary", "Darija", "ltr", "Darija", is_reviewed=True, written_in="nl"),
    )
}

# Classes of letters that have a direction of their own. Source: Unicode Standard Annex 9, table 4.
_STRONG = frozenset({"L", "R", "AL"})

# Names of languages that our texts, and the people who speak that language here, say otherwise than
# CLDR does: (language of the page, language that is named) to name.
_SAID = {("tr", "nl"): "Hollandaca"}

# The language of the practice's pages, whatever its browsers ask for.
PRACTICE_LANGUAGE = LANGUAGES["nl"]

# Practices, patients and help are in the Netherlands, wherever the server stands.
TIME_ZONE = ZoneInfo("Europe/Amsterdam")


def local_day(moment: datetime) -> date:
    """Give the day in the Netherlands at a moment; it begins one or two hours before UTC's."""
    return moment.astimezone(TIME_ZONE).date()


def find_language(code: str) -> Language | None:
    """Find a language by its code, written or only spoken."""
    return LANGUAGES.get(code) or SOUNDS.get(code)


def known_language(code: str) -> Language:
    """Give a language by its code.

    Raises:
        KeyError: it is none of ours.
    """
    return LANGUAGES[code] if code in LANGUAGES else SOUNDS[code]


def written_in(code: str) -> str:
    """Give the language in which the pages of a language are written: mostly itself."""
    language = find_language(code)
    return language.written if language else code


def languages_in_order(
    first: Iterable[str], offered: Iterable[str] = LANGUAGES
) -> tuple[Language, ...]:
    """Give languages: those with the first codes in their order, then the others that are offered."""
    codes = dict.fromkeys([*filter(find_language, first), *offered])
    return tuple(map(known_language, codes))


def name_in_dutch(code: str) -> str:
    """Give the Dutch name of a language; the code itself if it is none of ours."""
    language = find_language(code)
    return language.dutch_name if language else code


def way_in_dutch(code: str) -> str:
    """Say in Dutch how a list was filled in, to stand after "in het": "Turks", "Tarifit, op gehoor"."""
    return f"{name_in_dutch(code)}, op gehoor" if code in SOUNDS else name_in_dutch(code)


def names_in(code: str) -> dict[str, str]:
    """Give code to name of all our languages, as a language names them."""
    written = {each: name_of_language(each, code) for each in LANGUAGES}
    return written | {each: language.own_name for each, language in SOUNDS.items()}


def name_of_language(code: str, language: str) -> str:
    """Name any language, by its code, in one of ours; the code itself if it has no name there."""
    return _SAID.get((language, code)) or str(locale_of(language).languages.get(code, code))


def direction_of(text: str, language: str | None) -> str:
    """Give the direction of typed words, `ltr` or `rtl`.

    Words in a known language have its direction, even if they begin with a Latin name or a number,
    unless not one letter of them has that direction. Otherwise the first letter decides.

    Args:
        language: code of the language in which the words were typed, if known.
    """
    letters = [
        "ltr" if kind == "L" else "rtl" for kind in map(bidirectional, text) if kind in _STRONG
    ]
    known = find_language(language or "")
    if known is not None and (not letters or known.direction in letters):
        return known.direction
    return letters[0] if letters else "ltr"


def join_words(items: Sequence[str], code: str) -> str:
    """Write a list as people do in a language: "a, b en c"."""
    return format_list(items, locale=locale_of(code))


def locale_of(code: str) -> Locale:
    """Give Babel's locale for texts, dates and numbers; our English is that of Europe."""
    return Locale.parse("en_GB" if code == "en" else written_in(code))


def day_pattern(code: str) -> str:
    """Give CLDR's pattern for a day and the name of its month: "d MMMM", in Spanish "d 'de' MMMM".

    It may stand in a longer pattern, after the weekday or before the time.
    """
    return str(locale_of(code).datetime_skeletons["MMMMd"])
