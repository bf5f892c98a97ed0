"""What is said one by one: the characters of codes, numbers, days and months."""

from collections.abc import Iterator
from typing import Final

from babel import Locale

from pwa.locales import locale_of
from pwa.vault.patient.codes import ALPHABET
from pwa.voice.core import Part

# Hours, minutes and days of a month. Larger numbers are said in digits or in pairs of them.
NUMBERS: Final = range(60)
_FORMS: Final = ("format", "stand-alone")


def letters_and_numbers(language: str) -> Iterator[tuple[str, Part]]:
    """Give them with the part that needs them first."""
    # A share's time is said in numbers, its code in single characters.
    yield from ((str(number), Part.SHARE) for number in NUMBERS)
    yield from ((character, Part.CODE) for character in ALPHABET)
    locale = locale_of(language)
    yield from ((name, Part.PLAN) for name in _names(locale))


def _names(locale: Locale) -> set[str]:
    return {
        name
        for table in (locale.days, locale.months)
        for form in _FORMS
        for name in table[form]["wide"].values()
    }
