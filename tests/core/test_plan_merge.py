"""Merge two versions of a plan; no text is dropped before the person who saves has seen it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from pwa.editing import Choice
from pwa.plan.choices import apply_choices
from pwa.plan.core import (
    MAX_OPEN_STEPS,
    FreeText,
    Performer,
    Period,
    Phrase,
    Plan,
    PlanError,
    Step,
    Who,
)
from pwa.plan.merge import Merged, merge_plans
from tests.inputs.plans import plans, uid


def said(text: str) -> FreeText:
    return FreeText(text, "nl")


def plan_of(*steps: Step) -> Plan:
    return Plan(steps=steps)


A, B = Step(said("a"), uid=uid(1)), Step(said("b"), uid=uid(2))
DONE = date(2026, 11, 30)


def suggested(merged: Merged) -> dict[str, Choice]:
    return {item.part: item.suggested for item in merged.questions}


def settle(mine: Plan, saved: Plan, base: Plan) -> Plan:
    """Merge, and accept whatever is suggested."""
    merged = merge_plans(mine, saved, base)
    return apply_choices(merged.plan, saved, suggested(merged), make_uid=lambda: uid(99))


def texts_of(plan: Plan) -> list[object]:
    return [step.what.text for step in plan.steps if isinstance(step.what, FreeText)]


def test_what_only_one_of_them_changed_is_taken_over_without_a_question() -> None:
    base = Plan(goal=said("a"), teach_back=said("b"))
    mine = replace(base, goal=said("mijn"))
    saved = replace(base, teach_back=said("hun"))

    assert merge_plans(mine, saved, base) == Merged(Plan(goal=said("mijn"), teach_back=said("hun")))


def test_two_texts_for_one_part_come_under_each_other() -> None:
    mine, saved = Plan(goal=said("mijn")), Plan(goal=said("hun"))
    assert settle(mine, saved, Plan()).goal == said("hun\nmijn")


def test_texts_in_two_languages_are_not_put_together() -> None:
    mine, saved = Plan(goal=said("mijn")), Plan(goal=FreeText("onların", "tr"))
    (difference,) = merge_plans(mine, saved, Plan()).questions
    assert not difference.can_keep_both
    forged = apply_choices(mine, saved, {"goal": Choice.BOTH})
    assert forged.goal == said("mijn")


def test_what_the_other_deleted_is_not_brought_back_unseen() -> None:
    base = Plan(next_talk=Period.MONTH, goal=said("a"))
    saved = replace(base, next_talk=None)
    assert merge_plans(base, saved, base) == Merged(saved)


def test_two_new_steps_both_find_room() -> None:
    merged = merge_plans(plan_of(A), plan_of(B), Plan())
    assert merged == Merged(plan_of(B, A))


def test_one_step_that_both_added_in_the_same_words_is_one_step() -> None:
    twin = replace(A, uid=uid(3))
    assert merge_plans(plan_of(twin), plan_of(A), Plan()) == Merged(plan_of(A))


def test_different_fields_of_one_step_come_together() -> None:
    mine = replace(A, when=Period.TODAY)
    saved = replace(A, who=Who(Performer.DOCTOR), done_on=DONE)
    both = replace(mine, who=saved.who, done_on=DONE)
    assert merge_plans(plan_of(mine), plan_of(saved), plan_of(A)) == Merged(plan_of(both))


@pytest.mark.parametrize(
    ("name", "ours", "theirs"),
    [
        ("who", Who(Performer.DOCTOR), Who(Performer.POH)),
        ("when", Period.TODAY, Period.MONTH),
        ("when", None, Period.MONTH),
        ("help_option", "one", "other"),
        ("done_on", DONE, date(2026, 12, 1)),
        ("what", Phrase("walk", 1, {"count": 1}), Phrase("walk", 1, {"count": 2})),
    ],
)
def test_one_field_that_both_changed_is_asked(name: str, ours: object, theirs: object) -> None:
    base = plan_of(replace(A, when=Period.THIS_WEEK))
    mine, saved = (plan_of(replace(base.steps[0], **{name: each})) for each in (ours, theirs))  # type: ignore[arg-type]  # by name

    merged = merge_plans(mine, saved, base)

    [question] = merged.questions
    assert (question.part, question.field, question.number) == (f"step-{uid(1)}-{name}", name, 1)
    assert (question.mine, question.saved) == (mine.steps[0], saved.steps[0])
    chosen = apply_choices(merged.plan, saved, {question.part: Choice.SAVED})
    assert chosen == saved
    assert apply_choices(merged.plan, saved, {question.part: Choice.MINE}) == mine


def test_two_texts_of_one_step_become_two_steps_if_there_is_room() -> None:
    mine, saved = plan_of(replace(A, what=said("mijn"))), plan_of(replace(A, what=said("hun")))
    both = settle(mine, saved, plan_of(A))
    assert texts_of(both) == ["hun", "mijn"]
    assert [step.uid for step in both.steps] == [uid(1), uid(99)]

    more = [Step(said(f"{n}"), uid=uid(n)) for n in (5, 6)]
    full = merge_plans(plan_of(*mine.steps, *more), plan_of(*saved.steps, *more), plan_of(A, *more))
    assert suggested(full) == {f"step-{uid(1)}-what": Choice.MINE}


@pytest.mark.parametrize("is_mine", [True, False])
def test_a_step_taken_out_by_one_and_changed_by_the_other_stays(is_mine: bool) -> None:
    with_it, without = plan_of(replace(A, when=Period.TODAY), B), plan_of(B)
    mine, saved = (with_it, without) if is_mine else (without, with_it)

    merged = merge_plans(mine, saved, plan_of(A, B))

    assert list(suggested(merged)) == [f"step-{uid(1)}"]
    assert settle(mine, saved, plan_of(A, B)) == with_it
    out = Choice.SAVED if is_mine else Choice.MINE
    assert apply_choices(merged.plan, saved, {f"step-{uid(1)}": out}) == without


def test_a_step_that_one_took_out_and_nobody_changed_is_out() -> None:
    base = plan_of(A, B)
    assert merge_plans(plan_of(B), base, base) == Merged(plan_of(B))
    assert merge_plans(base, plan_of(B), base) == Merged(plan_of(B))


def test_a_step_that_moved_stays_where_it_was_put() -> None:
    base = plan_of(A, B)
    changed = replace(A, when=Period.TODAY)
    moved = plan_of(B, A)
    assert merge_plans(moved, plan_of(changed, B), base).plan == plan_of(B, changed)
    assert merge_plans(plan_of(changed, B), moved, base).plan == plan_of(B, changed)


def test_more_steps_than_fit_are_all_shown_and_asked() -> None:
    mine = plan_of(*(Step(said(f"mijn {n}"), uid=uid(n)) for n in (1, 2)))
    saved = plan_of(*(Step(said(f"hun {n}"), uid=uid(10 + n)) for n in (1, 2)))

    merged = merge_plans(mine, saved, Plan())

    assert [item.suggested for item in merged.questions] == [
        Choice.SAVED,
        Choice.SAVED,
        Choice.MINE,
        Choice.SAVED,
    ]
    assert texts_of(settle(mine, saved, Plan())) == ["hun 1", "hun 2", "mijn 1"]
    all_of_them = {f"step-{uid(n)}": Choice.MINE for n in (1, 2)}
    all_of_them |= {f"step-{uid(10 + n)}": Choice.SAVED for n in (1, 2)}
    with pytest.raises(PlanError):
        apply_choices(merged.plan, saved, all_of_them)


def test_a_step_opened_anew_on_both_sides_is_asked_if_there_is_no_room() -> None:
    done = [Step(said(f"{n}"), done_on=DONE, uid=uid(n)) for n in (1, 2)]
    rest = [Step(said(f"{n}"), uid=uid(n)) for n in (3, 4)]
    mine = plan_of(replace(done[0], done_on=None), done[1], *rest)
    saved = plan_of(done[0], replace(done[1], done_on=None), *rest)
    merged = merge_plans(mine, saved, plan_of(*done, *rest))
    assert suggested(merged) == {
        f"step-{uid(1)}-done_on": Choice.SAVED,
        f"step-{uid(2)}-done_on": Choice.SAVED,
    }
    assert settle(mine, saved, plan_of(*done, *rest)) == saved


@given(plans, plans, plans)
def test_the_suggestion_always_fits(mine: Plan, saved: Plan, base: Plan) -> None:
    settled = settle(mine, saved, base)
    assert sum(step.done_on is None for step in settled.steps) <= MAX_OPEN_STEPS
    merged = merge_plans(mine, saved, base).plan
    assert sum(step.done_on is None for step in merged.steps) <= MAX_OPEN_STEPS


@given(plans, plans)
def test_versions_that_agree_differ_in_nothing(mine: Plan, base: Plan) -> None:
    assert merge_plans(mine, mine, base) == Merged(mine)


@given(plans, plans)
def test_who_changed_nothing_gets_what_the_other_saved(base: Plan, saved: Plan) -> None:
    assert merge_plans(base, saved, base) == Merged(saved)
    assert merge_plans(saved, base, base).plan == saved
