"""200 orders in which GP, POH and patient work on one plan, against a model.

The model knows no merging. It replays what an editor did (set this field of that step, take it out,
add one) on the newest version, and remembers in which version each field was last changed. So it
foretells the plan when nobody is asked, and who is asked what.

The patient's ticks are what is stored before it is sealed (`dump_said`), and not sent to the service: that takes some 20 ms of a
processor for each of the 2,700, close to a minute. tests/web/test_progress.py seals and opens them for real.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from pwa.editing import Choice
from pwa.plan.choices import apply_choices
from pwa.plan.core import MAX_OPEN_STEPS, Day, Done, FreeText, Plan, Step, Who
from pwa.plan.core import Performer as By
from pwa.plan.merge import STEP_FIELDS, Merged, by_uid, merge_plans
from pwa.progress.core import Tick, dump_said, read_progress
from tests.inputs.plans import CARERS_PLAN, uid

ORDERS = 200
TURNS = 40
DAY = CARERS_PLAN.steps[2].when
assert isinstance(DAY, Day)
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass
class Draft:
    """A form that somebody has open: what was done in it since version `number`."""

    number: int
    plan: Plan
    changed: dict[tuple[str, str], Any] = field(default_factory=dict)


@dataclass
class World:
    """The plan's versions and the patient's ticks; all words and uids are numbered.

    Attributes:
        changed_in: step (or "" for the plan) and field to the version that changed it last.
        ticks: what the patient said, the first one first.
    """

    dice: random.Random
    versions: list[Plan]
    changed_in: dict[tuple[str, str], int] = field(default_factory=dict)
    ticks: list[Tick] = field(default_factory=list)
    count: int = 100
    questions: int = 0

    def new(self) -> int:
        self.count += 1
        return self.count


def edit(world: World, draft: Draft) -> None:
    """Do one thing in a form."""
    dice, number = world.dice, world.new()
    steps = draft.plan.steps
    kind = dice.choice(["goal", "add", "out", *STEP_FIELDS])
    if kind == "goal":
        goal = FreeText(f"woord {number}", "nl")
        draft.plan = replace(draft.plan, goal=goal)
        draft.changed["", "goal"] = goal
    elif kind == "add":
        if sum(step.done_on is None for step in steps) < MAX_OPEN_STEPS:
            step = Step(FreeText(f"woord {number}", "nl"), uid=uid(number))
            draft.plan = replace(draft.plan, steps=(*steps, step))
            draft.changed[step.uid, "step"] = step
    elif steps:
        step = dice.choice(steps)
        if kind == "out":
            left = tuple(each for each in steps if each.uid != step.uid)
            draft.plan = replace(draft.plan, steps=left)
            draft.changed[step.uid, "step"] = None
        elif kind != "done_on" or step.done_on is None:
            value = value_of(kind, number)
            changed = replace(step, **{kind: value})
            at = steps.index(step)
            draft.plan = replace(draft.plan, steps=(*steps[:at], changed, *steps[at + 1 :]))
            draft.changed[step.uid, kind] = value


def value_of(name: str, number: int) -> Any:
    values = {
        "what": FreeText(f"woord {number}", "nl"),
        "who": Who(By.FAMILY, f"naam {number}"),
        "when": FreeText(f"moment {number}", "nl"),
        "help_option": f"help-{number}",
        "done_on": DAY.day.replace(day=1 + number % 30) if isinstance(DAY, Day) else None,
    }
    return values[name]


def replay(draft: Draft, base: Plan, newest: Plan) -> Plan:
    """Do on the newest version what was done in the draft; the model's answer without questions."""
    goal = draft.changed.get(("", "goal"), newest.goal)
    steps = {step.uid: step for step in newest.steps}
    known = {step.uid for step in base.steps}
    for step in draft.plan.steps:
        if step.uid not in known:
            steps[step.uid] = step
        elif step.uid in steps:
            mine = {
                name: getattr(step, name)
                for name in STEP_FIELDS
                if (step.uid, name) in draft.changed
            }
            steps[step.uid] = replace(steps[step.uid], **mine)
    for gone in known - {step.uid for step in draft.plan.steps}:
        steps.pop(gone, None)
    return Plan(goal=goal, steps=tuple(steps.values()))


def foretell(world: World, draft: Draft) -> set[str]:
    """Name the parts that must be asked: what was changed here and in a version made meanwhile."""
    base, newest = world.versions[draft.number], world.versions[-1]
    uids = [{step.uid for step in plan.steps} for plan in (base, draft.plan, newest)]
    asked = set()
    for (step, name), number in world.changed_in.items():
        if number > draft.number and name == "goal" and ("", "goal") in draft.changed:
            asked.add("goal")
        elif number > draft.number and step in uids[0] & uids[1] & uids[2]:
            if (step, name) in draft.changed and not same(draft.plan, newest, step, name):
                asked.add(f"step-{step}-{name}")
        elif number > draft.number and step in uids[0] & uids[2] - uids[1] and name != "step":
            asked.add(f"step-{step}")  # taken out here, changed there
    for step, name in draft.changed:
        if step in uids[0] & uids[1] - uids[2] and name != "step":
            asked.add(f"step-{step}")  # changed here, taken out there
    return asked


def same(one: Plan, other: Plan, step: str, name: str) -> bool:
    ours, theirs = (getattr(find(plan, step), name) for plan in (one, other))
    return bool(ours == theirs)


def find(plan: Plan, step: str) -> Step:
    return next(each for each in plan.steps if each.uid == step)


def is_too_long(expected: Plan, asked: set[str], mine: Plan, newest: Plan) -> bool:
    """Tell whether a plan with all that is asked about has no room for its open steps."""
    kept = by_uid(expected.steps)
    for step in (*mine.steps, *newest.steps):
        if f"step-{step.uid}" in asked:
            kept.setdefault(step.uid, step)
    return sum(step.done_on is None for step in kept.values()) > MAX_OPEN_STEPS


def save(world: World, draft: Draft) -> None:
    base, newest = world.versions[draft.number], world.versions[-1]
    merged = merge_plans(draft.plan, newest, base)
    asked = {each.part for each in merged.questions}
    must = foretell(world, draft)
    expected = replay(draft, base, newest)
    world.questions += len(asked)
    assert must <= asked
    if asked != must:
        assert is_too_long(expected, must, draft.plan, newest)
    elif not must:
        assert merged.plan.goal == expected.goal
        assert by_uid(merged.plan.steps) == by_uid(expected.steps)
    settled = settle(world, merged, newest)
    check_nothing_lost(draft, base, newest, merged, settled)
    note(world, newest, settled)


def settle(world: World, merged: Merged, newest: Plan) -> Plan:
    """Accept what is suggested, as somebody does who presses Save at once."""
    choices = {each.part: each.suggested for each in merged.questions}
    assert all(isinstance(choice, Choice) for choice in choices.values())
    return apply_choices(merged.plan, newest, choices, make_uid=lambda: uid(world.new()))


def check_nothing_lost(
    draft: Draft, base: Plan, newest: Plan, merged: Merged, settled: Plan
) -> None:
    """What somebody typed is there, or whoever saved saw it and put something else there."""
    shown = {word for each in merged.questions for word in words_of(each.mine, each.saved)}
    seen = words_of(base) | shown
    assert words_of(newest) - words_of(settled) <= seen
    assert words_of(draft.plan) - words_of(settled) <= seen


def words_of(*values: Any) -> set[str]:
    found: set[str] = set()
    for value in values:
        if isinstance(value, Plan):
            found |= words_of(value.goal, *value.steps)
        elif isinstance(value, Step):
            found |= words_of(value.what, value.when, value.who) | {value.help_option or ""}
        elif isinstance(value, FreeText):
            found |= {*value.text.split("\n")}
        elif isinstance(value, Who):
            found.add(value.name)
    return found


def note(world: World, newest: Plan, settled: Plan) -> None:
    """Append the version, with what it changed."""
    number = len(world.versions)
    world.versions.append(settled)
    if settled.goal != newest.goal:
        world.changed_in["", "goal"] = number
    before = {step.uid: step for step in newest.steps}
    after = {step.uid: step for step in settled.steps}
    for step in before.keys() ^ after.keys():
        world.changed_in[step, "step"] = number
    for step in before.keys() & after.keys():
        for name in STEP_FIELDS:
            if getattr(before[step], name) != getattr(after[step], name):
                world.changed_in[step, name] = number


def play(world: World) -> Iterator[Plan]:
    drafts: dict[str, Draft] = {}
    for _ in range(TURNS):
        person = world.dice.choice(["gp", "poh", "patient"])
        if person == "patient":
            if world.versions[-1].steps:
                step = world.dice.choice(world.versions[-1].steps)
                world.ticks.append(Tick(step.uid, world.dice.choice(list(Done))))
        elif person not in drafts:
            newest = len(world.versions) - 1
            draft = drafts[person] = Draft(newest, world.versions[newest])
            for _ in range(world.dice.randint(1, 4)):
                edit(world, draft)
        else:
            save(world, drafts.pop(person))
            yield world.versions[-1]


def last_of(ticks: list[Tick]) -> dict[str, Done]:
    """Give what counts of the ticks: the last one of each step."""
    return {tick.step: tick.how for tick in ticks}


def test_gp_poh_and_patient_in_200_orders_lose_nothing() -> None:
    questions = silent = 0
    for order in range(ORDERS):
        world = World(random.Random(order), [replace(CARERS_PLAN, next_talk=None, teach_back=None)])
        for plan in play(world):
            uids = [step.uid for step in plan.steps]
            assert len(set(uids)) == len(uids)
            assert sum(step.done_on is None for step in plan.steps) <= MAX_OPEN_STEPS
        # A ticked step is found again as long as it is in the plan, in whatever words it is now.
        ever = {step.uid for version in world.versions for step in version.steps}
        said = read_progress((dump_said(tick), NOW) for tick in world.ticks)
        assert ever >= said.steps.keys()
        assert {uid: each.how for uid, each in said.steps.items()} == last_of(world.ticks)
        questions += world.questions
        silent += not world.questions
    assert questions > ORDERS, "the orders must meet each other"
    assert silent > ORDERS / 20, "and some must not"
