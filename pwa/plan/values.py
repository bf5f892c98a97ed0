"""Read single values of a plan strictly: one notation and one range for each."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from pwa.plan.core import PlanError
from pwa.plan.library.core import MAX_PERSON, RANGES, TIMES, WEEKDAYS, Slot, SlotValue
from pwa.text import N_, clean_text, one_line

_YEARS = range(2000, 2100)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")

_UID = re.compile(r"[0-9a-f]{12}")
_UID_BYTES = 6

UNKNOWN = N_("This choice does not exist.")
MISSING = N_("Fill this in.")
_WEEKDAY = N_("Choose a day.")
_DATE = N_("Fill in a date, for example 30-11-2026.")
_TIME = N_("Fill in a time, for example 22:30.")
_NUMBER = N_("Fill in a number from %(low)s to %(high)s.")
_TOO_LONG = N_("This is too long. There is room for %(count)s characters.")

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_slot(slot: Slot, raw: object) -> SlotValue:
    """Read the value of a slot: a number, an ISO date or time, a weekday's code, or a name.

    Raises:
        PlanError: the value is missing, of another type or out of range.
    """
    if slot in RANGES:
        return _number(raw, RANGES[slot])
    if slot is Slot.DATE:
        return read_date(raw)
    if slot in TIMES:
        return read_time(raw)
    if slot is Slot.WEEKDAY:
        if raw not in WEEKDAYS:
            raise PlanError(_WEEKDAY)
        return str(raw)
    return read_name(raw, MAX_PERSON, required=True)


def read_name(raw: object, max_length: int, *, required: bool = False) -> str:
    """Read a name, on one line.

    Raises:
        PlanError: the name is no string, too long, or empty while it is required.
    """
    name = one_line(clean_text(read_text(raw)))
    if required and not name:
        raise PlanError(MISSING)
    return limit_length(name, max_length)


def new_uid() -> str:
    """Make the uid of a new step, by chance: nothing of the step can be read from it."""
    return secrets.token_hex(_UID_BYTES)


def read_uid(raw: object) -> str:
    """Read the uid of a step.

    Raises:
        PlanError: the value is no uid.
    """
    if not isinstance(raw, str) or not _UID.fullmatch(raw):
        raise PlanError(UNKNOWN)
    return raw


def read_mapping(raw: object, allowed: set[str]) -> Mapping[str, object]:
    """Return `raw` if it is a JSON object with no other keys than these.

    Raises:
        PlanError: it is no object, or has an unknown key.
    """
    if not isinstance(raw, Mapping) or not allowed.issuperset(raw):
        raise PlanError(UNKNOWN)
    return raw


def read_choice(choices: type[_Choice], raw: object) -> _Choice:
    """Turn a code into a member of an enumeration.

    Raises:
        PlanError: the enumeration has no such code.
    """
    if not isinstance(raw, str) or raw not in {choice.value for choice in choices}:
        raise PlanError(UNKNOWN)
    return choices(raw)


def read_text(raw: object) -> str:
    """Return `raw` if it is a string.

    Raises:
        PlanError: it is of another type.
    """
    if not isinstance(raw, str):
        raise PlanError(UNKNOWN)
    return raw


def limit_length(text: str, max_length: int) -> str:
    """Return the text unchanged if it is not too long.

    Args:
        max_length: in characters.

    Raises:
        PlanError: it is longer.
    """
    if len(text) > max_length:
        raise PlanError(_TOO_LONG, {"count": max_length})
    return text


def _number(raw: object, allowed: range) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw not in allowed:
        raise PlanError(_NUMBER, {"low": allowed.start, "high": allowed.stop - 1})
    return raw


def read_date(raw: object) -> date:
    """Read a date like `2026-11-30`.

    Raises:
        PlanError: the date does not exist, or is outside the years 2000 to 2099.
    """
    # Only this notation: `date.fromisoformat` also reads others, such as week dates.
    if isinstance(raw, str) and _ISO_DATE.fullmatch(raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError as error:
            raise PlanError(_DATE) from error
        if day.year in _YEARS:
            return day
    raise PlanError(_DATE)


def read_time(raw: object) -> time:
    """Read a time like `22:30`.

    Raises:
        PlanError: the time does not exist.
    """
    if isinstance(raw, str) and _ISO_TIME.fullmatch(raw):
        try:
            return time.fromisoformat(raw)
        except ValueError as error:
            raise PlanError(_TIME) from error
    raise PlanError(_TIME)
