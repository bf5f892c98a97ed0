"""Sentences in the patient's language, each with its Dutch, for all papers but the plan."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from pwa.locales import PRACTICE_LANGUAGE, TIME_ZONE, locale_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in the patient's language and in Dutch; `dutch` is empty if both are equal."""

    own: Markup
    dutch: Markup


def pair(language: str, message: str, **values: str) -> Pair:
    """Put a source text into both languages.

    Args:
        language: code of the patient's language.
        message: source text with named placeholders.
        values: names and telephone numbers; each is put in `<bdi>`, to keep its own direction.
    """
    apart = {name: _isolate(value) for name, value in values.items()}
    own = _translate(language, message) % apart
    dutch = _translate(PRACTICE_LANGUAGE.code, message) % apart
    return Pair(own, Markup("") if own == dutch else dutch)


def pair_time(language: str, moment: datetime) -> Pair:
    """Write day and time, in the practice's time zone, in both languages."""
    own, dutch = _write(language, moment), _write(PRACTICE_LANGUAGE.code, moment)
    return Pair(own, Markup("") if own == dutch else dutch)


def _translate(language: str, message: str) -> Markup:
    with force_locale(language):
        return escape(gettext(message))


def _write(language: str, moment: datetime) -> Markup:
    local, locale = moment.astimezone(TIME_ZONE), locale_of(language)
    day = format_date(local, "full", locale)
    hour = format_time(local, "HH:mm", locale=locale)
    # The locale's pattern, because languages differ in what they put between day and time.
    return escape(locale.datetime_formats["full"]).format(_isolate(hour), day)


def _isolate(value: str) -> Markup:
    """Put a value in `<bdi>`; a value without letters gets `ltr`, because `auto` needs letters."""
    direction = "auto" if any(map(str.isalpha, value)) else "ltr"
    return Markup('<bdi dir="{}">{}</bdi>').format(direction, value)
