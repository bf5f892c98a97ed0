"""The desk: which days a list shows, whom a few typed characters can mean, when a consult is."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pwa.appointments.core import Line
from pwa.errors import PersonalError
from pwa.text import N_
from pwa.typed import days
from pwa.typed.folding import fold

# A plan that nobody uses is kept for a year; nobody is invited for later than that.
_FARTHEST = timedelta(days=366)
# When somebody calls, the invitation may be of last week or for the next one.
SEARCHED = timedelta(days=14)
SLOT = timedelta(minutes=10)
_OPENS, _CLOSES = time(8), time(18)
_SATURDAY = 5
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class TimeError(PersonalError):
    """What was typed is no time of a day."""

    def __init__(self) -> None:
        super().__init__(N_("Type a time, for example 1040 or 10:40."))


def read_day(text: str, today: date) -> date:
    """Read the day of an address; today, if it holds none, or one of which nothing can be there."""
    try:
        day = days.read_day(text, today)
    except days.NoSuchDay:
        return today
    return day if abs(day - today) <= _FARTHEST else today


def day_span(day: date, zone: tzinfo, last: date | None = None) -> tuple[datetime, datetime]:
    """Give the beginning and the end of a day in UTC; 23 or 25 hours when the clock is changed.

    Args:
        last: of several days.
    """
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine((last or day) + timedelta(days=1), time.min, zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def read_time(text: str) -> time:
    """Read a time as people type it.

    Raises:
        TimeError: it is none.
    """
    try:
        return days.read_time(text)
    except days.NoSuchDay:
        raise TimeError from None


def next_slot(now: datetime) -> datetime:
    """Give the next round time at which a practice sees somebody.

    Args:
        now: as the clock on the wall says.
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
    """Find the lines whose code or time begins with what was typed, or whose names hold it.

    Args:
        lines: of a day.
        typed: a part of a code, of a name or of a time, in any case and with or without accents.
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
    """Say whether a code, typed in part or in whole, can be the one that begins so."""
    return bool(code and code_start) and (
        code_start.startswith(code) or code.startswith(code_start)
    )
