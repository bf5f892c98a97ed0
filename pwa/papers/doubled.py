"""Sentences in the patient's language with the Dutch under each, for papers without a plan on them."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from pwa.locales import PRACTICE_LANGUAGE, TIME_ZONE, locale_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its Dutch; the Dutch is empty where it would say the same."""

    own: Markup
    dutch: Markup


def pair(language: str, message: str, **values: str) -> Pair:
    """Put a source text into both languages.

    Args:
        values: names and telephone numbers; each keeps its own direction in the sentence.
    """
    apart = {name: _isolate(value) for name, value in values.items()}
    own = _translate(language, message) % apart
    dutch = _translate(PRACTICE_LANGUAGE.code, message) % apart
    return Pair(own, Markup("") if own == dutch else dutch)


def pair_time(language: str, moment: datetime) -> Pair:
    """Write day and time on the clock of the practice's wall in both languages."""
    own, dutch = _write(language, moment), _write(PRACTICE_LANGUAGE.code, moment)
    return Pair(own, Markup("") if own == dutch else dutch)


def _translate(language: str, message: str) -> Markup:
    with force_locale(language):
        return escape(gettext(message))


def _write(language: str, moment: datetime) -> Markup:
    local, locale = moment.astimezone(TIME_ZONE), locale_of(language)
    day = format_date(local, "full", locale)
    hour = format_time(local, "HH:mm", locale=locale)
    # Each language has its own sign between the two, or none.
    return escape(locale.datetime_formats["full"]).format(_isolate(hour), day)


def _isolate(value: str) -> Markup:
    """Let a value stand in a sentence of any direction; the renderer takes a number for neither."""
    direction = "auto" if any(map(str.isalpha, value)) else "ltr"
    return Markup('<bdi dir="{}">{}</bdi>').format(direction, value)
