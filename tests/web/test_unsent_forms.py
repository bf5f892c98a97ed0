"""Text in a form that was sent after the session ended is kept for the same person only."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import StoredDocument
from pwa.staff.core import Role
from pwa.staff.unsent.models import UnsentForm
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.desk import CARERS_FORM, Desk
from tests.people.desk import fields_of as plan_fields_of
from tests.people.logins import SECOND_FACTOR, Clock
from tests.people.stories import DemoLogin, find_token, log_in
from tests.people.together import TogetherDesk, fields_of

pytestmark = pytest.mark.on_one_database

MARKER = "bijzonderwoord"


def log_in_again(client: FlaskClient, demo: DemoLogin, address: str) -> str:
    """Log in on the page that the address redirects to; gives the address after the login."""
    page = client.get(address)
    assert page.status_code == 303
    login = page.location
    token = find_token(client.get(login).text)
    fields = {"csrf_token": token, "email": demo.email, "password": demo.password, "next": address}
    answer = client.post(login, data=fields)
    assert SECOND_FACTOR in answer.location
    token = find_token(client.get(answer.location).text)
    code = {"csrf_token": token, "code": demo.second_factor()}
    return client.post(answer.location, data=code).location


def test_a_plan_sent_after_the_session_ended_stands_in_the_form_again(
    desk: Desk, demo: DemoLogin, clock: Clock, db_session: Session
) -> None:
    token = find_token(desk.client.get(desk.address).text)
    clock.forward(minutes=16)

    answer = desk.client.post(
        desk.address, data={**CARERS_FORM, "csrf_token": token, "goal": MARKER}
    )

    assert answer.status_code == 303
    assert log_in_again(desk.client, demo, desk.address).endswith(desk.address)
    page = desk.opens()
    assert "Uw tekst staat hier weer" in page.part("kept")
    shown = plan_fields_of(page)
    assert shown["goal"] == MARKER
    assert shown["step-1-person"] == "mijn zus"
    desk.saves(shown)
    assert plan_fields_of(desk.opens())["goal"] == MARKER
    assert db_session.scalars(select(UnsentForm)).all() == []


def test_the_person_is_told_at_the_login(desk: Desk, clock: Clock) -> None:
    token = find_token(desk.client.get(desk.address).text)
    clock.forward(minutes=16)
    desk.client.post(desk.address, data={**CARERS_FORM, "csrf_token": token})
    page = open_page(desk.client, desk.address, follow=True)
    assert "Uw tekst is bewaard" in page.text


def test_a_check_sent_after_the_session_ended_stands_in_the_form_again(
    together: TogetherDesk, demo: DemoLogin, clock: Clock
) -> None:
    fields = together.fills_in(own_words=MARKER, lonely="much", worse_by=["caring", "", ""])
    clock.forward(minutes=16)

    assert together.sends(fields).status_code == 303
    log_in_again(together.client, demo, together.address)

    page = together.opens()
    assert page.part("kept")
    shown = fields_of(page)
    assert (shown["own_words"], shown["lonely"]) == ([MARKER], ["much"])
    assert together.sends(shown).status_code == 303
    assert fields_of(together.opens())["own_words"] == [MARKER]


def test_a_check_that_begins_here_is_kept_too(
    staff_client: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    start = "/practice/together"
    fields = fields_of(open_page(staff_client, f"{start}?language=tr"))
    clock.forward(minutes=16)
    staff_client.post(start, data=fields | {"pain": ["much"], "reason": [MARKER]})
    log_in_again(staff_client, demo, start)

    page = open_page(staff_client, start)

    assert fields_of(page)["reason"] == [MARKER]
    assert fields_of(page)["language"] == ["tr"]


def test_a_page_from_before_the_login_loses_nothing(desk: Desk, demo: DemoLogin) -> None:
    """Another tab logged out and in again, so the CSRF token of this page is no longer valid."""
    token = find_token(desk.client.get(desk.address).text)
    desk.client.post("/practice/logout", data={"csrf_token": token})
    log_in(desk.client, demo)

    answer = desk.client.post(
        desk.address, data={**CARERS_FORM, "csrf_token": token, "goal": MARKER}
    )

    assert answer.location == desk.address
    assert plan_fields_of(desk.opens())["goal"] == MARKER


def test_the_page_itself_may_ask_to_keep_it(desk: Desk, db_session: Session) -> None:
    token = find_token(desk.client.get(desk.address).text)
    desk.client.post(desk.address, data={**CARERS_FORM, "csrf_token": token, "keep": "1"})
    assert plan_fields_of(desk.opens())["goal"] == CARERS_FORM["goal"]
    plans = select(StoredDocument).where(StoredDocument.kind == "plan")
    assert db_session.scalars(plans).all() == [], "nobody pressed Save"


def test_the_next_person_at_the_desk_does_not_see_it(
    app: Flask, desk: Desk, demo: DemoLogin, clock: Clock
) -> None:
    other = hire(app, demo, Role.POH)
    token = find_token(desk.client.get(desk.address).text)
    clock.forward(minutes=16)
    desk.client.post(desk.address, data={**CARERS_FORM, "csrf_token": token, "goal": MARKER})
    desk.client.get(desk.address)
    log_in(desk.client, other)

    assert MARKER not in desk.opens().response.text


def test_it_can_be_given_up(desk: Desk) -> None:
    token = find_token(desk.client.get(desk.address).text)
    desk.client.post(desk.address, data={**CARERS_FORM, "csrf_token": token, "keep": "1"})
    page = open_page(desk.client, f"{desk.address}?anew=1")
    assert plan_fields_of(page)["goal"] == ""


def test_after_a_working_day_it_is_gone(desk: Desk, demo: DemoLogin, clock: Clock) -> None:
    token = find_token(desk.client.get(desk.address).text)
    clock.forward(minutes=16)
    desk.client.post(desk.address, data={**CARERS_FORM, "csrf_token": token, "goal": MARKER})
    clock.time += timedelta(hours=10)
    log_in_again(desk.client, demo, desk.address)
    assert MARKER not in desk.opens().response.text


def test_a_decision_between_two_versions_is_made_again(
    desk: Desk, colleague: Desk, demo: DemoLogin, clock: Clock
) -> None:
    desk.saves(CARERS_FORM)
    colleague.saves({**CARERS_FORM, "base": "1", "goal": "hun doel"})
    page = desk.saves({**CARERS_FORM, "base": "1", "goal": MARKER}, status=409)
    assert page is not None
    clock.forward(minutes=16)
    desk.client.post(desk.address, data=plan_fields_of(page))
    log_in_again(desk.client, demo, desk.address)

    answer = desk.saves(plan_fields_of(desk.opens()), status=409)

    assert answer is not None
    assert "hun doel" in answer.part("goal")
    assert MARKER in answer.part("goal")


def test_at_rest_it_cannot_be_read(desk: Desk, db_session: Session) -> None:
    token = find_token(desk.client.get(desk.address).text)
    desk.client.post(
        desk.address, data={**CARERS_FORM, "csrf_token": token, "goal": MARKER, "keep": "1"}
    )
    row = db_session.scalars(select(UnsentForm)).one()
    assert MARKER.encode() not in row.body


def test_somebody_without_a_session_keeps_nothing(
    app: Flask, desk: Desk, db_session: Session
) -> None:
    stranger = app.test_client()
    token = find_token(stranger.get("/practice/login").text)
    answer = stranger.post(desk.address, data={**CARERS_FORM, "csrf_token": token})
    assert "/practice/login" in answer.location
    assert stranger.post(desk.address, data=CARERS_FORM).status_code == 400
    assert db_session.scalars(select(UnsentForm)).all() == []


def test_another_site_keeps_nothing(desk: Desk, db_session: Session) -> None:
    answer = desk.client.post(
        desk.address, data=CARERS_FORM, headers={"Origin": "https://elders.example.org"}
    )
    assert answer.status_code == 403
    assert db_session.scalars(select(UnsentForm)).all() == []


def test_the_conflict_page_is_a_good_page(desk: Desk, colleague: Desk) -> None:
    desk.saves(CARERS_FORM)
    colleague.saves({**CARERS_FORM, "base": "1", "goal": "hun doel"})
    token = find_token(desk.client.get(desk.address).text)
    mine = {**CARERS_FORM, "csrf_token": token, "base": "1", "goal": MARKER}
    answer = desk.client.post(desk.address, data=mine)
    assert answer.status_code == 409
    check_page(answer)
