"""When a help service is open, by the rules that come back of its schedules.

A schedule is read as clock time in the Netherlands. A time that a clock skips in spring counts as
the moment of the skip; a time that comes twice in autumn counts as the first of the two.

On a public holiday a schedule says nothing, unless it says that it holds then too: doors that are
open on Mondays may well be shut on Easter Monday, and nobody has told us. Lines that are there day
and night are there on holidays too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

from holidays import country_holidays

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.schedule_days import WEEKDAYS, days_between, holds_on, parse_byday
from pwa.locales import TIME_ZONE, local_day

# How far ahead the next opening is looked for; an opening in half a year helps nobody today.
LOOK_AHEAD_DAYS: Final = 60
MAX_SCHEDULES: Final = 100

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# From when to when; both aware, the first before the second.
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Opening:
    """What the schedules say about one moment.

    Attributes:
        closes: when it closes, if it is open and closes within a week.
        opens: when it surely opens next, if it is not open and that is known.
        is_holiday: it may be open or closed: today is a public holiday, of which the schedules say
            nothing.
    """

    is_open: bool
    closes: datetime | None = None
    opens: datetime | None = None
    is_holiday: bool = False

    @property
    def is_always(self) -> bool:
        """Tell whether it is open day and night."""
        return self.is_open and self.closes is None


def openings(schedules: Iterable[Schedule], start: datetime, end: datetime) -> list[Span]:
    """List the times at which it is surely open, in order, those that touch as one.

    Args:
        start, end: aware, in any time zone. Openings are given whole if they lie partly between,
            but those that touch further than a day before or after are not joined on.

    Returns:
        Spans in the time of Europe/Amsterdam.
    """
    spans = _spans(schedules, start.astimezone(UTC), end.astimezone(UTC))
    return _merge(span for span in spans if not span.is_doubtful)


def opening_at(schedules: Iterable[Schedule], moment: datetime) -> Opening | None:
    """Tell whether it is open at a moment, and until or from when.

    Args:
        moment: aware, in any time zone.

    Returns:
        None if nothing is known about the moment: no times, or no rule that holds these days.
    """
    known = [schedule for schedule in islice(schedules, MAX_SCHEDULES) if _has_times(schedule)]
    now = moment.astimezone(UTC)
    opening = _opening_within(known, now, _WEEK + _DAY)
    if opening is None or not (opening.is_open or opening.opens):
        opening = _opening_within(known, now, timedelta(days=LOOK_AHEAD_DAYS))
    if opening is not None:
        return opening
    today = local_day(now)
    return Opening(is_open=False) if any(holds_on(each, today) for each in known) else None


def spans_for_phone(
    schedules: Iterable[Schedule], moment: datetime, *, days: int = 14
) -> list[tuple[int, int]]:
    """List the openings of the next days for a phone that reckons with them offline.

    Returns:
        Pairs of start and end, in whole minutes since 1970-01-01 00:00 UTC, in order; what is over
        is left out.
    """
    found = openings(schedules, moment, moment + timedelta(days=days))
    return [(_minutes(opens), _minutes(closes)) for opens, closes in found]


def is_day_and_night(schedules: Iterable[Schedule]) -> bool:
    """Tell whether whole days fill every week: such a line has somebody there on holidays too."""
    whole = (each for each in schedules if _has_times(each) and each.opens_at == each.closes_at)
    days: set[str] = set()
    for each in whole:
        if each.interval == 1 and not each.bymonthday and each.count is None:
            listed = {day for _, day in parse_byday(each)}
            if each.freq is Frequency.WEEKLY or (each.freq is Frequency.DAILY and listed):
                days |= listed
            elif each.freq is Frequency.DAILY:
                days.update(WEEKDAYS)
    return len(days) == len(WEEKDAYS)


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in the Netherlands, by the package `holidays`."""
    return day in _holidays_of(day.year)


# --- Spans --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _DaySpan:
    """One opening of one schedule, in UTC; doubtful on a public holiday."""

    day: date
    opens: datetime
    closes: datetime
    is_doubtful: bool


def _spans(schedules: Iterable[Schedule], start: datetime, end: datetime) -> Iterator[_DaySpan]:
    known = [schedule for schedule in islice(schedules, MAX_SCHEDULES) if _has_times(schedule)]
    holds_always = is_day_and_night(known)
    for schedule in known:
        assert schedule.opens_at is not None
        assert schedule.closes_at is not None
        opens_at, closes_at = _clock(schedule.opens_at), _clock(schedule.closes_at)
        holds = schedule.holds_on_holidays or holds_always
        # One that opened yesterday evening may still be open.
        for day in days_between(schedule, local_day(start) - _DAY, local_day(end)):
            opens = _moment(day, opens_at)
            closes = _moment(day + _DAY if closes_at <= opens_at else day, closes_at)
            if opens < closes and closes > start and opens < end:
                yield _DaySpan(day, opens, closes, not holds and is_public_holiday(day))


def _opening_within(
    schedules: Sequence[Schedule], moment: datetime, ahead: timedelta
) -> Opening | None:
    """Give what is known of a moment by the openings in a time ahead; None if there is none."""
    spans = list(_spans(schedules, moment, moment + ahead))
    sure = _merge(span for span in spans if not span.is_doubtful)
    if sure and sure[0][0] <= moment:
        closes = sure[0][1]
        return Opening(is_open=True, closes=None if closes - moment >= _WEEK else closes)
    opens = sure[0][0] if sure else None
    if any(_is_in_doubt(span, moment) for span in spans):
        return Opening(is_open=False, opens=opens, is_holiday=True)
    return Opening(is_open=False, opens=opens) if opens else None


def _is_in_doubt(span: _DaySpan, moment: datetime) -> bool:
    """From midnight on, nobody knows whether it opens on a holiday; its usual end is sure."""
    return span.is_doubtful and (span.day == local_day(moment) or span.opens <= moment)


def _merge(spans: Iterable[_DaySpan]) -> list[Span]:
    """Join openings that touch, or a line that never closes would be "open until midnight"."""
    merged: list[Span] = []
    for opens, closes in sorted((span.opens, span.closes) for span in spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    # Two times of one zone are compared by their clocks, wrong when a clock is set back: UTC so far.
    return [(opens.astimezone(TIME_ZONE), closes.astimezone(TIME_ZONE)) for opens, closes in merged]


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(country_holidays("NL", years=year))


def _moment(day: date, at: time) -> datetime:
    """Give a clock time of a day in UTC; one that does not exist is when the clock is set."""
    moment = datetime.combine(day, at, TIME_ZONE).astimezone(UTC)
    if moment.astimezone(TIME_ZONE).time() == at:
        return moment
    # In the European Union clocks are set at 01:00 UTC, so on a whole hour.
    return moment.replace(minute=0, second=0, microsecond=0)


def _clock(at: time) -> time:
    """Leave out the zone that a file may name: doors open by the clock, in summer and in winter."""
    return at.replace(tzinfo=None, fold=0)


def _minutes(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _has_times(schedule: Schedule) -> bool:
    return schedule.opens_at is not None and schedule.closes_at is not None
