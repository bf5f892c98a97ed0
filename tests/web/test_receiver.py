"""The person who receives a warm handover opens the letter by link and digits, and answers it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Actor, Outcome
from pwa.handover import service
from pwa.handover.core import State
from pwa.handover.models import Handover
from pwa.vault.patient.codes import format_code, write_link_code
from pwa.vault.work import begin_work
from tests.inputs.handovers import PutHandover, gp_of, open_as_gp
from tests.pages.checked import check_page, open_page
from tests.people.receiver import LETTER, OPEN, advance, enter, wrong
from tests.people.stories import DemoLogin


def row_of(session: Session, put: PutHandover) -> Handover:
    session.rollback()
    row = session.get_one(Handover, put.id)
    session.refresh(row)
    session.rollback()
    return row


def take_back(app: Flask, demo: DemoLogin, put: PutHandover) -> None:
    with app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, demo), put.conversation_id)
        service.take_back(work, opened, put.id)
        work.db.commit()


def test_looking_at_the_address_shows_nothing_and_uses_nothing_up(
    client: FlaskClient, put: PutHandover
) -> None:
    for _scanner in range(30):
        page = open_page(client, OPEN)
        assert "Samira" not in page.text
    assert page.response.headers["X-Robots-Tag"].startswith("noindex")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.response.headers
    assert enter(client, put).status_code == 303


def test_link_and_digits_open_the_letter_as_it_was_agreed_on(receiver: FlaskClient) -> None:
    page = open_page(receiver, LETTER)

    assert "Wilt u samen kijken wie kan oppassen?" in page.text
    assert "Samira" in page.text
    assert page.find("dd/bdi[@lang='ar']").text is not None
    assert page.title == "Mijn gesprek"


def test_the_code_on_paper_opens_as_the_link_does(client: FlaskClient, put: PutHandover) -> None:
    code = format_code(write_link_code(put.link.secret)).lower()
    digits = f" {put.link.digits[:2]} {put.link.digits[2:]} "

    assert enter(client, put, link="", code=code, digits=digits).status_code == 303


def test_the_answer_is_seen_by_the_receiver_the_patient_and_the_practice(
    app: Flask, demo: DemoLogin, put: PutHandover, receiver: FlaskClient, db_session: Session
) -> None:
    sent = receiver.post(
        LETTER,
        data={"state": "contact", "words": "Maandag\nkomt zij <b>langs</b>", "language": "nl"},
    )

    assert (sent.status_code, sent.location) == (303, LETTER)
    page = open_page(receiver, LETTER)
    assert page.find("div[@data-answer='contact']//bdi").text == "Maandag komt zij <b>langs</b>"
    row = row_of(db_session, put)
    assert (row.state, row.history[-1].by) == (State.CONTACT, "receiver")
    assert row.answer is not None
    assert b"Maandag" not in row.answer
    with app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, demo), put.conversation_id)
        (found,) = service.handovers_of(work.db, opened)
    assert found.answer is not None
    assert found.answer.words is not None
    assert found.answer.words.text == "Maandag komt zij <b>langs</b>"


def test_a_later_answer_takes_the_place_of_the_first(
    receiver: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    receiver.post(LETTER, data={"state": "tried", "words": "Voicemail", "language": "nl"})
    receiver.post(LETTER, data={"state": "contact", "words": "", "language": "nl"})

    page = open_page(receiver, LETTER)
    assert "Voicemail" not in page.text
    assert row_of(db_session, put).state == State.CONTACT


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"state": "done", "words": "Samen koffie"}, "state"),
        ({"words": "Samen koffie"}, "state"),
        ({"state": "tried", "words": "Samen koffie" + "x" * 200}, "words"),
    ],
)
@pytest.mark.on_one_database
def test_a_refused_answer_changes_nothing_and_keeps_what_was_typed(
    receiver: FlaskClient,
    put: PutHandover,
    db_session: Session,
    fields: dict[str, str],
    field: str,
) -> None:
    page = check_page(receiver.post(LETTER, data={**fields, "language": "tr"}))

    assert page.response.status_code == 422
    assert fields["words"] in (page.find("textarea[@name='words']").text or "")
    assert page.find("option[@value='tr']").get("selected") is not None
    assert (page.tree.find(".//textarea[@aria-invalid]") is not None) == (field == "words")
    assert row_of(db_session, put).state == State.AGREED


def test_each_act_of_the_receiver_is_a_line_in_the_log(
    receiver: FlaskClient, put: PutHandover, db_session: Session
) -> None:
    enter(receiver, put, digits=wrong(put.link.digits))
    receiver.post(LETTER, data={"state": "failed"})

    newest = select(AccessEvent).order_by(AccessEvent.number.desc()).limit(3)
    found = [(each.action, each.actor, each.outcome) for each in db_session.scalars(newest)]
    assert found == [
        ("handover:answer", Actor.RECEIVER, Outcome.DONE),
        ("handover:open", Actor.RECEIVER, Outcome.REFUSED),
        ("handover:open", Actor.RECEIVER, Outcome.DONE),
    ]


@pytest.mark.parametrize("way", ["done", "ended", "taken back"])
def test_whoever_closes_it_closes_the_page_at_once(
    app: Flask, demo: DemoLogin, put: PutHandover, receiver: FlaskClient, way: str
) -> None:
    page = open_page(receiver, LETTER)
    if way == "taken back":
        take_back(app, demo, put)
    else:
        advance(app, demo, put, State(way))

    for answer in (
        receiver.post(LETTER, data={"state": "contact"}),
        enter(app.test_client(), put),
    ):
        closed = check_page(answer)
        assert closed.response.status_code == 410
        assert "gesloten" in closed.text
        assert "Samira" not in closed.text
        assert closed.tree.find(".//a[@href]") is not None
    assert enter(app.test_client(), put, digits=wrong(put.link.digits)).status_code == 422
    assert receiver.get(LETTER).location == OPEN  # the pass went with the answer
    assert "oppassen" in page.text


def test_a_letter_made_anew_ends_what_the_old_one_opened(
    app: Flask, demo: DemoLogin, put: PutHandover, receiver: FlaskClient
) -> None:
    with app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, demo), put.conversation_id)
        service.make_letter(work, opened, put.id, by=gp_of(work, demo))
        work.db.commit()

    assert receiver.get(LETTER).location == OPEN
    assert enter(app.test_client(), put).status_code == 404
