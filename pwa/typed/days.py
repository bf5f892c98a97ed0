"""Days and times as people in the Netherlands type them, wherever one is asked for."""

import re
from dataclasses import dataclass
from datetime import date, time

from pwa.typed.digits import plain_digits

_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ALSO = {"mrt": "maa"}
_TIME = r"(?P<hour>\d{1,2})(?: ?[:.,uh] ?| uur | )?(?P<minute>\d{2})?"
_DAY = re.compile(
    # A day's name before the date is ignored; other words, such as "voor" or "na", do not match.
    r"(?:op )?(?:(?:ma|di|wo|do|vr|za|zo)(?:\.|[a-z]{3,7})?,? )?"
    r"(?P<day>\d{1,2})(?P<between> ?[-/.] ?| )(?P<month>\d{1,2}|[a-z]{3,9})\.?"
    # After a space, two digits are an hour, not a year; four are a year only from 1900 to 2199.
    r"(?:(?: ?[-/.] ?| )(?P<year>(?:19|20|21)\d{2})|(?: ?[-/.] ?| ')(?P<short_year>\d{2}))?"
    # An hour without minutes needs a word: "om 9", "9 uur", "9u".
    rf"(?:,? (?P<om>om )?{_TIME}(?P<uur> ?(?:u|h|uur))?)?",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2}))?",
    re.ASCII,
)
_ONLY_TIME = re.compile(rf"(?:om )?{_TIME} ?(?:u|h|uur)?", re.IGNORECASE | re.ASCII)
# The next 29 February may be eight years away: 1900 and 2100 have none.
_YEARS_TO_LEAP = 8


class NoSuchDay(ValueError):
    """The text is written like a day or a time, but no such day or time exists."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of it if that was typed."""

    day: date
    at: time | None = None


def read_moment(text: str, today: date) -> Moment | None:
    """Read a day with or without a time; None for words that are neither.

    Taken are 30-11-2026, 30-11-26, 30/11, 30 november, ma 30 nov. 2026, 2026-11-30, and behind it
    9:30, 9u30, 0930, 9 uur or "om 9 uur"; digits and dashes of any keyboard.

    Args:
        today: a day without a year is the first such day from this one on.

    Raises:
        NoSuchDay: no such day or time exists, e.g. 31-2 or 30-11 25:00.
    """
    typed = " ".join(plain_digits(text).split())
    found = _ISO.fullmatch(typed) or _DAY.fullmatch(typed)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        return None
    parts = found.groupdict()
    is_bare_hour = parts["hour"] and not parts["minute"]
    if is_bare_hour and not (parts.get("om") or parts.get("uur") or typed.lower().endswith("u")):
        return None
    year = parts["year"] or (f"20{parts['short_year']}" if parts.get("short_year") else None)
    try:
        day = _find_day(int(parts["day"]), month, int(year) if year else None, today)
        at = time(int(parts["hour"]), int(parts["minute"] or 0)) if parts["hour"] else None
    except ValueError as error:
        raise NoSuchDay(typed) from error
    return Moment(day, at)


def read_day(text: str, today: date) -> date:
    """Read a day without a time; see `read_moment`.

    Raises:
        NoSuchDay: the text is no day.
    """
    moment = read_moment(text, today)
    if moment is None or moment.at is not None:
        raise NoSuchDay(text)
    return moment.day


def read_time(text: str) -> time:
    """Read a time: 1040, 10:40, 10.40, 9.05, 10u40, 10, 9 uur.

    Raises:
        NoSuchDay: the text is no time.
    """
    found = _ONLY_TIME.fullmatch(" ".join(plain_digits(text).split()))
    try:
        return time(int(found["hour"]), int(found["minute"] or 0)) if found else _refuse(text)
    except ValueError as error:
        raise NoSuchDay(text) from error


def _refuse(text: str) -> time:
    raise NoSuchDay(text)


def _month(text: str) -> int | None:
    """Read a month's number or its Dutch name, short or long."""
    if text.isdigit():
        return int(text)
    short = text.casefold()[:3]
    short = _ALSO.get(short, short)
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def _find_day(day: int, month: int, year: int | None, today: date) -> date:
    if year is not None:
        return date(year, month, day)
    for later in range(_YEARS_TO_LEAP + 1):
        try:
            found = date(today.year + later, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError
