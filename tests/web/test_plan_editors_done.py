"""What the patient said about a step stays with the step when the practice changes the plan."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from pwa.plan.core import Done, FreeText, Plan, Step
from pwa.planning.forms import PlanForm, write_fields
from tests.inputs.plans import CARERS_PLAN

pytestmark = pytest.mark.on_one_database

TODAY = date(2026, 11, 21)
STEPS = [*CARERS_PLAN.steps, Step(FreeText("dansen", "nl"))]


def read(app: Flask, plan: Plan, **changed: str) -> Plan:
    """Fill the form with a plan, change fields, and read the plan from the form again."""
    with app.test_request_context("/practice/"):
        form = PlanForm({**write_fields(plan), **changed}, TODAY)
        assert form.validate(), form.errors
        return form.plan


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("done", [*Done, None])
def test_it_is_still_there_after_saving(app: Flask, step: Step, done: Done | None) -> None:
    plan = Plan(steps=(replace(step, done=done),))
    assert read(app, plan).steps[0].done is done


def test_it_stays_when_only_the_time_changes(app: Flask) -> None:
    plan = Plan(steps=(replace(STEPS[0], done=Done.PARTLY),))
    assert read(app, plan, **{"step-1-when": "volgende week"}).steps[0].done is Done.PARTLY


def test_another_step_in_its_row_begins_anew(app: Flask) -> None:
    plan = Plan(steps=(replace(STEPS[0], done=Done.YES),))
    assert read(app, plan, **{"step-1-what": "blood_test"}).steps[0].done is None
