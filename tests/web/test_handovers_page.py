"""The practice's page of open warm handovers: who does what next, without opening answers or plan."""

import json
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.servicerequest import ServiceRequest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from pwa.handover.core import State
from pwa.handover.models import Handover
from pwa.handover.overview.service_request import STATUSES
from pwa.selfcheck.questions import LifeDomain, topics_of
from tests.inputs.handovers import PutHandover, put_handover
from tests.pages.catalogues import dutch
from tests.pages.checked import open_page
from tests.people.colleagues import open_other_practice
from tests.people.desk import Desk
from tests.people.logins import give
from tests.people.receiver import LETTER, enter
from tests.people.stories import STORY_B, STORY_C, DemoLogin, log_in, share

PAGE = "/practice/handovers"
FIGURES = "/practice/figures"


def state_of(session: Session, put: PutHandover) -> State:
    session.rollback()
    state = session.scalars(select(Handover.state).where(Handover.id == put.id)).one()
    session.rollback()
    return state


def press(client: FlaskClient, put: PutHandover, to: str) -> int:
    return give(client, PAGE, f"{PAGE}/{put.id}", to=to).status_code


def test_the_oldest_stands_first_and_says_who_does_what_next(
    app: Flask, demo: DemoLogin, assistant: FlaskClient, put: PutHandover
) -> None:
    share(app.test_client(), demo.slug, STORY_B)
    younger = put_handover(app, demo, uid="bbbbbbbbbbbb")
    press(assistant, younger, "told")

    page = open_page(assistant, PAGE)

    cards = page.tree.findall(".//li[@data-handover]")
    assert [card.get("data-handover") for card in cards] == [str(put.id), str(younger.id)]
    first, second = ("".join(card.itertext()) for card in cards)
    assert "Samira" in first
    assert "Steunpunt Mantelzorg, Anna" in first
    assert "De praktijk belt de ontvanger" in first
    assert "De ontvanger neemt contact op" in second
    assert put.link.digits in first
    mark = page.find("nav//a[@href='/practice/handovers']/span/span[@class='unseen']")
    assert mark.text == "2 open"


def test_the_assistant_sees_and_advances_it_and_opens_nothing(
    assistant: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    page = open_page(assistant, PAGE)
    assert (
        "oppassen" not in page.text
    )  # the question is in the letter, which the desk key opens not
    assert press(assistant, put, "told") == 303
    assert state_of(db_session, put) == State.TOLD
    assert press(assistant, put, "failed") == 303
    assert state_of(db_session, put) == State.FAILED
    assert press(assistant, put, "done") == 303

    assert state_of(db_session, put) == State.DONE
    assert "data-handover" not in open_page(assistant, PAGE).response.text
    assert assistant.get(f"{PAGE}/{put.id}/service-request.json").status_code == 403
    newest = select(AccessEvent.action).order_by(AccessEvent.number.desc()).limit(4)
    assert list(db_session.scalars(newest)) == [
        "page:open",
        "handover:done",
        "handover:fail",
        "handover:tell",
    ]


def test_who_was_slower_reads_that_it_was_changed(
    assistant: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    press(assistant, put, "ended")

    assert press(assistant, put, "told") == 303

    assert "intussen" in open_page(assistant, PAGE).text
    assert state_of(db_session, put) == State.ENDED
    assert press(assistant, put, "contact") == 303  # a button that only the receiver has
    assert state_of(db_session, put) == State.ENDED


@pytest.mark.on_one_database
def test_what_nobody_closed_in_time_is_open_no_more(
    assistant: FlaskClient, manager: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    assert "data-handover" in open_page(assistant, PAGE).response.text
    assert open_page(manager, FIGURES).part("handovers") == "1 open overdracht"

    db_session.execute(update(Handover).values(expires_at=datetime.now(UTC)))
    db_session.commit()

    assert "data-handover" not in open_page(assistant, PAGE).response.text
    assert open_page(manager, FIGURES).part("handovers") == "0 open overdrachten"
    assert press(assistant, put, "told") == 303
    assert state_of(db_session, put) == State.AGREED


@pytest.mark.on_one_database
def test_no_file_says_that_it_is_open_when_its_time_is_over(
    desk: Desk, carer: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    db_session.execute(update(Handover).values(expires_at=datetime.now(UTC)))
    db_session.commit()

    request = desk.client.get(f"{PAGE}/{put.id}/service-request.json").get_json(force=True)
    [kept] = carer.post("/nl/mine/keep/json").get_json()["handovers"]

    assert request["status"] == "revoked"
    assert (kept["state"], kept["moves"][-1]["state"]) == ("over", "over")


def test_a_manager_and_another_practice_get_nothing(
    app: Flask, manager: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    stranger = app.test_client()
    log_in(stranger, open_other_practice(app))

    assert manager.get(PAGE).status_code == 403
    assert "data-handover" not in stranger.get(PAGE).text
    assert press(stranger, put, "told") == 404
    assert stranger.get(f"{PAGE}/{put.id}/service-request.json").status_code == 404
    assert state_of(db_session, put) == State.AGREED


def test_a_handover_is_downloaded_as_a_service_request(
    desk: Desk, put: PutHandover, db_session: Session
) -> None:
    answer = desk.client.get(f"{PAGE}/{put.id}/service-request.json")

    assert answer.mimetype == "application/fhir+json"
    assert "overdracht.json" in answer.headers["Content-Disposition"]
    found = json.loads(answer.text)
    ServiceRequest.model_validate(found)
    assert (found["status"], found["intent"]) == ("active", "order")
    assert found["subject"] == {"display": "Samira"}
    assert found["performer"] == [{"display": "Steunpunt Mantelzorg, Anna"}]
    assert "oppassen" in found["note"][0]["text"]
    assert "identifier" not in answer.text
    conversation = db_session.scalars(select(Conversation.id)).one()
    assert str(conversation) not in answer.text
    assert put.link.digits not in answer.text
    newest = select(AccessEvent.action).order_by(AccessEvent.number.desc()).limit(1)
    assert db_session.scalars(newest).one() == "handover:export"


@pytest.mark.on_one_database
def test_every_state_has_a_status_of_fhir() -> None:
    assert set(STATUSES) == set(State)
    assert set(STATUSES.values()) <= {"active", "on-hold", "completed", "revoked"}


def test_nothing_of_the_watched_phone_leaves_through_receiver_page_or_file(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    share(app.test_client(), demo.slug, STORY_C)
    put = put_handover(app, demo)
    Desk(staff_client, put.conversation_id)
    browser = app.test_client()
    enter(browser, put)

    letter = open_page(browser, LETTER).text.lower()
    file = staff_client.get(f"{PAGE}/{put.id}/service-request.json").text.lower()

    short = {topic.short for domain in LifeDomain for topic in topics_of(domain)}
    telling = {dutch(text).lower() for text in short} | {"alleen met", "buikpijn"}
    for text in (letter, file):
        assert "samira" in text
        assert not {each for each in telling if each in text}
