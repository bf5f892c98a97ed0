"""Whoever guesses, steals or forges gets nothing of the letter of a warm handover."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.handover.core import MAX_WRONG_DIGITS, State
from pwa.handover.models import HandoverLink
from pwa.handover.receiver.service import ANSWERS
from pwa.vault.patient.codes import new_link_secret
from pwa.web.extensions import limiter
from tests.inputs.handovers import PutHandover
from tests.pages.checked import check_page
from tests.people.receiver import LETTER, OPEN, advance, enter, wrong
from tests.people.stories import DemoLogin


def test_who_guesses_digits_reads_how_many_tries_are_left_and_then_nothing(
    app: Flask, put: PutHandover
) -> None:
    for left in range(MAX_WRONG_DIGITS - 1, 0, -1):
        answer = enter(app.test_client(), put, digits=wrong(put.link.digits, left))
        assert answer.status_code == 422
        said = "".join(check_page(answer).find("p[@id='digits-error']").itertext())
        assert re.findall(r"\d+", said) == [str(left)]
    last = enter(app.test_client(), put, digits=wrong(put.link.digits))

    dead = enter(app.test_client(), put)
    unknown = enter(app.test_client(), put, link=new_link_secret())

    assert last.status_code == dead.status_code == unknown.status_code == 404
    assert last.text == dead.text == unknown.text


def test_three_tries_at_once_count_as_three(
    app: Flask, put: PutHandover, db_session: Session
) -> None:
    with ThreadPoolExecutor(3) as pool:  # SQLite: one writes, two may wait, a fourth may be refused
        tries = [
            pool.submit(enter, app.test_client(), put, digits=wrong(put.link.digits, by))
            for by in range(1, 4)
        ]
        assert {each.result().status_code for each in tries} == {422}

    assert db_session.scalars(select(HandoverLink.wrong_tries)).one() == 3


@pytest.mark.on_one_database
def test_many_unknown_links_of_one_network_have_to_wait(app: Flask, put: PutHandover) -> None:
    for _guess in range(5):
        unknown = enter(app.test_client(), put, link=new_link_secret())
        assert unknown.status_code == 404

    refused = enter(app.test_client(), put)

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    limiter.reset()
    assert enter(app.test_client(), put).status_code == 303


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    "fields",
    [
        {"digits": "12"},
        {"digits": "12345"},
        {"digits": ""},
        {"link": "", "code": "K7QM"},
        {"link": "x"},
    ],
)
def test_what_cannot_be_right_is_asked_for_again_and_is_no_try(
    client: FlaskClient, put: PutHandover, db_session: Session, fields: dict[str, str]
) -> None:
    assert enter(client, put, **fields).status_code == 422
    assert db_session.scalars(select(HandoverLink.wrong_tries)).one() == 0


def test_a_stolen_cookie_opens_nothing_once_it_is_over(
    app: Flask,
    demo: DemoLogin,
    put: PutHandover,
    receiver: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thief = app.test_client()
    cookie = receiver.get_cookie("handover")
    assert cookie is not None
    assert receiver.post("/handover/leave").location == OPEN
    assert receiver.get(LETTER).location == OPEN
    thief.set_cookie("handover", cookie.value)
    assert thief.get(LETTER).status_code == 200

    later = datetime.now(UTC) + timedelta(minutes=31)
    with monkeypatch.context() as patch:
        patch.setattr("pwa.web.http.now", lambda: later)
        assert thief.get(LETTER).location == OPEN
    advance(app, demo, put, State.ENDED)
    thief.set_cookie("handover", cookie.value)
    answer = thief.get(LETTER)
    assert answer.status_code == 410
    assert "Samira" not in answer.text


@pytest.mark.on_one_database
def test_another_sites_form_is_refused(receiver: FlaskClient, put: PutHandover) -> None:
    foreign = {"Origin": "https://evil.example"}

    assert receiver.post(LETTER, data={"state": "tried"}, headers=foreign).status_code == 403
    answer = receiver.post(OPEN, data={"link": put.link.secret, "digits": "1"}, headers=foreign)
    assert answer.status_code == 403


@pytest.mark.on_one_database
def test_the_secret_is_in_no_address_header_or_log(
    client: FlaskClient, put: PutHandover, caplog: pytest.LogCaptureFixture
) -> None:
    answer = enter(client, put)
    page = client.get(LETTER)

    for response in (answer, page):
        assert put.link.secret not in str(response.headers)
    assert put.link.secret not in page.text
    assert put.link.secret not in caplog.text
    assert page.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.on_one_database
def test_answering_again_and_again_does_not_fill_the_log(
    receiver: FlaskClient, put: PutHandover
) -> None:
    fields = {"state": "tried", "words": "Geen gehoor", "language": "nl"}
    for _answer in range(ANSWERS[0].amount):
        assert receiver.post(LETTER, data=fields).status_code == 303

    refused = receiver.post(LETTER, data=fields)

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    page = check_page(refused)
    assert page.find("p[@role='alert']").text
    assert "Geen gehoor" in (page.find("textarea[@name='words']").text or "")
