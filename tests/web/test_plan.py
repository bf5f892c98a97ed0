"""The plan: made by the practice, seen by the patient at once, never lost between two editors."""

import random
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, StoredDocument
from pwa.directory.service import options_for
from pwa.practice.core import Role
from pwa.practice.models import Practice
from tests.catalogues import dutch
from tests.colleagues import hire
from tests.pages import HtmlPage, check_page, open_page
from tests.people import STORY_A, DemoLogin, find_token, log_in, share

CARERS_FORM = {
    "base": "0",
    "goal": "weer energie voor mijn kinderen",
    "goal_language": "nl",
    "step-1-what": "sport_childcare",
    "step-1-count": "2",
    "step-1-person": "mijn zus",
    "step-1-role": "patient",
    "step-1-when": "deze week",
    "step-2-what": "carer_support",
    "step-2-role": "doctor",
    "step-2-name": "Bakker",
    "step-3-what": "blood_test",
    "step-3-role": "doctor",
    "step-3-when": "30-11-2026",
    "next_talk": "5-1-2027 10:40",
    "teach_back": "Ik ga weer bewegen",
    "teach_back_language": "nl",
}


@pytest.fixture
def patient(app: Flask, demo: DemoLogin) -> FlaskClient:
    """The tired carer, who has shared and holds a pass."""
    client = app.test_client()
    share(client, demo.slug, STORY_A, language="ar")
    return client


@pytest.fixture
def conversation(patient: FlaskClient, db_session: Session) -> UUID:
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()  # or the app would wait for this look to end
    return found


@pytest.fixture
def desk(staff_client: FlaskClient, conversation: UUID) -> "Desk":
    return Desk(staff_client, conversation)


@pytest.fixture
def colleague(app: Flask, demo: DemoLogin, desk: "Desk") -> "Desk":
    """The nurse of the same practice, who has the same plan open."""
    client = app.test_client()
    log_in(client, hire(app, demo, Role.POH))
    return Desk(client, desk.conversation)


class Desk:
    """Somebody of the practice with the plan of one patient."""

    def __init__(self, client: FlaskClient, conversation: UUID) -> None:
        self.client = client
        self.conversation = conversation
        self.address = f"/practice/c/{conversation}/plan"
        asked = client.get(f"/practice/c/{conversation}").text
        if "<form" in asked:
            client.post(f"/practice/c/{conversation}", data={"csrf_token": find_token(asked)})

    def opens(self) -> HtmlPage:
        return open_page(self.client, self.address)

    def saves(self, fields: dict[str, str], *, status: int = 303) -> HtmlPage | None:
        token = find_token(self.client.get(self.address).text)
        answer = self.client.post(self.address, data={"csrf_token": token, **fields})
        assert answer.status_code == status, answer.text
        return check_page(answer) if status != 303 else None


def fields_of(page: HtmlPage) -> dict[str, str]:
    """Collect what a browser would send for the plan's form."""
    form = page.find("form[@class='plan-form']")
    fields: dict[str, str] = {}
    for control in form.iter():
        name = control.get("name", "")
        if control.tag == "input" and (
            control.get("type") != "radio" or "checked" in control.attrib
        ):
            fields[name] = control.get("value", "")
        elif control.tag == "textarea":
            fields[name] = (control.text or "").removeprefix("\n")
        elif control.tag == "select":
            chosen = [item for item in control.iter("option") if "selected" in item.attrib]
            first = next(control.iter("option"), None)
            option = chosen[0] if chosen else first
            fields[name] = option.get("value", "") if option is not None else ""
    return fields


def test_a_plan_is_saved_and_stands_in_the_form_again(desk: Desk) -> None:
    desk.saves(CARERS_FORM)

    shown = fields_of(desk.opens())

    assert shown["base"] == "1"
    for name in CARERS_FORM.keys() - {"base", "next_talk"}:
        assert shown[name] == CARERS_FORM[name], name
    assert shown["next_talk"] == "05-01-2027 10:40"


def test_the_patient_sees_it_at_once_in_the_own_language(desk: Desk, patient: FlaskClient) -> None:
    desk.saves(CARERS_FORM)

    page = open_page(patient, "/en/mine/plan")

    assert page.part("goal") == "weer energie voor mijn kinderen"
    assert page.part("step-1").startswith("Exercise 2× a week; mijn zus looks after the children")
    assert "Monday, 30 November 2026" in page.part("step-3")
    assert page.part("next-talk") == "Tuesday, 5 January 2027, 10:40"
    assert "112" in page.part("if-worse")


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_plan_is_a_good_page_in_every_language(
    desk: Desk, patient: FlaskClient, language: str
) -> None:
    desk.saves(CARERS_FORM)
    page = open_page(patient, f"/{language}/mine/plan")
    assert "Exercise" not in page.part("step-1")
    assert "mijn zus" in page.part("step-1")


def test_without_a_plan_the_patient_is_led_to_the_own_page(patient: FlaskClient) -> None:
    assert patient.get("/nl/mine/plan").location == "/nl/mine"
    assert patient.get("/nl/mine/plan.pdf").location == "/nl/mine"


def test_a_help_option_comes_with_a_button_that_calls(
    desk: Desk, patient: FlaskClient, practice: Practice
) -> None:
    option = next(item for item in options_for(practice, "nl") if item.phones)
    desk.saves({**CARERS_FORM, "step-2-help": option.id})

    page = open_page(patient, "/ar/mine/plan")

    digits = "".join(filter(str.isdigit, option.phones[0]))
    assert page.find(f"a[@href='tel:{digits}']") is not None
    assert option.name in page.part("step-2")


def test_help_for_the_patients_own_topics_comes_first(desk: Desk, practice: Practice) -> None:
    select_ = desk.opens().find("select[@name='step-1-help']")
    first = select_.find("optgroup")
    assert first is not None
    listed = {option.get("value") for option in first.iter("option")}

    answered = {code for code, answer in STORY_A.items() if answer in ("some", "much")}
    fitting = {item.id for item in options_for(practice, "nl") if item.topics & answered}
    assert listed == fitting


def test_the_record_text_stands_beside_the_saved_plan(desk: Desk) -> None:
    desk.saves(CARERS_FORM)

    text = desk.opens().find("textarea[@id='his-text']").text or ""

    lines = text.removeprefix("\n").split("\n")
    assert lines[0] == dutch("P (agreed with patient):")
    assert "weer energie" in lines[1]
    assert len(lines) <= 8


def test_the_page_for_the_record_holds_the_plan_too(desk: Desk) -> None:
    address = f"/practice/c/{desk.conversation}/his"
    assert open_page(desk.client, address).tree.find(".//textarea[@id='his-plan']") is None

    desk.saves(CARERS_FORM)

    text = open_page(desk.client, address).part("his-plan")
    assert text.startswith(dutch("P (agreed with patient):"))
    assert "weer energie" in text


def test_the_practices_own_text_is_offered_for_when_it_gets_worse(
    desk: Desk, practice: Practice, db_session: Session
) -> None:
    db_session.add(practice)
    practice.if_worse_text = "Bel ons, ook bij twijfel."
    db_session.commit()
    assert fields_of(desk.opens())["if_worse"] == "Bel ons, ook bij twijfel."


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"step-1-count": "0"}, "step-1-count"),
        ({"step-1-count": "zes"}, "step-1-count"),
        ({"step-1-person": ""}, "step-1-person"),
        ({"step-1-what": "fly"}, "step-1-what"),
        ({"step-2-what": "", "step-2-name": "x"}, "step-2-what"),
        ({"step-1-role": "king"}, "step-1-role"),
        ({"step-3-when": "31-2-2026"}, "step-3-when"),
        ({"goal": "x" * 201}, "goal"),
        ({"goal_language": "xx"}, "goal"),
        ({"step-1-help": "not an id"}, "step-1-help"),
    ],
)
def test_what_cannot_be_read_is_named_and_everything_typed_stays(
    desk: Desk, changed: dict[str, str], field: str
) -> None:
    typed = {**CARERS_FORM, **changed}

    page = desk.saves(typed, status=422)

    assert page is not None
    assert page.find(f"*[@id='{field}-error']") is not None
    shown = fields_of(page)
    for name in typed.keys() - {"step-1-what", "step-1-role", "goal_language", "step-1-help"}:
        assert shown[name] == typed[name], name


def test_an_empty_plan_is_not_saved(desk: Desk, db_session: Session) -> None:
    desk.saves({"base": "0", "step-1-role": "patient"}, status=422)
    plans = select(StoredDocument).where(StoredDocument.kind == "plan")
    assert db_session.scalars(plans).all() == []


def test_saving_is_in_the_access_log(desk: Desk, db_session: Session) -> None:
    desk.saves(CARERS_FORM)
    actions = db_session.scalars(select(AccessEvent.action)).all()
    assert "plan:save" in actions


def test_the_second_editor_sees_both_versions_and_decides(
    desk: Desk, colleague: "Desk", patient: FlaskClient
) -> None:
    desk.saves(CARERS_FORM)
    colleague.saves(
        {
            **CARERS_FORM,
            "base": "1",
            "goal": "beter slapen",
            "step-2-what": "walk",
            "step-2-minutes": "20",
            "step-2-count": "3",
        }
    )

    page = desk.saves({**CARERS_FORM, "base": "1", "goal": "minder pijn"}, status=409)

    assert page is not None
    assert "minder pijn" in page.part("goal")
    assert "beter slapen" in page.part("goal")
    answer = fields_of(page)
    assert answer["choice-goal"] == "both"
    assert answer["choice-step-2"] == "saved", "only the colleague changed this step"
    desk.saves(answer)
    goal = open_page(patient, "/en/mine/plan")
    assert goal.part("goal") == "beter slapen minder pijn"
    assert "Walk for 20 minutes" in goal.part("step-2")


def test_more_steps_than_fit_are_refused_and_nothing_is_lost(desk: Desk, colleague: "Desk") -> None:
    desk.saves(CARERS_FORM)
    three = {f"step-{n}-what": "own" for n in (1, 2, 3)} | {
        f"step-{n}-text": f"van de POH {n}" for n in (1, 2, 3)
    }
    colleague.saves({**CARERS_FORM, **three, "base": "1"})

    # No page offers this; somebody could send it.
    forged = {f"choice-step-{n}": "both" for n in (1, 2, 3)}
    page = desk.saves({**CARERS_FORM, **forged, "base": "2"}, status=422)

    assert page is not None
    assert fields_of(page)["step-1-person"] == "mijn zus"
    assert fields_of(desk.opens())["step-1-text"] == "van de POH 1"


def test_the_plan_waits_until_the_patient_was_asked_whose_list_it_is(
    staff_client: FlaskClient, conversation: UUID
) -> None:
    answer = staff_client.get(f"/practice/c/{conversation}/plan")
    assert answer.status_code == 303
    assert answer.location == f"/practice/c/{conversation}"


def test_the_practice_prints_it_in_the_language_of_the_answers(desk: Desk) -> None:
    address = f"{desk.address}.pdf"
    assert desk.client.get(address).location == desk.address

    desk.saves(CARERS_FORM)

    answer = desk.client.get(address)
    root: Any = PdfReader(BytesIO(answer.data)).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_third_save_in_between_is_asked_about_again(desk: Desk, colleague: "Desk") -> None:
    desk.saves(CARERS_FORM)
    colleague.saves({**CARERS_FORM, "base": "1", "goal": "twee"})
    page = desk.saves({**CARERS_FORM, "base": "1", "goal": "drie"}, status=409)
    assert page is not None
    answer = fields_of(page)
    colleague.saves({**CARERS_FORM, "base": "2", "goal": "vier"})

    again = desk.saves(answer, status=409)

    assert again is not None
    assert "drie" in again.part("goal")
    assert "vier" in again.part("goal")


def test_two_editors_in_any_order_lose_no_text(desk: Desk, colleague: "Desk") -> None:
    """Each opens, types and saves in any order, and takes what the page suggests.

    A text may go only if the one who saved has seen it. The same with 200 orders and without pages
    stands in tests/core/test_plan_merge.py.
    """
    dice = random.Random(4)
    desk.saves({"base": "0", "goal": "begin"})
    editors = {"gp": desk, "poh": colleague}
    drafts: dict[str, dict[str, str]] = {}
    for turn in range(40):
        name = dice.choice(sorted(editors))
        if name not in drafts:
            drafts[name] = fields_of(editors[name].opens())
            continue
        fields = drafts.pop(name)
        before = words_of(fields_of(desk.opens()))
        seen = words_of(fields)
        fields[dice.choice(["goal", "teach_back", "if_worse"])] = f"woord{turn}"

        seen |= _save_until_it_is_there(editors[name], fields)

        after = words_of(fields_of(desk.opens()))
        assert f"woord{turn}" in after
        assert before - after <= seen


def words_of(fields: dict[str, str]) -> set[str]:
    return {word for part in ("goal", "teach_back", "if_worse") for word in fields[part].split()}


def _save_until_it_is_there(desk: Desk, fields: dict[str, str]) -> set[str]:
    """Save, deciding as often as the page asks; gives the words that it showed."""
    shown: set[str] = set()
    token = find_token(desk.client.get(desk.address).text)
    answer = desk.client.post(desk.address, data={**fields, "csrf_token": token})
    while answer.status_code == 409:
        page = check_page(answer)
        shown |= set(page.text.split())
        answer = desk.client.post(desk.address, data={**fields_of(page), "csrf_token": token})
    assert answer.status_code == 303, answer.text
    return shown
