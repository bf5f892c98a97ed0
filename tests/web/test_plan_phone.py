"""The phone beside the form: the plan in the patient's language, made from what the form says."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.locales import LANGUAGES
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import find_token

pytestmark = pytest.mark.on_one_database


def look(desk: Desk, fields: dict[str, str]) -> HtmlPage:
    token = find_token(desk.client.get(desk.address).text)
    answer = desk.client.post(f"{desk.address}/phone", data={"csrf_token": token, **fields})
    assert answer.status_code == 200, answer.text
    return check_page(answer)


def test_it_shows_the_plan_in_the_patients_language_as_the_patients_page_does(
    desk: Desk, carer: FlaskClient
) -> None:
    fields = {**CARERS_FORM, "letter_language": "ar"}

    page = look(desk, fields)

    shown = page.find("*[@data-part='phone']")
    assert (shown.get("lang"), shown.get("dir")) == ("ar", "rtl")
    desk.saves(CARERS_FORM)
    patients = open_page(carer, "/ar/mine/plan")
    for part in ("goal", "step-2", "step-3", "next-talk", "if-worse"):
        assert page.part(part) == patients.part(part), part


def test_it_is_kept_nowhere_and_opens_nothing(desk: Desk, db_session: Session) -> None:
    desk.opens()
    count = select(func.count()).select_from(AccessEvent)
    token = find_token(desk.client.get(desk.address).text)
    before = db_session.scalar(count)
    db_session.rollback()

    answer = desk.client.post(
        f"{desk.address}/phone", data={"csrf_token": token, **CARERS_FORM, "letter_language": "tr"}
    )

    assert answer.status_code == 200
    assert db_session.scalar(count) == before
    assert desk.opens().find("input[@name='base']").get("value") == "0", "nothing is saved"


def test_what_can_be_read_is_shown_beside_wrong_fields(desk: Desk) -> None:
    wrong = {
        "step-1-count": "0",
        "step-3-when": "31-2-2026",
        "goal_language": "xx",
        "letter_language": "xx",
    }

    page = look(desk, {**CARERS_FORM, **wrong})

    assert page.find("*[@data-part='phone']").get("lang") == "nl"
    assert "mantelzorg" in page.part("step-1").casefold(), "the second step is shown"
    assert "bloed" in page.part("step-2").casefold()
    assert "2026" not in page.part("step-2")


def test_once_the_answers_are_erased_the_practice_chooses_the_language(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves(CARERS_FORM)
    assert desk.opens().find("input[@name='letter_language']").get("value") == "ar"
    carer.post("/nl/mine/withdraw")

    select = desk.opens().find("select[@name='letter_language']")

    assert [each.get("value") for each in select] == list(LANGUAGES)
    assert (
        look(desk, {**CARERS_FORM, "letter_language": "tr"})
        .find("*[@data-part='phone']")
        .get("lang")
        == "tr"
    )


def test_an_empty_form_shows_an_empty_plan(desk: Desk) -> None:
    assert look(desk, {"letter_language": "nl"}).part("if-worse")


def test_the_editor_asks_for_the_language_of_the_answers(desk: Desk) -> None:
    page = desk.opens()
    assert page.find("input[@name='letter_language']").get("value") == "ar"
    assert page.find("button[@data-view='phone']").get("formaction") == f"{desk.address}/phone"
