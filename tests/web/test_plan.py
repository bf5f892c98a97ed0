"""The plan: made by the practice, seen by the patient at once."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import StoredDocument
from pwa.directory.service import directory_of
from pwa.practice.models import Practice
from pwa.typed.phones import dial
from tests.pages.catalogues import dutch
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.stories import STORY_A

pytestmark = pytest.mark.on_one_database


def test_a_plan_is_saved_and_stands_in_the_form_again(desk: Desk) -> None:
    desk.saves(CARERS_FORM)

    shown = fields_of(desk.opens())

    assert shown["base"] == "1"
    for name in CARERS_FORM.keys() - {"base", "next_talk"}:
        assert shown[name] == CARERS_FORM[name], name
    assert shown["next_talk"] == "05-01-2027 10:40"


def test_the_patient_sees_it_at_once_in_the_own_language(desk: Desk, carer: FlaskClient) -> None:
    desk.saves(CARERS_FORM)

    page = open_page(carer, "/en/mine/plan")

    assert page.part("goal") == "weer energie voor mijn kinderen"
    assert page.part("step-1").startswith("Exercise 2 times a week; my sister looks after")
    assert "Monday, 30 November 2026" in page.part("step-3")
    assert page.part("next-talk") == "Tuesday, 5 January 2027, 10:40"
    assert "112" in page.part("if-worse")


@pytest.mark.parametrize(
    ("language", "sister"), [("nl", "mijn zus"), ("tr", "kız kardeşim"), ("ar", "أختي")]
)
def test_the_plan_is_a_good_page_in_every_language(
    desk: Desk, carer: FlaskClient, language: str, sister: str
) -> None:
    desk.saves(CARERS_FORM)
    page = open_page(carer, f"/{language}/mine/plan")
    assert "Exercise" not in page.part("step-1")
    assert sister in page.part("step-1")


def test_without_a_plan_the_patient_is_led_to_the_own_page(carer: FlaskClient) -> None:
    assert carer.get("/nl/mine/plan").location == "/nl/mine"
    assert carer.get("/nl/mine/plan.pdf").location == "/nl/mine"


def test_a_help_option_comes_with_a_button_that_calls(
    desk: Desk, carer: FlaskClient, practice: Practice
) -> None:
    option = next(item for item in directory_of(practice).options("nl") if item.phones)
    desk.saves({**CARERS_FORM, "step-2-help": option.id})

    page = open_page(carer, "/ar/mine/plan")

    assert page.find(f"a[@href='tel:{dial(option.phones[0])}']") is not None
    assert option.name in page.part("step-2")


def test_help_for_the_patients_own_topics_comes_first(desk: Desk, practice: Practice) -> None:
    select_ = desk.opens().find("select[@name='step-1-help']")
    first = select_.find("optgroup")
    assert first is not None
    listed = {option.get("value") for option in first.iter("option")}

    answered = {code for code, answer in STORY_A.items() if answer in ("some", "much")}
    fitting = {item.id for item in directory_of(practice).options("nl") if item.topics & answered}
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
    heading = dutch("P (agreed with patient):")
    before = read_record(desk, address)
    assert not any(line.startswith(heading) for line in before)

    desk.saves(CARERS_FORM)

    after = read_record(desk, address)
    assert after[: len(before)] == before
    assert after[len(before)] == heading
    assert "weer energie" in after[len(before) + 1]
    shown = open_page(desk.client, f"/practice/c/{desk.conversation}").find(
        "pre[@data-copy-source]"
    )
    assert (shown.text or "").split("\n") == after


def read_record(desk: Desk, address: str) -> list[str]:
    return (open_page(desk.client, address).find("textarea[@id='his']").text or "").split("\n")


def test_the_record_has_only_what_was_written_for_this_patient_if_it_gets_worse(
    desk: Desk,
) -> None:
    address = f"/practice/c/{desk.conversation}/his"
    desk.saves(CARERS_FORM)
    assert "verergering" not in "\n".join(read_record(desk, address))

    desk.saves({**CARERS_FORM, "base": "1", "if_worse": "Bel bij koorts."})

    assert read_record(desk, address)[-1] == "Bij verergering: Bel bij koorts."


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


def test_the_plan_waits_until_the_patient_was_asked_whose_list_it_is(
    staff_client: FlaskClient, carers_conversation: UUID
) -> None:
    answer = staff_client.get(f"/practice/c/{carers_conversation}/plan")
    assert answer.status_code == 303
    assert answer.location == f"/practice/c/{carers_conversation}/whose"


def test_the_practice_prints_it_in_the_language_of_the_answers(desk: Desk) -> None:
    address = f"{desk.address}.pdf"
    assert desk.client.get(address).location == desk.address

    desk.saves(CARERS_FORM)

    answer = desk.client.get(address)
    root: Any = PdfReader(BytesIO(answer.data)).trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_goal_in_another_language_has_its_own_quotation_marks(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves({**CARERS_FORM, "goal": "أريد أن أنام", "goal_language": "ar"})

    quoted = open_page(carer, "/nl/mine/plan").find("h1//q")

    assert (quoted.get("lang"), quoted.get("dir")) == ("ar", "rtl")
    assert quoted.text == "أريد أن أنام"
