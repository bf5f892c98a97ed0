"""What is said one by one: the characters of codes, numbers, days and months, languages, the words of lists and dates."""

import re
from collections.abc import Iterator
from typing import Final

from babel import Locale

from pwa.directory.ready_texts import SPOKEN
from pwa.locales import LANGUAGES, locale_of, name_of_language
from pwa.vault.patient.codes import ALPHABET
from pwa.voice.core import Part, plain

# Hours, minutes and days of a month. Larger numbers are said in digits or in pairs of them.
NUMBERS: Final = range(60)
_FORMS: Final = ("format", "stand-alone")
_LISTED: Final = re.compile(r"\{\d\}")
# Words within CLDR's patterns of dates, such as the Spanish "de", stand between these.
_QUOTED: Final = re.compile(r"'([^']+)'")
_LETTER: Final = re.compile(r"[^\W\d_]")


def letters_and_numbers(language: str) -> Iterator[tuple[str, Part]]:
    """Give them with the part that needs them first."""
    # A share's time is said in numbers, its code in single characters.
    yield from ((str(number), Part.SHARE) for number in NUMBERS)
    yield from ((character, Part.CODE) for character in ALPHABET)
    locale = locale_of(language)
    yield from ((name, Part.PLAN) for name in _names(locale))
    # "It gets worse by: pain and poor sleep", on the last step.
    yield from ((word, Part.SHARE) for word in _words_of_lists(locale))
    yield from ((word, Part.PLAN) for word in _words_of_dates(locale))
    for code in {*LANGUAGES, *SPOKEN}:
        yield name_of_language(code, language), Part.HELP


def attached_and(language: str) -> str:
    """Give the word for "and" of a language that writes it as a part of the next word; else an empty text."""
    last = str(locale_of(language).list_patterns["standard"]["2"]).removeprefix("{0}").lstrip()
    word = last.removesuffix("{1}")
    return word if _LETTER.search(word) and word == word.rstrip() else ""


def _words_of_lists(locale: Locale) -> set[str]:
    patterns = map(str, locale.list_patterns["standard"].values())
    words = (plain(word).strip(",،") for text in patterns for word in _LISTED.split(text))
    return {plain(word) for word in words if _LETTER.search(word)}


def _words_of_dates(locale: Locale) -> set[str]:
    patterns = (str(locale.date_formats[length]) for length in ("full", "long"))
    return {word for text in patterns for word in _QUOTED.findall(text) if _LETTER.search(word)}


def _names(locale: Locale) -> set[str]:
    return {
        name
        for table in (locale.days, locale.months)
        for form in _FORMS
        for name in table[form]["wide"].values()
    }
