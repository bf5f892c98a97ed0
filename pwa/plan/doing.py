"""The steps that the practice has marked as done: the form has only the open ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pwa.plan.core import Performer, Plan, Step
from pwa.plan.merge import by_uid, weave


def open_steps(plan: Plan) -> tuple[Step, ...]:
    """Give the steps that are not done, in the order of the plan."""
    return tuple(step for step in plan.steps if step.done_on is None)


def open_first(plan: Plan) -> list[Step]:
    """Give the steps as rows of a form: the open ones, then those that are done."""
    return sorted(plan.steps, key=lambda step: step.done_on is not None)


def is_for_practice_to_say(step: Step) -> bool:
    """Tell whether the practice says that a step is done; of an own step the patient says it."""
    return step.who.performer is not Performer.PATIENT


def with_done_steps(typed: Plan, base: Plan, *, asked: frozenset[str] = frozenset()) -> Plan:
    """Add to what a form says the done steps of the version that it started from.

    Args:
        asked: uids of steps about which somebody decided; the form says whether they stay.
    """
    done = {step.uid: step for step in base.steps if step.done_on and step.uid not in asked}
    steps = done | by_uid(typed.steps)
    order = weave(by_uid(typed.steps), (step.uid for step in base.steps if step.uid in steps))
    return replace(typed, steps=tuple(steps[uid] for uid in order))


def mark(plan: Plan, marks: Mapping[str, date | None]) -> Plan:
    """Note of steps on which day they were done.

    Args:
        marks: uid to day, None for a step that is open again; steps of the patient stay as they are.
    """
    steps = (
        replace(step, done_on=marks[step.uid])
        if step.uid in marks and is_for_practice_to_say(step)
        else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))
