"""Which dates of a plan go into a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pwa.plan.core import Day, Plan

# Names the next talk among the entries, where a step has its uid.
NEXT_TALK = "next talk"


@dataclass(frozen=True, slots=True)
class Entry:
    """A date of the plan.

    Attributes:
        of: `NEXT_TALK`, or the uid of a step.
    """

    of: str
    when: Day


def find_entries(plan: Plan, today: date) -> tuple[Entry, ...]:
    """Find the dates that are still to come: of the next talk, and of steps that are not done.

    A time such as "in two weeks" has no date, and words have none either.

    Args:
        today: in the practice's time zone.
    """
    return tuple(entry for entry in _dated(plan) if entry.when.day >= today)


def _dated(plan: Plan) -> Iterator[Entry]:
    if isinstance(plan.next_talk, Day):
        yield Entry(NEXT_TALK, plan.next_talk)
    for step in plan.steps:
        if isinstance(step.when, Day) and step.done_on is None:
            yield Entry(step.uid, step.when)
