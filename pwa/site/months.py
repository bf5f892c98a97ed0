"""The neutral calendar that quick exit leads to."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names

from pwa.locales import locale_of

# Weeks begin on Monday, as on calendars in the Netherlands, in every language.
_MONDAY = 0

# So many letters fit a column on a small phone; Arabic's short names of days are longer.
_COLUMN_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a table.

    Attributes:
        name: the month and the year, in words.
        weekdays: a name that fits a narrow column, and the full name; Monday first.
        weeks: seven days each; None for a day of another month.
    """

    name: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[date | None, ...], ...]


def build_months(today: date, count: int, language: str) -> list[Month]:
    """Make the months from today's on."""
    locale = locale_of(language)
    first_days = (_months_later(today, ahead) for ahead in range(count))
    return [_build_month(first_day, locale) for first_day in first_days]


def full_date(day: date, language: str) -> str:
    """Write a day with its weekday."""
    return format_date(day, "full", locale_of(language))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _build_month(first_day: date, locale: Locale) -> Month:
    brief = get_day_names("short", "stand-alone", locale)
    if any(len(name) > _COLUMN_CHARACTERS for name in brief.values()):
        brief = get_day_names("narrow", "stand-alone", locale)
    full = get_day_names("wide", "stand-alone", locale)
    weeks = Calendar(_MONDAY).monthdatescalendar(first_day.year, first_day.month)
    return Month(
        name=format_skeleton("yMMMM", first_day, locale=locale),
        weekdays=tuple((brief[day], full[day]) for day in range(7)),
        weeks=tuple(
            tuple(day if day.month == first_day.month else None for day in week) for week in weeks
        ),
    )
