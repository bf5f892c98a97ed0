"""Merge two versions of a plan made at the same time: find the differences, apply choices.

No text is lost: the version that somebody else saved in the meantime is shown beside the editor's
own, and the editor decides each difference. `consult.together.core` does the same for checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pwa.editing import Choice, suggest
from pwa.plan.core import (
    MAX_GOAL,
    MAX_IF_WORSE,
    MAX_OPEN_STEPS,
    MAX_TEACH_BACK,
    FreeText,
    Plan,
    Step,
    When,
    check_plan,
)
from pwa.plan.values import new_uid

Value = FreeText | When | Step | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the plan that the two versions have differently.

    Attributes:
        part: `goal`, `step-1` and so on, `next_talk`, `teach_back` or `if_worse`.
        mine: the part in the editor's version; None when it is empty.
        saved: the part in the version that somebody else saved; None when it is empty.
        suggested: the choice by which no change is lost, where there is one.
        can_keep_both: the two can be joined, and there is room.
    """

    part: str
    mine: Value
    saved: Value
    suggested: Choice
    can_keep_both: bool


_WORDS = {"goal": MAX_GOAL, "teach_back": MAX_TEACH_BACK, "if_worse": MAX_IF_WORSE}
_STEPS = tuple(f"step-{number}" for number in range(1, MAX_OPEN_STEPS + 1))


def find_differences(mine: Plan, saved: Plan, base: Plan) -> tuple[Difference, ...]:
    """List the parts in which two versions differ.

    Args:
        mine: the version about to be saved.
        saved: the version that somebody else saved in the meantime.
        base: the version that both started from.
    """
    ours, theirs, before = _parts(mine), _parts(saved), _parts(base)
    room = _count_steps(mine, saved) <= MAX_OPEN_STEPS
    return tuple(
        _difference(part, ours[part], theirs[part], before[part], room)
        for part in ours
        if ours[part] != theirs[part]
    )


def merge_plans(mine: Plan, saved: Plan, choices: Mapping[str, Choice]) -> Plan:
    """Make one plan of two, by the choice for each part; without a choice the part of `mine`.

    Args:
        choices: part to choice.

    Raises:
        PlanError: more steps are open than a plan has room for.
    """
    ours, theirs = _parts(mine), _parts(saved)
    chosen: dict[str, Value] = {}
    more: list[Value] = []
    for part in ours:
        choice = choices.get(part, Choice.MINE)
        if choice is Choice.BOTH and part in _STEPS:
            chosen[part] = theirs[part]
            more.append(ours[part])
        elif choice is Choice.BOTH:
            chosen[part] = _join(part, theirs[part], ours[part]) or ours[part]
        else:
            chosen[part] = ours[part] if choice is Choice.MINE else theirs[part]
    steps: list[Step] = []
    for step in (*(chosen[part] for part in _STEPS), *more):
        if isinstance(step, Step) and step not in steps:
            is_taken = any(step.uid == other.uid for other in steps)
            steps.append(replace(step, uid=new_uid()) if is_taken else step)
    return check_plan(_with_parts(mine, chosen, tuple(steps)))


def _parts(plan: Plan) -> dict[str, Value]:
    steps = (*plan.steps, *[None] * MAX_OPEN_STEPS)
    return {
        "goal": plan.goal,
        **dict(zip(_STEPS, steps, strict=False)),
        "next_talk": plan.next_talk,
        "teach_back": plan.teach_back,
        "if_worse": plan.if_worse,
    }


def _with_parts(plan: Plan, parts: Mapping[str, Value], steps: tuple[Step, ...]) -> Plan:
    words = {name: parts[name] for name in _WORDS}
    return replace(plan, steps=steps, next_talk=parts["next_talk"], **words)  # type: ignore[arg-type]  # by name


def _difference(part: str, mine: Value, saved: Value, before: Value, room: bool) -> Difference:
    can_keep_both = (
        mine is not None
        and saved is not None
        and (room if part in _STEPS else _join(part, saved, mine) is not None)
    )
    suggested = suggest(mine, saved, before, is_empty=mine is None, can_keep_both=can_keep_both)
    return Difference(part, mine, saved, suggested, can_keep_both)


def _join(part: str, first: Value, second: Value) -> FreeText | None:
    """Join two texts on two lines; None if their languages differ or they are too long together."""
    if not (isinstance(first, FreeText) and isinstance(second, FreeText)) or part not in _WORDS:
        return None
    text = f"{first.text}\n{second.text}"
    fits = first.language == second.language and len(text) <= _WORDS[part]
    return FreeText(text, first.language) if fits else None


def _count_steps(mine: Plan, saved: Plan) -> int:
    return len(saved.steps) + sum(step not in saved.steps for step in mine.steps)
