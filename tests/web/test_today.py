"""The list of a day, and how it leads to a patient's list."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.models import Submission
from pwa.locales import TIME_ZONE
from pwa.staff.core import Role
from pwa.vault.patient.code_pool import Busy, CodePool
from pwa.vault.patient.codes import PatientSecret
from tests.inputs.invitations import invite, tomorrow
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.colleagues import hire, open_other_practice
from tests.people.desk import CARERS_FORM, Desk, fields_of
from tests.people.logins import LIST, give
from tests.people.stories import STORY_A, STORY_C, DemoLogin, log_in, share

pytestmark = pytest.mark.on_one_database

OPEN = "/practice/open"


@pytest.fixture
def fatimas_card(client: FlaskClient, demo: DemoLogin) -> dict[str, str]:
    """Share a list as Fatima; gives the receipt with her code and link."""
    return share(client, demo.slug, {**STORY_A, "known_as": "Fátima 10:40"})


@pytest.fixture
def fatima(fatimas_card: dict[str, str]) -> str:
    """Share a list as Fatima; gives her code."""
    return fatimas_card["code"]


def look_for(client: FlaskClient, typed: str) -> TestResponse:
    return give(client, LIST, OPEN, code=typed)


def lines(page: HtmlPage) -> list[str]:
    rows = page.tree.findall(".//tr[@data-row]")
    return [" ".join("".join(row.itertext()).split()) for row in rows]


def first_link(page: HtmlPage) -> str:
    return page.find("tr[@data-row]").find(".//a").get("href", "")  # type: ignore[union-attr]


def test_the_list_shows_when_who_and_how_far(staff_client: FlaskClient, fatima: str) -> None:
    (line,) = lines(open_page(staff_client, LIST))

    assert fatima[:4] in line
    assert "Fátima 10:40" in line
    assert re.match(r"\d\d:\d\d .* gedeeld \d\d:\d\d", line)
    assert fatima[5:] not in line


def test_the_list_shows_no_answers(staff_client: FlaskClient, fatima: str) -> None:
    page = open_page(staff_client, LIST).response.text

    for answer in ("hoofdpijn", "Moe zijn", "Voor iemand zorgen"):
        assert answer not in page


def test_two_actions_open_a_list(staff_client: FlaskClient, fatima: str) -> None:
    question = open_page(staff_client, first_link(open_page(staff_client, LIST)))
    answer = give(staff_client, question.path)

    assert answer.status_code == 303
    page = open_page(staff_client, answer.location)
    assert "hoofdpijn en altijd moe" in page.text
    (line,) = lines(open_page(staff_client, LIST))
    assert re.search(r"gelezen \d\d:\d\d", line)


def test_a_complete_code_leads_to_the_question_whose_list_it_is(
    staff_client: FlaskClient, fatima: str
) -> None:
    for typed in (fatima, fatima.lower().replace("-", " "), fatima.replace("-", "")):
        answer = look_for(staff_client, typed)
        assert answer.status_code == 303
        assert urlsplit(answer.location).path == first_link(open_page(staff_client, LIST))


def test_the_qr_code_of_a_patient_is_scanned_into_the_same_field(
    staff_client: FlaskClient, fatimas_card: dict[str, str]
) -> None:
    answer = look_for(staff_client, fatimas_card["link"])

    assert urlsplit(answer.location).path == first_link(open_page(staff_client, LIST))
    field = open_page(staff_client, LIST).find("input[@name='code']")
    assert field.get("maxlength") is None


def test_a_code_of_another_day_is_found_too(
    staff_client: FlaskClient, fatima: str, db_session: Session
) -> None:
    received = db_session.scalars(select(Submission)).one()
    received.received_at -= timedelta(days=3)
    day = received.received_at.astimezone(TIME_ZONE).date()
    db_session.commit()
    assert lines(open_page(staff_client, LIST)) == []

    assert look_for(staff_client, fatima).status_code == 303
    assert len(lines(open_page(staff_client, f"{LIST}?day={day}"))) == 1


def test_a_code_leads_to_the_plan_when_the_answers_are_gone(
    staff_client: FlaskClient, client: FlaskClient, fatima: str
) -> None:
    conversation = first_link(open_page(staff_client, LIST)).rpartition("/")[2]
    Desk(staff_client, UUID(conversation)).saves(CARERS_FORM)
    client.post("/nl/mine/withdraw")

    answer = look_for(staff_client, fatima)

    page = open_page(staff_client, answer.location, follow=True)
    assert fields_of(page)["goal"] == CARERS_FORM["goal"]


@pytest.mark.parametrize("typed", ["first group", "name"])
def test_a_group_or_a_name_finds_the_line_without_a_script(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin, fatima: str, typed: str
) -> None:
    share(client, demo.slug, {**STORY_A, "known_as": "Jan"})

    answer = look_for(staff_client, fatima[:4] if typed == "first group" else "fatima")

    assert answer.status_code == 200
    assert answer.request.query_string == b""
    (line,) = lines(check_page(answer))
    assert "Fátima" in line


def test_an_unknown_code_is_told(staff_client: FlaskClient, fatima: str) -> None:
    answer = look_for(staff_client, "0000-0000-0000")

    assert answer.status_code == 422
    page = check_page(answer)
    assert "Geen lijst gevonden met deze code." in page.text
    assert len(lines(page)) == 1


def test_a_typing_mistake_is_told(staff_client: FlaskClient, fatima: str) -> None:
    wrong = "9" if fatima[-1] != "9" else "8"

    answer = look_for(staff_client, f"ZZ{fatima[2:-1]}{wrong}")

    assert "Zit er een typfout in de code?" in check_page(answer).text


def test_a_code_of_another_practice_is_unknown(app: Flask, fatima: str) -> None:
    other = app.test_client()
    log_in(other, open_other_practice(app))

    answer = look_for(other, fatima)

    assert answer.status_code == 422
    assert lines(check_page(answer)) == []


def test_the_wish_to_talk_alone_shows_before_opening(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    share(client, demo.slug, STORY_C)

    (line,) = lines(open_page(staff_client, LIST))

    assert "wil alleen praten" in line


def test_what_was_taken_back_shows_that_and_no_more(
    staff_client: FlaskClient, client: FlaskClient, fatima: str
) -> None:
    client.post("/nl/open", data={"code": fatima})
    client.post("/nl/mine/withdraw", data={"plan": "1"})

    page = open_page(staff_client, LIST)

    (line,) = lines(page)
    assert "ingetrokken" in line
    assert "Fátima" not in line
    assert fatima[:4] not in line
    assert page.find("tr[@data-row]").find(".//a") is None
    answer = look_for(staff_client, fatima)
    assert answer.status_code == 422
    assert "De patiënt heeft deze lijst ingetrokken." in check_page(answer).text


def test_an_assistant_sees_who_shared_and_cannot_open(
    app: Flask, demo: DemoLogin, fatima: str
) -> None:
    client = app.test_client()
    log_in(client, hire(app, demo, Role.ASSISTANT))

    page = open_page(client, LIST)
    assert "Fátima" in lines(page)[0]
    assert page.find("tr[@data-row]").find(".//a") is None

    (line,) = lines(check_page(look_for(client, fatima)))
    assert "Fátima" in line


def test_a_whole_code_shows_an_assistant_the_line_on_the_day_of_its_consult(
    assistant: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    invitations = [invite(assistant, label=label) for label in ("mw. A.", "mw. B.")]
    codes = [
        share(client, demo.slug, {**STORY_A, "invitation": made.token})["code"]
        for made in invitations
    ]

    page = check_page(look_for(assistant, codes[1]))

    (line,) = lines(page)
    assert "mw. B." in line
    assert page.find("input[@name='day']").get("value") == tomorrow()
    assert page.find("input[@name='code']").get("value") == codes[1][:4]


@pytest.mark.parametrize("day", ["2026-01-02", "nonsense", "9999-12-31", "0001-01-01"])
def test_any_day_of_the_address_gives_a_page(staff_client: FlaskClient, day: str) -> None:
    open_page(staff_client, f"{LIST}?day={day}")


def test_a_day_to_come_has_a_list_too(staff_client: FlaskClient, fatima: str) -> None:
    later = datetime.now(TIME_ZONE).date() + timedelta(days=2)

    page = open_page(staff_client, f"{LIST}?day={later}")

    assert lines(page) == []
    assert "nog niemand uitgenodigd" in page.text


def test_when_too_many_codes_are_looked_up_somebody_is_asked_to_wait(
    staff_client: FlaskClient, fatima: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_pool: CodePool, _code: str) -> PatientSecret:
        raise Busy(7)

    monkeypatch.setattr("pwa.vault.patient.code_pool.CodePool.stretch", refuse)

    answer = look_for(staff_client, fatima)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert check_page(answer).find("input[@name='code']").get("value") == fatima
