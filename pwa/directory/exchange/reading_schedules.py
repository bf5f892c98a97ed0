"""Opening hours of a foreign file: a rule that we can keep exactly, or only its words."""

import re
from datetime import time
from typing import Final

from pwa.directory.exchange.reading import Row
from pwa.directory.exchange.terms import YES, Fact, Taxonomy
from pwa.directory.exchange.values import Unreadable, read_time
from pwa.directory.hsds import MAX_DIRECTIONS, Frequency, Schedule
from pwa.text import N_

_DAYS = re.compile(r"[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,2}")
_FREQUENCIES: Final = {frequency.value: frequency for frequency in Frequency}
_MOST_DAYS: Final = 60
_MOST_TIMES: Final = 10_000
_WITH_NUMBERS: Final = frozenset({Frequency.MONTHLY, Frequency.YEARLY})
# Parts of RFC 5545 that the model has no room for; without them the rule would say too much.
_NARROWER: Final = ("byweekno", "byyearday")

NO_TIME = N_("%(value)s is no time here, so only the days are kept (%(field)s).")
NOT_A_RULE = N_("Some opening hours are written so that only their words are kept.")


def read_schedule(row: Row, otherwise: str) -> Schedule | None:
    """Read one schedule; None if nothing of it can be kept.

    Args:
        otherwise: names it, when it has no id.

    Raises:
        Refused: a date is none of our calendar, or a value of another type.
    """
    facts = {code: value for taxonomy, code, value in row.own_facts() if taxonomy is Taxonomy.FACTS}
    frequency = _frequency(row, facts.get(Fact.FREQUENCY, ""))
    byday = _list(row, "byday").upper()
    bymonthday = _list(row, "bymonthday")
    narrower = [name for name in _NARROWER if row.value(name).strip()]
    schedule = Schedule(
        id=row.uid("schedule", otherwise),
        freq=frequency or Frequency.WEEKLY,
        interval=row.whole("interval", least=1, most=1000) or 1,
        byday=byday,
        bymonthday=bymonthday,
        dtstart=row.day("dtstart"),
        until=row.day("until"),
        count=row.whole("count", least=1, most=_MOST_TIMES),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        opens_at=_time(row, "opens_at"),
        closes_at=_time(row, "closes_at"),
        description=row.text("description", MAX_DIRECTIONS),
        holds_on_holidays=facts.get(Fact.HOLDS_ON_HOLIDAYS) == YES,
    )
    row.raw("wkst")
    row.close()
    is_clear = frequency is not None and not narrower and _is_rule(schedule)
    return schedule if is_clear else _only_words(row, schedule)


def _frequency(row: Row, own: str) -> Frequency | None:
    """Give how often it comes back; days without a word about it come back every week."""
    written = (own or row.value("freq")).strip().upper()
    row.raw("freq")
    if not written and row.value("byday").strip():
        return Frequency.WEEKLY
    return _FREQUENCIES.get(written)


def _list(row: Row, field: str) -> str:
    return ",".join(part for part in re.split(r"[\s,;]+", row.value(field)) if part)


def _time(row: Row, field: str) -> time | None:
    text = row.value(field)
    try:
        return read_time(text)
    except Unreadable:
        row.reading.note(NO_TIME, value=text, field=row.name_of(field))
        row.reading.pass_over(row.name_of(field))
        return None


def _is_rule(schedule: Schedule) -> bool:
    """Say whether the days are written as RFC 5545 does, and what week begins when is no matter."""
    days = schedule.byday.split(",") if schedule.byday else []
    numbers = schedule.bymonthday.split(",") if schedule.bymonthday else []
    may_count = schedule.freq in _WITH_NUMBERS
    return (
        len(days) + len(numbers) <= _MOST_DAYS
        and all(_DAYS.fullmatch(day) and (may_count or day.isalpha()) for day in days)
        and all(_NUMBER.fullmatch(day) and 1 <= abs(int(day)) <= 31 for day in numbers)
    )


def _only_words(row: Row, schedule: Schedule) -> Schedule | None:
    row.reading.note(NOT_A_RULE)
    row.reading.pass_over(row.table)
    if not schedule.description:
        return None
    return Schedule(
        id=schedule.id,
        description=schedule.description,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
    )
