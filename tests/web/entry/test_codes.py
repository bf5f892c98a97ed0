"""Entry codes of invitations and waiting room: typed, in a link, wrong, renewed, on paper."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete, event, func, select, update
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Invitation
from pwa.vault.patient.codes import format_code, new_code
from pwa.web.extensions import db
from tests.inputs.entry import (
    ELSEWHERE,
    HERE,
    Sender,
    attached,
    read_code,
    room_of,
    take_coded_only,
)
from tests.inputs.invitations import Invited
from tests.pages.checked import check_page, open_page
from tests.pages.paper import read_back, scan
from tests.people.colleagues import open_other_practice
from tests.people.logins import give
from tests.web.test_settings import Editor


def test_the_code_on_the_card_counts_as_the_link_does(
    send: Sender, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    code = read_code(assistant, invited)

    assert send(HERE, entry_code=f" {code.lower()} ") == "open"
    assert attached(db_session) == 1
    assert [send(HERE, invitation=invited.token) for _ in range(2)] == ["open"] * 2
    assert attached(db_session) == 3
    send(HERE, entry_code=code)
    assert attached(db_session) == 3


def test_an_invitation_from_before_the_codes_gets_its_own_when_the_desk_opens_it(
    send: Sender, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    code = read_code(assistant, invited)
    db_session.execute(update(Invitation).values(code_digest=None))
    take_coded_only(db_session)

    before = send(entry_code=code)
    again = read_code(assistant, invited)

    assert (before, again) == ("422", code)
    assert send(entry_code=code) == "open"
    assert attached(db_session) == 1


@pytest.mark.parametrize("nonsense", ["", "x", "K7QM4T2X9HDF", "é\ud800", "a" * 5000])
def test_what_stands_in_a_link_is_never_a_mistake(send: Sender, nonsense: str) -> None:
    sent = nonsense.encode("utf-8", "replace").decode()

    assert send(HERE, waiting_room=sent, invitation=sent) == "open"


def test_a_typing_mistake_in_a_code_is_told_at_its_field(send: Sender, room: str) -> None:
    wrong = room[:-1] + ("0" if room[-1] != "0" else "1")

    assert send(HERE, entry_code=wrong) == "422"
    assert list(send.answer.get_json()["errors"]) == ["entry_code"]


def test_the_code_of_another_practice_is_worth_nothing(
    app: Flask, send: Sender, db_session: Session
) -> None:
    open_other_practice(app, "elders")
    take_coded_only(db_session)

    assert send(HERE, waiting_room=room_of(app, "elders")) == "422"


def test_only_by_code_takes_each_kind_of_code_and_nothing_else(
    send: Sender, assistant: FlaskClient, invited: Invited, room: str, db_session: Session
) -> None:
    code = read_code(assistant, invited)
    take_coded_only(db_session)

    assert send() == "422"
    assert "alleen lijsten aan met een code" in send.answer.get_json()["errors"]["entry_code"]
    assert send(entry_code=format_code(new_code())) == "422"
    assert "werkt niet bij deze praktijk" in send.answer.get_json()["errors"]["entry_code"]
    assert send(entry_code=code) == send(invitation=invited.token) == "open"
    assert send(entry_code=room) == send(waiting_room=room) == "open"


def test_who_guesses_codes_is_told_to_wait_and_stops_nobody(
    send: Sender, room: str, db_session: Session
) -> None:
    take_coded_only(db_session)
    card = format_code(new_code())

    tries = [send(entry_code=card) for _ in range(3)]
    guesses = [send(entry_code=format_code(new_code())) for _ in range(6)]

    assert tries == ["422"] * 3, "the same code is one try"
    assert guesses == ["422"] * 4 + ["429"] * 2
    assert 500 < int(send.answer.headers["Retry-After"]) <= 600
    assert send(entry_code=room) == "open", "a right code at the same address"
    assert send(ELSEWHERE, entry_code=format_code(new_code())) == "422"


def test_a_new_code_of_the_waiting_room_ends_the_one_before(
    send: Sender, room: str, staff_client: FlaskClient, app: Flask
) -> None:
    shown = open_page(staff_client, "/practice/settings")
    assert room == "".join(shown.part("waiting-room").split("-"))

    give(staff_client, "/practice/settings", "/practice/settings/waiting-room")
    flood = [send() for _ in range(7)]

    new = room_of(app, send.slug)
    assert new != room
    assert flood[-1] == "429"
    assert send(waiting_room=room) == "429"
    assert send(waiting_room=new) == "open"


def test_the_paper_for_the_desk_has_the_code_and_a_picture_that_brings_it_along(
    staff_client: FlaskClient, room: str
) -> None:
    document = staff_client.get("/practice/waiting-room.pdf").data

    assert room in "".join(read_back(document).split()).replace("-", "")
    assert scan(document) == [f"http://localhost/nl/p/de-dreef#w={room}"]


def test_the_setting_is_kept_and_taken_back(
    send: Sender, staff_client: FlaskClient, app: Flask
) -> None:
    Editor(staff_client).saves(takes_coded_only="1")
    start = app.test_client().get("/nl/p/de-dreef")
    check = app.test_client().get("/nl/check/de-dreef")
    assert "U hebt een code nodig" in start.text
    assert "entry_code" in check.text
    assert send() == "422"

    Editor(staff_client).saves(takes_coded_only="")
    assert "entry_code" not in app.test_client().get("/nl/check/de-dreef").text
    assert send() == "open"


def test_without_a_script_a_code_can_be_given_and_is_not_lost(
    client: FlaskClient, db_session: Session, assistant: FlaskClient, invited: Invited
) -> None:
    code = read_code(assistant, invited)
    sent = {
        "reason": "hoofdpijn",
        "entry_code": code[:-1] + "U",
        "uid": str(uuid4()),
        "consent": "1",
    }

    review = check_page(client.post("/nl/check/de-dreef", data=sent))
    assert review.response.status_code == 422
    assert review.find("input[@name='entry_code']").get("value") == sent["entry_code"]
    assert review.find("input[@name='reason']").get("value") == "hoofdpijn"
    form = check_page(client.post("/nl/check/de-dreef/form", data={**sent, "entry_code": code}))
    assert form.find("input[@name='entry_code']").get("value") == code
    answer = client.post("/nl/check/de-dreef", data={**sent, "entry_code": code})

    assert answer.status_code == 303
    assert attached(db_session) == 1


def test_codes_of_invitations_from_before_are_found_after_the_next_look(
    send: Sender, assistant: FlaskClient, invited: Invited, db_session: Session
) -> None:
    db_session.execute(update(Invitation).values(code_digest=None))
    db_session.commit()

    code = read_code(assistant, invited)

    assert send(entry_code=code) == "open"
    assert attached(db_session) == 1


@pytest.mark.parametrize("page", ["", "/card.pdf"])
def test_an_invitation_from_before_is_shown_and_its_code_kept(
    assistant: FlaskClient, invited: Invited, db_session: Session, page: str
) -> None:
    """A GET runs in a read-only transaction, so it stores the code's digest in a second one."""
    db_session.execute(update(Invitation).values(code_digest=None))
    db_session.commit()

    assert assistant.get(f"{invited.address}{page}").status_code == 200

    assert db_session.scalars(select(Invitation.code_digest)).one() is not None


@pytest.mark.parametrize("page", ["", "/card.pdf"])
def test_an_invitation_that_is_taken_back_meanwhile_is_not_found(
    app: Flask, assistant: FlaskClient, invited: Invited, db_session: Session, page: str
) -> None:
    with app.app_context():
        engine = db.engine
    lines = select(func.count()).select_from(AccessEvent)
    before = db_session.scalars(lines).one()
    db_session.commit()
    reads: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        reads.extend([statement] if "FROM invitation" in statement else [])

    def take_back(_connection: Connection) -> None:
        if len(reads) == 1:  # after the row is read and before it is written
            db_session.execute(delete(Invitation))
            db_session.commit()

    event.listen(engine, "after_cursor_execute", note)
    event.listen(engine, "rollback", take_back)
    try:
        answer = assistant.get(f"{invited.address}{page}")
    finally:
        event.remove(engine, "rollback", take_back)
        event.remove(engine, "after_cursor_execute", note)

    assert answer.status_code == 404
    assert db_session.scalars(lines).one() == before
