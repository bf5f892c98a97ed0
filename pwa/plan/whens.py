"""When something is done, as the practice types it in one field: a day, a period, or words."""

import re
from collections.abc import Mapping
from datetime import date, time

from pwa.plan.core import MAX_WHEN, Day, Period, PlanError, When
from pwa.plan.document import parse_when, parse_words
from pwa.text import N_, clean_text, one_line

_DAY = re.compile(
    r"(?:[a-z]{2,9},? )?"  # the name of the day; the date says it too
    r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2}|[a-z]{3,9})\.?(?:[-/. ](?P<year>[0-9]{4}))?"
    r"(?:,? (?:om )?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?: uur)?)?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ALSO = {"mrt": "maa"}

# Translators: nl: "Deze dag of tijd bestaat niet."
_NO_SUCH_DAY = N_("This day or time does not exist.")


def read_when(
    text: str, *, periods: Mapping[str, Period], language: str, today: date
) -> When | None:
    """Read what was typed; what is neither a day nor a period stays as words.

    Args:
        periods: the names that the form suggests, in its language.
        language: of the words.
        today: a day without a year is the next one.

    Raises:
        PlanError: a day that does not exist, or too many words.
    """
    typed = one_line(clean_text(text))
    if not typed:
        return None
    for name, period in periods.items():
        if typed.casefold() == name.casefold():
            return period
    match = _DAY.fullmatch(typed)
    month = _month(match["month"]) if match else None
    if match is None or month is None:
        return parse_words({"text": typed, "language": language}, MAX_WHEN)
    try:
        day = _next_day(int(match["day"]), month, match["year"], today)
        at = time(int(match["hour"]), int(match["minute"])) if match["hour"] else None
    except ValueError as error:
        raise PlanError(_NO_SUCH_DAY) from error
    # Through the same door as everything else, for the range of years.
    return parse_when({"date": day.isoformat(), "time": at and at.isoformat("minutes")})


def write_when(when: When | None, *, periods: Mapping[str, Period]) -> str:
    """Write it as it could have been typed."""
    if when is None:
        return ""
    if isinstance(when, Day):
        at = "" if when.at is None else f" {when.at:%H:%M}"
        return f"{when.day:%d-%m-%Y}{at}"
    if isinstance(when, Period):
        return next(name for name, period in periods.items() if period is when)
    return when.text


def _month(text: str) -> int | None:
    """Read a month's number or its Dutch name, short or long."""
    if text.isdigit():
        return int(text)
    short = text.casefold()[:3]
    short = _ALSO.get(short, short)
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _next_day(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
