"""The days on which a schedule opens: its recurrence rule, gone through with bounded work.

Schedules may come from files of strangers. A rule that cannot be read, or that asks for more work
than the limits below, opens on no day: nothing is known of it.

Source: RFC 5545, 3.3.10 (recurrence rules), as HSDS 3.0 uses them.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from dateutil import rrule

from pwa.directory.hsds import Frequency, Schedule

# A rule with a count is gone through from its first day on, so an old one says nothing any more.
MAX_COUNTED_DAYS: Final = 3660
MAX_INTERVAL: Final = 366

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_BY_MONTH = frozenset({Frequency.MONTHLY, Frequency.YEARLY})
_FREQUENCIES: dict[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: rrule.DAILY,
    Frequency.WEEKLY: rrule.WEEKLY,
    Frequency.MONTHLY: rrule.MONTHLY,
    Frequency.YEARLY: rrule.YEARLY,
}


def parse_byday(schedule: Schedule) -> list[tuple[int, str]]:
    """Read `2TU,-1FR`: the number, 0 for none, and the day; what is no day is left out.

    Only months and years have a second Tuesday; in a week the number means nothing.
    """
    most = {Frequency.MONTHLY: 5, Frequency.YEARLY: 53}.get(schedule.freq, 0)
    parts = (_BY_DAY.fullmatch(part.strip().upper()) for part in schedule.byday.split(","))
    days = [(int(part[1]) if part[1] and most else 0, part[2]) for part in parts if part]
    return list(dict.fromkeys(day for day in days if abs(day[0]) <= most))


def parse_bymonthday(schedule: Schedule) -> list[int]:
    """Read `1,15,-1`: days of the month; what is none is left out."""
    found = (part.strip() for part in schedule.bymonthday.split(","))
    days = [int(part) for part in found if re.fullmatch(r"[+-]?\d{1,2}", part)]
    return list(dict.fromkeys(day for day in days if 1 <= abs(day) <= 31))


def holds_on(schedule: Schedule, day: date) -> bool:
    """Tell whether the rule says something about a day: open or closed."""
    first, last = bounds_of(schedule)
    return first <= day <= last and _anchor(schedule, day) is not None


def bounds_of(schedule: Schedule) -> tuple[date, date]:
    """Give the first and the last day on which the rule may open."""
    first = [each for each in (schedule.dtstart, schedule.valid_from) if each]
    last = [each for each in (schedule.until, schedule.valid_to) if each]
    return max(first, default=date.min), min(last, default=date.max)


@lru_cache(maxsize=8192)
def days_between(schedule: Schedule, first: date, last: date) -> tuple[date, ...]:
    """List the days between two, these included, on which the schedule opens."""
    begins, ends = bounds_of(schedule)
    anchor = _anchor(schedule, first)
    if anchor is None or first > ends or last < begins:
        return ()
    counted_from = first if schedule.count is None else anchor
    days = _rule_days(schedule, anchor, counted_from, min(last, ends))
    if schedule.count is not None:
        days = islice(days, min(max(schedule.count, 0), MAX_COUNTED_DAYS + 366))
    return tuple(day for day in days if max(first, begins) <= day)


def _anchor(schedule: Schedule, day: date) -> date | None:
    """Give the day from which the rule counts; None if it does not say on which days it opens.

    Args:
        day: from which on the days are wanted; it stands in if the rule does not count.
    """
    days = (schedule.byday, schedule.bymonthday)
    read = (parse_byday(schedule), parse_bymonthday(schedule))
    if any(text and not found for text, found in zip(days, read, strict=True)):
        return None
    if not 1 <= schedule.interval <= MAX_INTERVAL:
        return None
    begins = schedule.dtstart or schedule.valid_from
    is_old = begins is not None and day - begins > timedelta(days=MAX_COUNTED_DAYS)
    if schedule.count is not None and is_old:
        return None
    needs_begin = (
        schedule.interval > 1
        or schedule.count is not None
        or not (any(days) or schedule.freq is Frequency.DAILY)
    )
    return begins if needs_begin else begins or day


def _rule_days(schedule: Schedule, anchor: date, first: date, last: date) -> Iterator[date]:
    """Go through the days of the rule from the anchor on, from about `first` to `last`.

    Every period gives `rrule` at least one day, and the narrower conditions are looked at here:
    `rrule` would look for a day that never comes (the fifth Tuesday that is a 1st) until the year
    9999.
    """
    has_days = bool(schedule.byday or schedule.bymonthday)
    is_yearly_date = schedule.freq is Frequency.YEARLY and not has_days
    start = _latest_period(schedule.freq, anchor, first, schedule.interval)
    rule = rrule.rrule(
        _FREQUENCIES[schedule.freq],
        dtstart=datetime.combine(start, time()),
        interval=schedule.interval,
        byweekday=None if schedule.freq is Frequency.DAILY else _weekdays(schedule, anchor),
        bymonth=anchor.month if is_yearly_date else None,
        until=datetime.combine(last, time()),
    )
    weekdays = {WEEKDAYS.index(day) for _, day in parse_byday(schedule)}
    monthdays = parse_bymonthday(schedule)
    if schedule.freq in _BY_MONTH and not has_days:
        monthdays = [anchor.day]
    for day in (found.date() for found in rule):
        is_weekday = not weekdays or day.weekday() in weekdays
        if day >= anchor and is_weekday and (not monthdays or _is_monthday(day, monthdays)):
            yield day


def _weekdays(schedule: Schedule, anchor: date) -> list[rrule.weekday]:
    """Give the days of the week of a rule; all of them if only days of the month are asked for."""
    days = [
        rrule.weekday(WEEKDAYS.index(day), number or None) for number, day in parse_byday(schedule)
    ]
    if schedule.freq is Frequency.WEEKLY and not (schedule.byday or schedule.bymonthday):
        return [rrule.weekday(anchor.weekday())]
    return days or [rrule.weekday(day) for day in range(7)]


def _is_monthday(day: date, monthdays: Collection[int]) -> bool:
    return day.day in monthdays or day.day - monthrange(day.year, day.month)[1] - 1 in monthdays


def _latest_period(freq: Frequency, anchor: date, first: date, interval: int) -> date:
    """Give the first day of the last period at or before a day in which the rule counts.

    So a rule that began in the year 1 costs no more than one that began last week.
    """
    if freq is Frequency.DAILY:
        return anchor + timedelta(days=_steps((first - anchor).days, interval))
    if freq is Frequency.WEEKLY:
        monday = anchor - timedelta(days=anchor.weekday())
        return monday + timedelta(days=_steps((first - monday).days, interval * 7))
    if freq is Frequency.MONTHLY:
        months = anchor.year * 12 + anchor.month - 1
        months += _steps(first.year * 12 + first.month - 1 - months, interval)
        return date(months // 12, months % 12 + 1, 1)
    return date(anchor.year + _steps(first.year - anchor.year, interval), 1, 1)


def _steps(distance: int, step: int) -> int:
    """Round a distance down to whole steps; nothing before the beginning."""
    return max(distance, 0) // step * step
