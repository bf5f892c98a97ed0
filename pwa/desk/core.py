"""The desk: the days of a list, finding lines by a few typed characters, and times of consults."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pwa.appointments.core import Line
from pwa.errors import PersonalError
from pwa.text import N_
from pwa.typed import days
from pwa.typed.folding import fold

# How far a day may be from today: an unused plan is erased after a year; invitations go no further.
_FARTHEST = timedelta(days=366)
# Span of a search to either side: a caller's invitation may be for last week or for the next one.
SEARCHED = timedelta(days=14)
SLOT = timedelta(minutes=10)
_OPENS, _CLOSES = time(8), time(18)
_SATURDAY = 5
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class TimeError(PersonalError):
    """The typed text is not a time of day."""

    def __init__(self) -> None:
        super().__init__(N_("Type a time, for example 1040 or 10:40."))


def read_day(text: str, today: date) -> date:
    """Read a day from a page's address; today if it is missing, invalid or over a year away."""
    try:
        day = days.read_day(text, today)
    except days.NoSuchDay:
        return today
    return day if abs(day - today) <= _FARTHEST else today


def day_span(day: date, zone: tzinfo, last: date | None = None) -> tuple[datetime, datetime]:
    """Give the beginning and the end of a day or several, in UTC; the end is not included.

    A day has 23 or 25 hours when the clock is changed.

    Args:
        day: the first day, in `zone`.
        last: the last day; None for one day only.
    """
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine((last or day) + timedelta(days=1), time.min, zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def read_time(text: str) -> time:
    """Read a time as people type it.

    Raises:
        TimeError: the text is not a time of day.
    """
    try:
        return days.read_time(text)
    except days.NoSuchDay:
        raise TimeError from None


def next_slot(now: datetime) -> datetime:
    """Give the next multiple of ten minutes within working hours (Monday to Friday, 8 to 18 h).

    Args:
        now: in the practice's time zone.
    """
    minutes = now.minute - now.minute % (SLOT.seconds // 60)
    slot = now.replace(minute=minutes, second=0, microsecond=0) + SLOT
    if slot.date() == now.date() and slot.weekday() < _SATURDAY and slot.time() < _CLOSES:
        return max(slot, slot.replace(hour=_OPENS.hour, minute=0))
    morning = now.replace(hour=_OPENS.hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning


def find_lines(lines: Iterable[Line], typed: str, zone: tzinfo) -> list[Line]:
    """Find the lines whose code or time begins with the typed text, or whose names contain it.

    Args:
        lines: to look in, in any order.
        typed: a part of a code, a name or a time, in any case, with or without accents; blank
            finds all lines.
        zone: of the practice, for the times.
    """
    if not typed.strip():
        return list(lines)
    name = fold(typed)
    code = "".join(filter(str.isalnum, name)).upper().translate(_LOOKALIKES)
    return [
        line
        for line in lines
        if (name and any(name in fold(words) for words in _names(line)))
        or _begin_alike(code, line.entry.code_start or "" if line.entry else "")
        or (
            code and line.consult_at and f"{line.consult_at.astimezone(zone):%H%M}".startswith(code)
        )
    ]


def _names(line: Line) -> tuple[str, ...]:
    patient_name = line.appointment.patient_name if line.appointment else ""
    return patient_name, line.entry.known_as if line.entry else ""


def _begin_alike(code: str, code_start: str) -> bool:
    """Say whether a code, typed in part or in whole, fits the known start of a list's code."""
    return bool(code and code_start) and (
        code_start.startswith(code) or code.startswith(code_start)
    )
