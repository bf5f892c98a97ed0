"""The filters in the query of the log's address; none of its values is trusted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from flask_babel import gettext

from pwa.accesslog.core import Filters
from pwa.accesslog.groups import Group
from pwa.audit import Outcome, Reason
from pwa.text import N_
from pwa.typed.days import read_day

_T = TypeVar("_T")
# The largest integer of a database column (32 bits).
_MOST = 2**31 - 1
_ALMOST_A_YEAR = timedelta(days=364)
NO_DATE = N_("This is not a date.")


@dataclass
class FilterForm:
    """The filters as they were asked for.

    Attributes:
        before: show the entries with a smaller number than this.
        typed: field name to what was asked for.
        errors: field name to what is wrong with it.
    """

    filters: Filters
    before: int | None
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_filters(arguments: Mapping[str, str], today: date) -> FilterForm:
    """Read the filters; an unreadable one is an error, or more than asked for would be shown."""
    errors: dict[str, str] = {}

    def read(name: str, parse: Callable[[str], _T]) -> _T | None:
        text = arguments.get(name, "").strip()
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            errors[name] = gettext(NO_DATE)
            return None

    filters = Filters(
        first=read("first", lambda text: _day(text, today)),
        last=read("last", lambda text: _day(text, today)),
        membership_id=read("member", _number),
        group=read("group", Group),
        outcome=read("outcome", Outcome),
        conversation_id=read("conversation", UUID),
    )
    return FilterForm(filters, read("before", _number), arguments, errors)


def read_reason(arguments: Mapping[str, str]) -> Reason:
    """Read why somebody exports the log."""
    try:
        return Reason(arguments.get("reason", ""))
    except ValueError:
        return Reason.CONTROL


def _day(text: str, today: date) -> date:
    # Log entries are in the past, so a day without a year means its last occurrence.
    day = read_day(text, today - _ALMOST_A_YEAR)
    # In the first and last year of `date` the midnight in another time zone could overflow.
    if not date.min.year < day.year < date.max.year:
        raise ValueError(text)
    return day


def _number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or int(text) > _MOST:
        raise ValueError(text)
    return int(text)
