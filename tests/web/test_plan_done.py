"""The practice says of its own steps that they are done, and on which day."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from pwa.plan.core import Performer, Plan, Who
from pwa.plan.doing import mark, open_steps, with_done_steps
from tests.inputs.plans import CARERS_PLAN, uid
from tests.pages.checked import HtmlPage, open_page
from tests.people.desk import CARERS_FORM, Desk, fields_of

pytestmark = pytest.mark.on_one_database

DAY = date(2026, 11, 30)
DONE = replace(CARERS_PLAN, steps=tuple(replace(each, done_on=DAY) for each in CARERS_PLAN.steps))


def test_a_form_with_the_open_steps_takes_no_done_step_out() -> None:
    typed = replace(CARERS_PLAN, steps=CARERS_PLAN.steps[1:2])
    base = replace(CARERS_PLAN, steps=(DONE.steps[0], CARERS_PLAN.steps[1], DONE.steps[2]))
    assert with_done_steps(typed, base) == base
    decided = with_done_steps(typed, base, asked=frozenset({uid(1)}))
    assert [step.uid for step in decided.steps] == [uid(2), uid(3)]


def test_an_open_step_that_the_form_left_out_stays_out() -> None:
    assert with_done_steps(Plan(), CARERS_PLAN) == Plan()


def test_only_the_patient_says_how_an_own_step_went() -> None:
    marked = mark(CARERS_PLAN, {uid(1): DAY, uid(2): DAY, uid(9): DAY})
    assert [step.done_on for step in marked.steps] == [None, DAY, None]
    assert CARERS_PLAN.steps[0].who == Who(Performer.PATIENT)
    assert open_steps(marked) == (CARERS_PLAN.steps[0], CARERS_PLAN.steps[2])
    assert mark(marked, {uid(2): None}) == CARERS_PLAN


def buttons(page: HtmlPage, name: str) -> set[str]:
    found = page.find("body").iter("button")
    return {each.get("value", "") for each in found if each.get("name") == name}


def test_a_press_marks_it_saves_what_was_typed_and_makes_room(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves(CARERS_FORM)
    page = desk.opens()
    assert buttons(page, "done") == {uid(2), uid(3)}, "the first step is the patient's own"

    desk.saves({**fields_of(page), "goal": "beter slapen", "done": uid(3)})

    page = desk.opens()
    fields = fields_of(page)
    assert fields["goal"] == "beter slapen"
    assert fields["step-3-what"] == "", "a new step has room"
    assert buttons(page, "done") == {uid(2)}
    assert buttons(page, "reopen") == {uid(3)}
    today = page.part("done-on")
    assert today in page.part("practice-2")
    assert "bloedonderzoek" not in (page.find("textarea[@id='his-text']").text or "").casefold()
    assert "Have a blood test" in open_page(carer, "/en/mine/plan").text

    fourth = {"step-3-what": "own", "step-3-text": "dansen", "step-3-role": "patient"}
    desk.saves({**fields, **fourth})
    page = desk.opens()
    assert fields_of(page)["step-3-text"] == "dansen"
    refused = desk.saves({**fields_of(page), "reopen": uid(3)}, status=422)
    assert refused is not None
    assert fields_of(refused)["step-3-text"] == "dansen"

    emptied = dict.fromkeys(fourth, "")
    desk.saves({**fields_of(desk.opens()), **emptied, "reopen": uid(3)})
    assert fields_of(desk.opens())["step-3-what"] == "blood_test"


def test_a_colleague_who_marks_a_step_and_somebody_who_changes_it_do_not_meet(
    desk: Desk, colleague: Desk
) -> None:
    desk.saves(CARERS_FORM)
    fields = {**CARERS_FORM, "base": "1"}
    colleague.saves({**fields, "done": uid(3)})

    desk.saves({**fields, "step-3-name": "Jansen"})

    shown = desk.opens().part("practice-2")
    assert "Jansen" in shown
    assert buttons(desk.opens(), "reopen") == {uid(3)}


def test_a_page_of_questions_carries_what_is_done(desk: Desk, colleague: Desk) -> None:
    desk.saves(CARERS_FORM)
    fields = {**CARERS_FORM, "base": "1"}
    colleague.saves({**fields, "goal": "twee", "done": uid(3)})

    page = desk.saves({**fields, "goal": "drie", "done": uid(2)}, status=409)

    assert page is not None
    desk.saves(fields_of(page))
    assert buttons(desk.opens(), "reopen") == {uid(2), uid(3)}
