"""Merge two versions of a plan that were made at the same time.

What only one of two people changed is taken over without a question: whole parts, steps (found by
their uid), and single fields of a step. What both changed differently is asked, and the page shows
both. A step that one took out and the other changed is kept and asked. So are the steps that make
the plan longer than it has room for. `choices.py` carries out the answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pwa.editing import Choice, suggest, who_changed
from pwa.plan.core import (
    MAX_GOAL,
    MAX_IF_WORSE,
    MAX_OPEN_STEPS,
    MAX_TEACH_BACK,
    FreeText,
    Plan,
    Step,
    When,
)

Value = FreeText | When | Step | None

WORDS = {"goal": MAX_GOAL, "teach_back": MAX_TEACH_BACK, "if_worse": MAX_IF_WORSE}
PARTS = ("goal", "next_talk", "teach_back", "if_worse")
STEP_FIELDS = ("what", "who", "when", "help_option", "done_on")


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the plan that two people changed differently.

    Attributes:
        part: one of `PARTS`, `step-<uid>`, or `step-<uid>-<field of the step>`.
        mine: the part in the editor's version; for a field of a step the whole step. None when it
            is empty, or the step is not there.
        saved: the same in the version that somebody else saved.
        suggested: the choice by which no change is lost, where there is one.
        can_keep_both: the two can be joined, and there is room.
        field: the field of the step, one of `STEP_FIELDS`; empty for anything else.
        number: of the step, for people; 0 for what is no step.
    """

    part: str
    mine: Value
    saved: Value
    suggested: Choice
    can_keep_both: bool = False
    field: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """Two versions in one.

    Attributes:
        plan: with the changes of both; of the parts in `questions` it has what is in `mine`.
        questions: what both changed differently; empty if the plan can be saved as it is.
    """

    plan: Plan
    questions: tuple[Difference, ...] = ()


def merge_plans(mine: Plan, saved: Plan, base: Plan) -> Merged:
    """Bring two versions together.

    Args:
        mine: the version about to be saved.
        saved: the version that somebody else saved in the meantime.
        base: the version that both started from.
    """
    parts: dict[str, Any] = {}
    questions = []
    for name in PARTS:
        one, other, before = getattr(mine, name), getattr(saved, name), getattr(base, name)
        changed_by = who_changed(one, other, before)
        parts[name] = other if changed_by is Choice.SAVED else one
        if changed_by is Choice.BOTH:
            both = join_words(name, other, one) is not None
            choice = suggest(one, other, before, is_empty=one is None, can_keep_both=both)
            questions.append(Difference(name, one, other, choice, both))
    steps = _Steps(mine, saved, base)
    questions += steps.ask()
    return Merged(Plan(steps=tuple(steps.merged.values()), **parts), tuple(questions))


def join_words(part: str, first: object, second: object) -> FreeText | None:
    """Join two texts on two lines; None if their languages differ or they are too long together."""
    if not (isinstance(first, FreeText) and isinstance(second, FreeText)) or part not in WORDS:
        return None
    text = f"{first.text}\n{second.text}"
    fits = first.language == second.language and len(text) <= WORDS[part]
    return FreeText(text, first.language) if fits else None


def by_uid(steps: Iterable[Step]) -> dict[str, Step]:
    """Give uid to step, in the order of the plan."""
    return {step.uid: step for step in steps}


def weave(first: Iterable[str], then: Iterable[str]) -> list[str]:
    """Join two orders: what only the second has comes behind what stands before it there."""
    order = list(first)
    place = 0
    for uid in then:
        if uid in order:
            place = order.index(uid) + 1
        else:
            order.insert(place, uid)
            place += 1
    return order


@dataclass
class _Steps:
    """The steps of both versions.

    Attributes:
        merged: uid to step, in the order of the merged plan.
        asked: part to question.
    """

    ours: dict[str, Step]
    theirs: dict[str, Step]
    before: dict[str, Step]
    merged: dict[str, Step] = field(default_factory=dict)
    asked: dict[str, Difference] = field(default_factory=dict)

    def __init__(self, mine: Plan, saved: Plan, base: Plan) -> None:
        self.before, self.theirs = by_uid(base.steps), by_uid(saved.steps)
        self.ours = by_uid(_adopt(mine.steps, saved.steps))
        self.merged, self.asked = {}, {}
        for uid in self._order():
            self._merge(uid)

    def ask(self) -> Iterator[Difference]:
        """Give the questions in the order of the plan, also those of a plan that is too long."""
        self._ask_for_room()
        shown = [uid for uid in self._order() if uid in self.merged or f"step-{uid}" in self.asked]
        for number, uid in enumerate(shown, start=1):
            for part in (f"step-{uid}", *(f"step-{uid}-{name}" for name in STEP_FIELDS)):
                if part in self.asked:
                    yield replace(self.asked[part], number=number)

    def _order(self) -> list[str]:
        """Give all uids: in my order if I moved steps, else in theirs; what else is new at the end."""
        before = [uid for uid in self.before if uid in self.ours]
        is_moved = [uid for uid in self.ours if uid in self.before] != before
        first, then = (self.ours, self.theirs) if is_moved else (self.theirs, self.ours)
        known = [uid for uid in then if uid in first or uid in self.before]
        return list(dict.fromkeys((*weave(first, known), *then)))

    def _merge(self, uid: str) -> None:
        one, other, before = self.ours.get(uid), self.theirs.get(uid), self.before.get(uid)
        if one and other:
            self.merged[uid] = self._merge_fields(one, other, before)
            return
        changed_by = who_changed(one, other, before)
        if kept := other if changed_by is Choice.SAVED else one:
            self.merged[uid] = kept
        if changed_by is Choice.BOTH:
            # Taken out by one and changed by the other: what was changed is suggested.
            choice = Choice.MINE if one else Choice.SAVED
            self.asked[f"step-{uid}"] = Difference(f"step-{uid}", one, other, choice)

    def _merge_fields(self, one: Step, other: Step, before: Step | None) -> Step:
        values: dict[str, Any] = {}
        for name in STEP_FIELDS:
            ours, theirs = getattr(one, name), getattr(other, name)
            # Without the version that both started from, every difference is asked.
            was = getattr(before, name) if before else _UNKNOWN
            changed_by = who_changed(ours, theirs, was)
            values[name] = theirs if changed_by is Choice.SAVED else ours
            if changed_by is Choice.BOTH:
                part = f"step-{one.uid}-{name}"
                choice = Choice.SAVED if ours is None else Choice.MINE
                self.asked[part] = Difference(part, one, other, choice, field=name)
        return replace(one, **values)

    def _ask_for_room(self) -> None:
        """Ask which steps stay if there are too many; then let two own texts of one step be two."""
        theirs = [uid for uid in self.theirs if self._is_open(uid, self.theirs, but_not=self.ours)]
        ours = [uid for uid in self.ours if self._is_open(uid, self.ours, but_not=self.theirs)]
        suggested = {part: each.suggested for part, each in self.asked.items()}
        count = sum(step.done_on is None for step in self.merged.values())
        count += sum(suggested.get(f"step-{uid}") is Choice.SAVED for uid in theirs)
        room = MAX_OPEN_STEPS - count
        if room < 0:
            room = MAX_OPEN_STEPS - sum(self._is_open_in_both(uid) for uid in self.merged)
            for uid in theirs:
                self._ask_about(uid, Choice.SAVED if room > 0 else Choice.MINE)
                room -= 1
            for uid in ours:
                self._ask_about(uid, Choice.MINE if room > 0 else Choice.SAVED)
                room -= 1
        for part, question in self.asked.items():
            if room > 0 and question.field == "what" and _are_own_words(question):
                self.asked[part] = replace(question, suggested=Choice.BOTH, can_keep_both=True)
                room -= 1

    def _ask_about(self, uid: str, suggested: Choice) -> None:
        """Ask whether a step stays that only one of the two has open; the plan has it as in mine."""
        one, other = self.ours.get(uid), self.theirs.get(uid)
        name = "done_on" if one and other else ""
        part = f"step-{uid}-{name}" if name else f"step-{uid}"
        self.asked[part] = Difference(part, one, other, suggested, field=name)
        if one is None:
            self.merged.pop(uid, None)
        else:
            self.merged[uid] = replace(self.merged.get(uid, one), done_on=one.done_on)

    def _is_open_in_both(self, uid: str) -> bool:
        found = (self.ours.get(uid), self.theirs.get(uid))
        return all(step is not None and step.done_on is None for step in found)

    def _is_open(self, uid: str, here: Mapping[str, Step], *, but_not: Mapping[str, Step]) -> bool:
        """Tell whether a step is open here, and done or not there in the other version."""
        is_kept = uid in self.merged or f"step-{uid}" in self.asked
        there = but_not.get(uid)
        is_open_there = there is not None and there.done_on is None
        return is_kept and here[uid].done_on is None and not is_open_there


_UNKNOWN = object()


def _adopt(mine: Iterable[Step], saved: Iterable[Step]) -> list[Step]:
    """Give my steps; one that the other person added in the same words gets the same uid."""
    ours, theirs = list(mine), list(saved)
    known = {step.uid for step in ours}
    free = [step for step in theirs if step.uid not in known]
    adopted = []
    for step in ours:
        same = next((each for each in free if replace(each, uid=step.uid) == step), None)
        if same and step.uid not in {each.uid for each in theirs}:
            free.remove(same)
            adopted.append(replace(step, uid=same.uid))
        else:
            adopted.append(step)
    return adopted


def _are_own_words(question: Difference) -> bool:
    return all(
        isinstance(step, Step) and isinstance(step.what, FreeText)
        for step in (question.mine, question.saved)
    )
