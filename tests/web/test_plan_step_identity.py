"""A step keeps its uid and its date of being done when the practice changes the plan."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from pwa.plan.core import FreeText, Plan, Step
from pwa.planning.forms import PlanForm, write_every_field
from tests.inputs.plans import CARERS_PLAN, uid

pytestmark = pytest.mark.on_one_database

TODAY = date(2026, 11, 21)
DONE = date(2026, 11, 20)
STEPS = [*CARERS_PLAN.steps, Step(FreeText("dansen", "nl"), uid=uid(4))]


def read(app: Flask, plan: Plan, **changed: str) -> Plan:
    """Fill the form with a plan, change fields, and read the plan from the form again."""
    with app.test_request_context("/practice/"):
        form = PlanForm({**write_every_field(plan), **changed}, TODAY)
        assert form.validate(), form.errors
        return form.plan


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("done_on", [DONE, None])
def test_both_are_still_there_after_saving(app: Flask, step: Step, done_on: date | None) -> None:
    plan = Plan(steps=(replace(step, done_on=done_on),))
    [saved] = read(app, plan).steps
    assert (saved.uid, saved.done_on) == (step.uid, done_on)


def test_both_stay_when_only_the_time_changes(app: Flask) -> None:
    plan = Plan(steps=(replace(STEPS[0], done_on=DONE),))
    [step] = read(app, plan, **{"step-1-when": "volgende week"}).steps
    assert (step.uid, step.done_on) == (uid(1), DONE)


def test_another_step_in_its_row_begins_anew(app: Flask) -> None:
    plan = Plan(steps=(replace(STEPS[0], done_on=DONE),))
    [step] = read(app, plan, **{"step-1-what": "blood_test"}).steps
    assert step.uid != uid(1)
    assert step.done_on is None


@pytest.mark.parametrize("typed", ["", "x", uid(1)[:-1], uid(2)])
def test_a_row_without_a_uid_of_its_own_gets_a_new_one(app: Flask, typed: str) -> None:
    plan = read(app, CARERS_PLAN, **{"step-1-uid": uid(2), "step-2-uid": typed})
    uids = [step.uid for step in plan.steps]
    assert uids[0] == uid(2)
    assert len(set(uids)) == len(uids)


def test_a_day_that_does_not_exist_is_refused(app: Flask) -> None:
    with app.test_request_context("/practice/"):
        fields = {**write_every_field(CARERS_PLAN), "step-1-done_on": "2026-02-30"}
        form = PlanForm(fields, TODAY)
        assert not form.validate()
        assert list(form.errors) == ["step-1-done_on"]
