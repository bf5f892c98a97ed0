"""Merge two versions of a plan; no text is dropped before the person who saves has seen it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.editing import Choice
from pwa.plan.core import MAX_OPEN_STEPS, FreeText, Period, Plan, PlanError, Step
from pwa.plan.merge import find_differences, merge_plans
from pwa.plan.values import new_uid
from tests.inputs.plans import plans, steps, uid


def said(text: str) -> FreeText:
    return FreeText(text, "nl")


def suggested(mine: Plan, saved: Plan, base: Plan) -> dict[str, Choice]:
    return {item.part: item.suggested for item in find_differences(mine, saved, base)}


def test_what_only_one_of_them_changed_is_taken_over() -> None:
    base = Plan(goal=said("a"), teach_back=said("b"))
    mine = replace(base, goal=said("mijn"))
    saved = replace(base, teach_back=said("hun"))

    choices = suggested(mine, saved, base)

    assert choices == {"goal": Choice.MINE, "teach_back": Choice.SAVED}
    assert merge_plans(mine, saved, choices) == Plan(goal=said("mijn"), teach_back=said("hun"))


def test_two_texts_for_one_part_come_under_each_other() -> None:
    mine, saved = Plan(goal=said("mijn")), Plan(goal=said("hun"))
    merged = merge_plans(mine, saved, suggested(mine, saved, Plan()))
    assert merged.goal == said("hun\nmijn")


def test_two_steps_in_one_row_both_find_room() -> None:
    mine, saved = (
        Plan(steps=(Step(said("mijn"), uid=uid(1)),)),
        Plan(steps=(Step(said("hun"), uid=uid(2)),)),
    )
    merged = merge_plans(mine, saved, suggested(mine, saved, Plan()))
    assert [step.what for step in merged.steps] == [said("hun"), said("mijn")]


def test_texts_in_two_languages_are_not_put_together() -> None:
    mine, saved = Plan(goal=said("mijn")), Plan(goal=FreeText("onların", "tr"))
    (difference,) = find_differences(mine, saved, Plan())
    assert not difference.can_keep_both
    forged = merge_plans(mine, saved, {"goal": Choice.BOTH})
    assert forged.goal == said("mijn")


def test_what_the_other_deleted_is_not_brought_back_unseen() -> None:
    base = Plan(next_talk=Period.MONTH, goal=said("a"))
    saved = replace(base, next_talk=None)
    assert suggested(base, saved, base) == {"next_talk": Choice.SAVED}


def test_more_steps_than_fit_are_refused() -> None:
    mine = Plan(steps=tuple(Step(said(f"mijn {number}"), uid=uid(number)) for number in range(3)))
    saved = Plan(
        steps=tuple(Step(said(f"hun {number}"), uid=uid(10 + number)) for number in range(3))
    )
    assert not any(item.can_keep_both for item in find_differences(mine, saved, Plan()))
    with pytest.raises(PlanError):
        merge_plans(mine, saved, {"step-1": Choice.BOTH})


@given(plans, plans, plans)
def test_the_suggestion_always_fits(mine: Plan, saved: Plan, base: Plan) -> None:
    merged = merge_plans(mine, saved, suggested(mine, saved, base))
    assert sum(step is not None for step in merged.steps) <= MAX_OPEN_STEPS


@given(plans, plans)
def test_versions_that_agree_differ_in_nothing(mine: Plan, base: Plan) -> None:
    assert find_differences(mine, mine, base) == ()


@given(plans, plans)
def test_taking_all_of_one_version_gives_that_version(mine: Plan, saved: Plan) -> None:
    all_theirs = {item.part: Choice.SAVED for item in find_differences(mine, saved, Plan())}
    merged = merge_plans(mine, saved, all_theirs)
    assert replace(merged, steps=()) == replace(saved, steps=())
    assert all(step in saved.steps for step in merged.steps)
    assert all(step in merged.steps for step in saved.steps)


edits = st.tuples(
    st.sampled_from(["gp", "poh"]),
    st.sampled_from(["goal", "teach_back", "if_worse", "step"]),
    st.booleans(),
)


@settings(max_examples=200)
@given(st.lists(edits, max_size=30), steps)
def test_no_text_goes_that_the_one_who_saves_has_not_seen(
    turns: list[tuple[str, str, bool]], first: Step
) -> None:
    """Two editors open, type and save in any order; each saves the merge that the form suggests."""
    versions = [Plan(steps=(replace(first, done_on=None),))]
    opened: dict[str, int] = {}
    for number, (name, part, deletes) in enumerate(turns):
        if name not in opened:
            opened[name] = len(versions) - 1
            continue
        base = versions[opened.pop(name)]
        mine = _edit(base, part, f"woord{number}", deletes=deletes)
        saved = versions[-1]
        differences = find_differences(mine, saved, base)
        merged = merge_plans(mine, saved, suggested(mine, saved, base))
        versions.append(merged)

        shown = {text for item in differences for text in _texts_in(item.mine, item.saved)}
        assert _texts(saved) - _texts(merged) <= _texts(base) | shown
        assert _texts(mine) - _texts(merged) <= _texts(base) | shown


def _edit(plan: Plan, part: str, word: str, *, deletes: bool) -> Plan:
    if part == "step":
        kept = plan.steps[1:] if deletes or len(plan.steps) == MAX_OPEN_STEPS else plan.steps
        return replace(plan, steps=(*kept, Step(said(word), uid=new_uid())))
    words = None if deletes else said(word)
    return Plan(
        goal=words if part == "goal" else plan.goal,
        steps=plan.steps,
        teach_back=words if part == "teach_back" else plan.teach_back,
        if_worse=words if part == "if_worse" else plan.if_worse,
    )


def _texts(plan: Plan) -> set[str]:
    return _texts_in(plan.goal, plan.teach_back, plan.if_worse, *plan.steps)


def _texts_in(*values: object) -> set[str]:
    texts: set[str] = set()
    for value in values:
        words = value.what if isinstance(value, Step) else value
        if isinstance(words, FreeText):
            texts |= set(words.text.split("\n"))
    return texts
