"""Which dates of a plan go into a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pwa.plan.core import Day, Period, Plan

# Names the next talk among the entries, where a step has its uid.
NEXT_TALK = "next talk"
# Such a talk has no date yet: the same day of the week, so many weeks after it was agreed on.
_AFTER = {Period.TWO_WEEKS: timedelta(weeks=2), Period.SIX_WEEKS: timedelta(weeks=6)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A date of the plan.

    Attributes:
        of: `NEXT_TALK`, or the uid of a step.
        is_about: it is around that day, such as "in six weeks".
    """

    of: str
    when: Day
    is_about: bool = False


def find_entries(plan: Plan, today: date, talk_day: date | None = None) -> tuple[Entry, ...]:
    """Find the dates that are still to come: of the next talk, and of steps that are not done.

    Of times without a date, only those of the next talk are reckoned, from `talk_day` on.

    Args:
        today: in the practice's time zone.
        talk_day: on which the next talk was agreed on, see `find_talk_day`.
    """
    return tuple(entry for entry in _dated(plan, talk_day) if entry.when.day >= today)


def _dated(plan: Plan, talk_day: date | None) -> Iterator[Entry]:
    if isinstance(plan.next_talk, Day):
        yield Entry(NEXT_TALK, plan.next_talk)
    elif talk_day and isinstance(plan.next_talk, Period) and plan.next_talk in _AFTER:
        yield Entry(NEXT_TALK, Day(talk_day + _AFTER[plan.next_talk]), is_about=True)
    for step in plan.steps:
        if isinstance(step.when, Day) and step.done_on is None:
            yield Entry(step.uid, step.when)
