"""What a practice records when somebody who grew up with a language has read its texts."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from pwa.errors import PersonalError
from pwa.locales import LANGUAGES
from pwa.practice.details import DetailsError, LanguageCheck, parse_line
from pwa.text import N_
from pwa.typed.days import NoSuchDay, read_day

MAX_READER: Final = 80

_NO_LANGUAGE: Final = N_("Choose a language.")
_NO_DAY: Final = N_("Choose today or an earlier day.")


def read_check(fields: Mapping[str, str], today: date) -> tuple[str, LanguageCheck]:
    """Read the form: the code of the language, and who has read its texts when.

    Args:
        fields: field name to value, straight from the form; nothing in it is trusted.
        today: in the Netherlands; a later day is refused.

    Raises:
        DetailsError: some fields are refused; it names every one of them.
    """
    readers: dict[str, Callable[[str], str]] = {
        "language": _read_language,
        "by": _read_reader,
        "on": partial(_read_day, today=today),
    }
    values: dict[str, str] = {}
    errors: dict[str, PersonalError] = {}
    for name, read in readers.items():
        try:
            values[name] = read(fields.get(name, ""))
        except PersonalError as error:
            errors[name] = error
    if errors:
        raise DetailsError(errors)
    return values["language"], LanguageCheck(by=values["by"], on=values["on"])


def _read_language(typed: str) -> str:
    if typed not in LANGUAGES:
        raise PersonalError(_NO_LANGUAGE)
    return typed


def _read_reader(typed: str) -> str:
    return parse_line([typed], longest=MAX_READER)


def _read_day(typed: str, today: date) -> str:
    try:
        day = read_day(typed, today)
    except NoSuchDay:
        day = None
    if day is None or day > today:
        raise PersonalError(_NO_DAY)
    return day.isoformat()
