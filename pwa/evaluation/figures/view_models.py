"""What the page of figures shows; every number of people comes from `counting.summing.shown_of`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.counting.core import (
    LEAST,
    QUARTERS,
    Event,
    Group,
    Groups,
    Quarter,
    Table,
    of_year,
    total_of,
)
from pwa.counting.models import EventCount
from pwa.counting.service import current_quarter
from pwa.counting.summing import count_waiting, shown_of
from pwa.evaluation.figures.periods import Period, earlier_periods, read_period
from pwa.evaluation.questions import OF_PATIENTS, OF_STAFF, Question
from pwa.handover.overview.service import count_open, oldest_since
from pwa.selfcheck.questions import OTHER, TOPIC_BY_CODE
from pwa.text import N_
from pwa.vault.work import Work

EVENT_NAMES: Final[Mapping[Event, str]] = {
    # Translators: how often, in the figures
    Event.INVITED: N_("Invited"),
    # Translators: how often, in the figures
    Event.SHARED: N_("Shared"),
    # Translators: how often, in the figures
    Event.READ: N_("Read"),
    # Translators: how often, in the figures
    Event.PLANNED: N_("Plan made"),
    # Translators: how often, in the figures; the questions after the talk were answered
    Event.LOOKED_BACK: N_("Looked back"),
}
# What the page calls the questions.
SHORT_NAMES: Final[Mapping[Table, str]] = {
    Table.UNDERSTAND: N_("Do you understand your complaint better?"),
    Table.KNOW: N_("Do you know better what you can do yourself?"),
    # Translators: a patient
    Table.HEARD: N_("Felt heard"),
    # Translators: the talk
    Table.MATTERS: N_("It was about what matters"),
    Table.EASY: N_("The list was easy"),
    Table.HELPED: N_("It helped me to understand the patient"),
    Table.TIME: N_("How long the talk was"),
}
# All of a bar, in percent.
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with the length of its bar.

    Attributes:
        length: from 0 to 100.
    """

    name: str
    number: int
    length: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole.

    Attributes:
        start, percent: where it begins in the bar, and how long it is, from 0 to 100.
    """

    name: str
    number: int
    start: int
    percent: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The answers to one question; `parts` is empty while too few answered.

    Attributes:
        nivel: as in `Question`.
    """

    name: str
    nivel: int | None
    parts: tuple[Part, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything on the page.

    Attributes:
        is_year: of the whole year, else of the quarter.
        topics: what it was about first, the most frequent topic first; the rest comes last.
        handovers: how many are open.
        oldest_days: for how many days the oldest of them is open.
        has_waiting: whether there are tallies that may be summed.
        is_now: it is this quarter or this year.
        earlier: other periods that can be opened, the newest first.
    """

    period: Period
    is_now: bool
    earlier: Sequence[Period]
    events: tuple[Bar, ...]
    patients: tuple[Scale, ...]
    topics: tuple[Bar, ...]
    staff: tuple[Scale, ...]
    handovers: int
    oldest_days: int
    has_waiting: bool


def load_figures(work: Work, practice_id: int, typed: str = "") -> Figures:
    """Load the figures of a period.

    Args:
        typed: the period as the address has it, see `read_period`.
    """
    now = current_quarter(work)
    period = read_period(typed, now)
    year, is_year = period.quarter.year, period.is_year
    numbers = range(1, QUARTERS + 1) if is_year else (period.quarter.number,)
    codes = [Quarter(year, number).code for number in numbers]
    events = _events(work.db, practice_id, codes)
    shown = shown_of(work.db, practice_id)
    waiting = count_waiting(work.db, practice_id, work.master)
    known = shown.keys() | waiting.keys()
    used = [code for code in codes if code in known]
    tables = {table: _groups(table, shown, used, is_year=is_year) for table in Table}
    oldest = oldest_since(work, practice_id)
    return Figures(
        period=period,
        is_now=year == now.year if is_year else period.quarter == now,
        earlier=earlier_periods(work.db, practice_id, now),
        events=_bars([(gettext(name), events.get(key, 0)) for key, name in EVENT_NAMES.items()]),
        patients=tuple(_scale(question, tables[question.table]) for question in OF_PATIENTS),
        topics=_bars([(_topic(group), group.number) for group in tables[Table.TOPIC]]),
        staff=tuple(_scale(question, tables[question.table]) for question in OF_STAFF),
        handovers=count_open(work, practice_id),
        oldest_days=(work.now - oldest).days if oldest else 0,
        has_waiting=any(number >= LEAST for number in waiting.values()),
    )


def _events(db: Session, practice_id: int, codes: Sequence[str]) -> dict[Event, int]:
    rows = db.execute(
        select(EventCount.event, func.sum(EventCount.count))
        .where(EventCount.practice_id == practice_id, EventCount.quarter.in_(codes))
        .group_by(EventCount.event)
    )
    return {event: int(number) for event, number in rows}


def _groups(
    table: Table,
    shown: Mapping[str, Mapping[Table, Groups]],
    used: Sequence[str],
    *,
    is_year: bool,
) -> Groups:
    quarters = [shown.get(code, {}).get(table, ()) for code in used]
    if is_year:
        return of_year(table, quarters)
    return quarters[0] if quarters else ()


def _topic(group: Group) -> str:
    if not group.codes:
        # Translators: topics with fewer than ten people each
        return gettext("other topics")
    (code,) = group.codes
    known = TOPIC_BY_CODE.get(code)
    if known:
        return gettext(known.short)
    return gettext("Something else") if code == OTHER else code


def _bars(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    most = max((number for _, number in rows), default=0) or 1
    return tuple(Bar(name, number, number * _WHOLE // most) for name, number in rows)


def _scale(question: Question, groups: Groups) -> Scale:
    total, parts, before, start = total_of(groups), [], 0, 0
    # One group of all answers says nothing but how many there are.
    for group in groups if len(groups) > 1 else ():
        names = [gettext(question.answers[code]) for code in group.codes]
        before += group.number
        end = round(before * _WHOLE / total)  # the ends are rounded: so the parts add up to all
        parts.append(Part(" / ".join(names), group.number, start, end - start))
        start = end
    return Scale(gettext(SHORT_NAMES[question.table]), question.nivel, tuple(parts), total)
