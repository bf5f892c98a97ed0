"""Sharing answers works as docs/http.md describes."""

import io
import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation, StoredDocument, Submission
from pwa.practice.models import Practice
from tests.pages.checked import check_page, open_page
from tests.people.stories import STORY_A, Fields

JSON = {"Accept": "application/json"}


def send(
    client: FlaskClient,
    fields: Fields,
    *,
    path: str = "/nl/check/de-dreef",
    headers: Mapping[str, str] = JSON,
) -> TestResponse:
    return client.post(path, data=fields, headers=dict(headers))


def sending(**fields: str | list[str]) -> dict[str, str | list[str]]:
    return {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1", "version": "1", **fields}


def count(
    session: Session, table: type[Conversation | StoredDocument | Submission | AccessEvent]
) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_sending_gives_a_receipt_a_code_and_a_link(client: FlaskClient) -> None:
    answer = send(client, sending())

    assert answer.status_code == 201
    assert set(answer.get_json()) == {"receipt", "code", "link", "received_at", "proof", "phone"}
    assert len(answer.get_json()["code"].replace("-", "")) == 12
    assert "/nl/open#" in answer.get_json()["link"]


def test_the_same_sending_again_is_the_same_record(
    client: FlaskClient, db_session: Session
) -> None:
    fields = sending()
    first = send(client, fields)

    again = send(client, dict(reversed(fields.items())))

    assert again.status_code == 200
    assert again.get_json() == first.get_json()
    assert count(db_session, Submission) == count(db_session, Conversation) == 1


def test_a_browser_is_led_to_its_receipt(client: FlaskClient) -> None:
    answer = send(client, sending(), headers={"Accept": "text/html"})

    assert answer.status_code == 303
    page = open_page(client, answer.location)
    assert page.find("*[@data-code]") is not None


def test_the_same_sending_by_a_browser_shows_the_same_code(client: FlaskClient, app: Flask) -> None:
    fields = sending()
    code = send(client, fields).get_json()["code"]
    other_phone = app.test_client()

    send(other_phone, fields, headers={"Accept": "text/html"})

    assert code in open_page(other_phone, "/nl/done").text


def test_the_same_id_with_other_answers_is_refused(client: FlaskClient) -> None:
    fields = sending()
    send(client, fields)

    answer = send(client, {**fields, "sleep": "much"})

    assert answer.status_code == 409
    assert "uid" in answer.get_json()["errors"]


def test_after_a_day_the_code_is_not_told_again(client: FlaskClient, db_session: Session) -> None:
    fields = sending()
    receipt = send(client, fields).get_json()["receipt"]
    submission = db_session.scalars(select(Submission)).one()
    submission.received_at -= timedelta(hours=25)
    db_session.commit()

    answer = send(client, fields)

    assert answer.status_code == 200
    assert answer.get_json()["receipt"] == receipt
    assert answer.get_json()["code"] is answer.get_json()["link"] is None


def test_what_was_taken_back_does_not_come_back(client: FlaskClient, db_session: Session) -> None:
    fields = sending()
    send(client, fields)
    client.post("/nl/mine/withdraw")

    answer = send(client, fields)

    assert answer.status_code == 410
    assert count(db_session, StoredDocument) == 0


def test_the_same_id_at_two_practices_is_two_sendings(
    client: FlaskClient, app: Flask, db_session: Session
) -> None:
    from tests.people.colleagues import open_other_practice

    open_other_practice(app)
    fields = sending()

    assert send(client, fields).status_code == 201
    assert send(client, fields, path="/nl/check/elders").status_code == 201
    assert count(db_session, Conversation) == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"uid": ""}, {"uid"}),
        ({"uid": "not-a-uuid"}, {"uid"}),
        ({"consent": ""}, {"consent"}),
        ({"consent": "yes"}, {"consent"}),
        ({"feeling": "great"}, {"feeling"}),
        ({"reply_to": "x"}, {"reply_to"}),
        ({"pain": "1"}, {"pain"}),
        ({"consent": "", "helpers": "cat"}, {"consent", "helpers"}),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(
    client: FlaskClient, db_session: Session, fields: dict[str, str], named: set[str]
) -> None:
    answer = send(client, sending(**fields))

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == named
    assert all(answer.get_json()["errors"].values())
    assert count(db_session, Submission) == count(db_session, AccessEvent) == 0


def test_a_browser_without_consent_keeps_everything_that_was_typed(client: FlaskClient) -> None:
    fields = sending(consent="", own_words="Ik slaap op de bank", talk_alone="1")

    answer = send(client, fields, headers={"Accept": "text/html"})

    assert answer.status_code == 422
    page = check_page(answer)
    assert page.find("input[@name='own_words']").get("value") == "Ik slaap op de bank"
    assert page.find("input[@name='tired']").get("value") == "much"
    assert page.find("input[@name='talk_alone']").get("value") == "1"


def test_a_browser_is_led_to_each_answer_that_cannot_be_read(client: FlaskClient) -> None:
    fields = sending(feeling="great", reason="x" * 300, own_words="y" * 1_100)

    answer = send(client, fields, headers={"Accept": "text/html"})

    assert answer.status_code == 422
    page = check_page(answer)
    for name in ("feeling", "reason", "own_words"):
        page.find(f"a[@href='#{name}']")
        page.find(f"*[@id='{name}']")  # `check_page` finds ids that stand twice
    assert (page.find("textarea[@id='reason']").text or "").strip() == "x" * 300


def test_the_priority_is_asked_again_when_it_is_kept_back(
    client: FlaskClient, db_session: Session
) -> None:
    fields = sending(not_shared="body")

    first = send(client, fields, headers={"Accept": "text/html"})
    chosen = {**fields, "priority": "caring", "worse_by": []}
    second = send(client, chosen, headers={"Accept": "text/html"})

    assert first.status_code == 422
    check_page(first)
    assert second.status_code == 303
    assert count(db_session, Submission) == 1


def test_more_than_64_kb_is_too_much(client: FlaskClient) -> None:
    answer = send(client, sending(own_words="x" * 70_000))

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [[1], {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1"}])
def test_json_is_refused_and_not_taken_for_a_check_without_answers(
    client: FlaskClient, db_session: Session, body: object
) -> None:
    answer = client.post("/nl/check/de-dreef", json=body, headers=JSON)

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"uid", "consent"}
    assert count(db_session, Submission) == 0


def test_an_answer_in_a_file_is_not_lost_in_silence(
    client: FlaskClient, db_session: Session
) -> None:
    fields = {**sending(), "own_words": (io.BytesIO(b"hidden"), "words.txt")}

    answer = client.post("/nl/check/de-dreef", data=fields, headers=JSON)

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"own_words"}
    assert count(db_session, Submission) == 0


def test_an_unknown_practice_is_not_found(client: FlaskClient) -> None:
    assert send(client, sending(), path="/nl/check/nowhere").status_code == 404


def test_a_change_is_a_new_version_of_the_same_conversation(
    client: FlaskClient, db_session: Session
) -> None:
    send(client, sending())
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value")
    assert token

    answer = send(client, sending(sleep="much", reply_to=token))

    assert answer.status_code == 201
    assert answer.get_json()["code"] is None
    assert count(db_session, Conversation) == 1
    assert count(db_session, StoredDocument) == 2


def test_a_change_of_what_was_taken_back_is_refused(client: FlaskClient) -> None:
    send(client, sending())
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value")
    client.post("/nl/mine/withdraw")

    assert send(client, sending(reply_to=token or "")).status_code == 410


def test_each_sending_is_in_the_access_log_without_contents(
    client: FlaskClient, db_session: Session, practice: Practice
) -> None:
    send(client, sending(reason="buikpijn"))

    event = db_session.scalars(select(AccessEvent)).one()
    assert (event.action, event.practice_id) == ("check:share", practice.id)
    assert "buikpijn" not in repr(vars(event))


def test_the_check_is_the_same_bytes_for_everybody(client: FlaskClient, app: Flask) -> None:
    first = client.get("/ar/check/de-dreef", headers={"Accept-Encoding": "br"})
    send(client, sending())
    second = client.get("/ar/check/de-dreef?from=poster", headers={"Accept-Encoding": "br"})
    third = app.test_client().get("/ar/check/de-dreef", headers={"Accept-Encoding": "br"})

    assert first.data == second.data == third.data
    assert "Set-Cookie" not in first.headers
    assert first.headers["Content-Encoding"] == "br"
    again = client.get(
        "/ar/check/de-dreef",
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_changed_practice_is_seen_on_the_kept_page(
    client: FlaskClient, app: Flask, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "030 000 00 00" in client.get("/nl/p/de-dreef").text
    db_session.execute(
        update(Practice).values(phone="030 111 11 11", revision=Practice.revision + 1)
    )
    db_session.commit()

    monkeypatch.setattr("pwa.web.page_cache.CHECKED_AGAIN_AFTER_S", -1)

    assert "030 111 11 11" in client.get("/nl/p/de-dreef").text
