"""Carry out what somebody decided about a plan that two people changed at the same time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pwa.editing import Choice
from pwa.plan.core import Plan, Step, check_plan
from pwa.plan.merge import PARTS, STEP_FIELDS, by_uid, join_words, weave
from pwa.plan.values import new_uid


def apply_choices(
    mine: Plan,
    saved: Plan,
    choices: Mapping[str, Choice],
    *,
    make_uid: Callable[[], str] = new_uid,
) -> Plan:
    """Take from `saved` what was chosen from it; without a choice the part of `mine` stays.

    Args:
        mine: the plan of `merge_plans`, to which the editor may have added.
        saved: the version that the question showed as saved by somebody else.
        choices: part to choice, with the names of the parts of `merge.Difference`.

    Raises:
        PlanError: more steps are open than a plan has room for.
    """
    parts: dict[str, Any] = {}
    for name in PARTS:
        one, other = getattr(mine, name), getattr(saved, name)
        choice = choices.get(name)
        both = join_words(name, other, one) if choice is Choice.BOTH else None
        parts[name] = other if choice is Choice.SAVED else both or one
    ours, theirs = by_uid(mine.steps), by_uid(saved.steps)
    steps: list[Step] = []
    for uid in weave(ours, theirs):
        one, other = ours.get(uid), theirs.get(uid)
        if one and other:
            steps += _apply_to_step(one, other, choices, make_uid)
        elif step := other if choices.get(f"step-{uid}") is Choice.SAVED else one:
            steps.append(step)
    return check_plan(Plan(steps=tuple(steps), **parts))


def _apply_to_step(
    one: Step, other: Step, choices: Mapping[str, Choice], make_uid: Callable[[], str]
) -> list[Step]:
    chosen = {name: choices.get(f"step-{one.uid}-{name}") for name in STEP_FIELDS}
    if choices.get(f"step-{one.uid}") is Choice.SAVED:
        return [other]
    taken: dict[str, Any] = {
        name: getattr(other, name) for name, choice in chosen.items() if choice is Choice.SAVED
    }
    if chosen["what"] is Choice.BOTH:
        # Two texts become two steps. The one that was saved first keeps the uid.
        return [replace(one, what=other.what, **taken), replace(one, uid=make_uid(), **taken)]
    return [replace(one, **taken)]
