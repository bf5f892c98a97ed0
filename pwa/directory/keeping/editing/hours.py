"""Opening times as rows of the form: on which days, from when to when, and how often.

A schedule that a row cannot show (a summer only, the 15th of the month) is a row that can be taken
away but not changed; whatever else a changed schedule says stays.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice
from typing import Final

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.keeping.editing.fields import (
    MAX_ROWS,
    OPEN,
    TICKED,
    Values,
    canonical,
    first,
    row_field,
    row_numbers,
)
from pwa.directory.schedule_days import WEEKDAYS
from pwa.errors import PersonalError
from pwa.text import N_
from pwa.typed.days import NoSuchDay, read_day, read_time


@dataclass(frozen=True, slots=True)
class Every:
    """How often an opening comes back, as the form offers it.

    Attributes:
        code: the value of the field.
        number: of the day in the month, from its end if negative; 0 in a week.
    """

    code: str
    text: str
    freq: Frequency
    interval: int = 1
    number: int = 0


EVERY: Final = (
    # Translators: how often it is open
    Every("week", N_("every week"), Frequency.WEEKLY),
    # Translators: how often it is open
    Every("second-week", N_("every second week"), Frequency.WEEKLY, interval=2),
    # Translators: how often it is open: on the first Tuesday of the month
    Every("first", N_("the first of the month"), Frequency.MONTHLY, number=1),
    # Translators: how often it is open: on the second Tuesday of the month
    Every("second", N_("the second of the month"), Frequency.MONTHLY, number=2),
    # Translators: how often it is open: on the third Tuesday of the month
    Every("third", N_("the third of the month"), Frequency.MONTHLY, number=3),
    # Translators: how often it is open: on the fourth Tuesday of the month
    Every("fourth", N_("the fourth of the month"), Frequency.MONTHLY, number=4),
    # Translators: how often it is open: on the last Tuesday of the month
    Every("last", N_("the last of the month"), Frequency.MONTHLY, number=-1),
)
_BY_CODE: Final = {every.code: every for every in EVERY}
_DAY: Final = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")

NO_DAYS = N_("Choose on which days it is open.")
NO_TIME = N_("Type a time, such as 9:30.")
NO_FIRST_DAY = N_("Type a date on which it is open, such as 30-11-2026.")
OTHER_DAY = N_("This date is on another day of the week. Type a date on which it is open.")


def write_hours(schedules: Iterable[Schedule]) -> dict[str, list[str]]:
    """Give the fields of the rows for schedules."""
    values: dict[str, list[str]] = {}
    for number, schedule in enumerate(islice(schedules, MAX_ROWS), 1):
        for name, found in _write_row(schedule).items():
            values[row_field(OPEN, number, name)] = found
    return canonical(values)


def read_hours(
    values: Values,
    saved: Sequence[Schedule],
    errors: dict[str, PersonalError],
    *,
    today: date,
    new_id: Callable[[], str],
) -> tuple[Schedule, ...]:
    """Read the rows; those that are wrong are left out, and `errors` says what is wrong.

    Args:
        values: canonical.
        saved: the schedules before; a row names its own by the id.
        today: a date without a year is the first such day from this one on.
    """
    known = {schedule.id: schedule for schedule in saved[:MAX_ROWS]}
    found = []
    for number in row_numbers(values, OPEN):
        row = _Row(values, number)
        before = known.pop(row.first("id"), None)
        if before is not None and _write_row(before) == row.fields:
            found.append(before)
        elif not row.first("kept"):
            schedule = row.read(before or Schedule(id=new_id()), today)
            errors |= row.errors
            if schedule is not None and not row.errors:
                found.append(schedule)
    return (*found, *saved[MAX_ROWS:])


def is_simple(schedule: Schedule) -> bool:
    """Tell whether a row of the form shows all that a schedule says, apart from words."""
    is_bounded = any((schedule.until, schedule.count, schedule.valid_from, schedule.valid_to))
    has_times = schedule.opens_at is not None and schedule.closes_at is not None
    return not is_bounded and has_times and _find_every(schedule) is not None


def _find_every(schedule: Schedule) -> Every | None:
    days = [_DAY.fullmatch(day) for day in filter(None, schedule.byday.split(","))]
    numbers = {int(day[1] or 0) for day in days if day}
    if schedule.bymonthday or not all(days) or len(numbers) != 1:
        return None
    if schedule.interval != 1 and schedule.dtstart is None:
        return None
    shape = (schedule.freq, schedule.interval, *numbers)
    return next((each for each in EVERY if (each.freq, each.interval, each.number) == shape), None)


def _write_row(schedule: Schedule) -> dict[str, list[str]]:
    every = _find_every(schedule)
    if every is None or not is_simple(schedule):
        return {"id": [schedule.id], "kept": [TICKED]}
    days = [day[-2:] for day in schedule.byday.split(",")]
    starts = every.interval > 1 and schedule.dtstart
    row = {
        "id": [schedule.id],
        "day": sorted(days),
        "from": [_write_time(schedule.opens_at)],
        "to": [_write_time(schedule.closes_at)],
        "every": [every.code],
        "start": [_write_day(schedule.dtstart)] if starts else [],
        "holidays": [TICKED] if schedule.holds_on_holidays else [],
    }
    return {name: found for name, found in row.items() if found}


def _write_time(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _write_day(day: date | None) -> str:
    return f"{day.day}-{day.month}-{day.year}" if day else ""


class _Row:
    """One row of the form, while it is read."""

    def __init__(self, values: Values, number: int) -> None:
        self.values = values
        self.number = number
        self.errors: dict[str, PersonalError] = {}

    @property
    def fields(self) -> Mapping[str, Sequence[str]]:
        """The row's fields without its number."""
        start = row_field(OPEN, self.number) + "-"
        return {
            name.removeprefix(start): list(found)
            for name, found in self.values.items()
            if name.startswith(start)
        }

    def first(self, name: str) -> str:
        """Give the first value of a field of the row."""
        return first(self.values, row_field(OPEN, self.number, name))

    def read(self, schedule: Schedule, today: date) -> Schedule | None:
        """Put what was typed into a schedule."""
        every = _BY_CODE.get(self.first("every"), EVERY[0])
        chosen = self.values.get(row_field(OPEN, self.number, "day"), ())
        days = [day for day in WEEKDAYS if day in chosen]
        if not days:
            self._refuse("day", NO_DAYS)
        opens, closes = self._time("from"), self._time("to")
        start = self._start(days, today) if every.interval > 1 else None
        return replace(
            schedule,
            freq=every.freq,
            interval=every.interval,
            byday=",".join(f"{every.number or ''}{day}" for day in days),
            bymonthday="",
            dtstart=start,
            opens_at=opens,
            closes_at=closes,
            holds_on_holidays=bool(self.first("holidays")),
        )

    def _time(self, name: str) -> time | None:
        try:
            return read_time(self.first(name))
        except NoSuchDay:
            self._refuse(name, NO_TIME)
            return None

    def _start(self, days: Sequence[str], today: date) -> date | None:
        try:
            day = read_day(self.first("start"), today)
        except NoSuchDay:
            self._refuse("start", NO_FIRST_DAY)
            return None
        if days and WEEKDAYS[day.weekday()] not in days:
            self._refuse("start", OTHER_DAY)
        return day

    def _refuse(self, name: str, message: str) -> None:
        self.errors.setdefault(row_field(OPEN, self.number, name), PersonalError(message))
