"""A patient whose list was put aside is told so, with whom to call; undo restores all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa import retention
from pwa.conversation.models import Conversation
from pwa.web.extensions import limiter
from tests.databases.work import work_on
from tests.inputs.fold import bring_back, ids_by_age, put_aside
from tests.pages.checked import check_page, open_page
from tests.pages.paper import scan
from tests.people.stories import STORY_A, DemoLogin, share

pytestmark = pytest.mark.on_one_database

PHONE = "030 000 00 00"
SENTENCE = {
    "nl": "De praktijk wist niet van wie deze lijst is. Bel de praktijk:",
    "en": "The practice did not know whose list this is. Call the practice:",
    "tr": "Muayenehane bu listenin kime ait olduğunu bilmiyordu. Muayenehaneyi arayın:",
    "ar": "لم تعرف العيادة لمن هذه القائمة. الرجاء الاتصال بالعيادة:",
}
UID = str(uuid4())
FIELDS = {**STORY_A, "uid": UID, "consent": "1"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def keys(phone: FlaskClient, demo: DemoLogin) -> dict[str, str]:
    """Share a list; gives the receipt with the patient's code and link."""
    shared: dict[str, str] = phone.post(
        f"/nl/check/{demo.slug}", data=FIELDS, headers=JSON
    ).get_json()
    return shared


@pytest.fixture
def conversation(keys: dict[str, str], db_session: Session) -> UUID:
    (found,) = ids_by_age(db_session)
    return found


def try_to_open(app: Flask, language: str, fields: dict[str, str]) -> TestResponse:
    limiter.reset()
    return app.test_client().post(f"/{language}/open", data=fields)


def ways(keys: dict[str, str]) -> list[dict[str, str]]:
    return [{"code": keys["code"]}, {"link": keys["link"].split("#")[1]}]


def test_every_key_says_that_the_practice_did_not_know_whose_it_is(
    app: Flask,
    phone: FlaskClient,
    keys: dict[str, str],
    staff_client: FlaskClient,
    conversation: UUID,
) -> None:
    card = phone.get("/nl/card.pdf").data
    put_aside(staff_client, conversation)

    for language in SENTENCE:
        for fields in [*ways(keys), {"link": scan(card)[0].split("#")[1]}]:
            answer = try_to_open(app, language, fields)
            assert answer.status_code == 410
            page = check_page(answer)
            assert f"{SENTENCE[language]} {PHONE}" in page.text
            # An own phone does not delete its key yet: the practice may bring the list back.
            assert "data-key-dead" not in answer.text
            assert "owngone" not in answer.text


def test_a_page_that_is_open_says_it_too(
    phone: FlaskClient, staff_client: FlaskClient, conversation: UUID
) -> None:
    put_aside(staff_client, conversation)

    answer = phone.get("/nl/mine")

    assert answer.status_code == 410
    assert SENTENCE["nl"] in check_page(answer).text


def test_the_same_sending_and_a_change_get_an_answer_that_a_phone_understands(
    phone: FlaskClient, demo: DemoLogin, staff_client: FlaskClient, conversation: UUID
) -> None:
    token = open_page(phone, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    change = {**FIELDS, "uid": str(uuid4()), "reply_to": token, "pain": "no"}
    put_aside(staff_client, conversation)

    for fields in (FIELDS, change):
        address = f"/tr/check/{demo.slug}"
        answer = phone.post(address, data=fields, headers=JSON)
        assert answer.status_code == 423
        assert answer.get_json() == {"errors": {"uid": f"{SENTENCE['tr']} {PHONE}."}}
        page = phone.post(address, data=fields)
        assert page.status_code == 423
        assert f"{SENTENCE['tr']} {PHONE}." in check_page(page).text


def test_after_undo_everything_works_again(
    app: Flask,
    phone: FlaskClient,
    demo: DemoLogin,
    keys: dict[str, str],
    staff_client: FlaskClient,
    conversation: UUID,
) -> None:
    token = open_page(phone, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    change = {**FIELDS, "uid": str(uuid4()), "reply_to": token, "pain": "no"}
    put_aside(staff_client, conversation)
    bring_back(staff_client, conversation)

    assert phone.get("/nl/mine").status_code == 200
    for fields in ways(keys):
        assert try_to_open(app, "nl", fields).status_code == 303
    again = phone.post(f"/nl/check/{demo.slug}", data=FIELDS, headers=JSON)
    assert again.status_code == 200
    assert again.get_json()["code"] == keys["code"]
    assert phone.post(f"/nl/check/{demo.slug}", data=change, headers=JSON).status_code == 201


def test_the_sentence_stays_after_erasing_until_the_mark_goes(
    app: Flask,
    phone: FlaskClient,
    demo: DemoLogin,
    keys: dict[str, str],
    staff_client: FlaskClient,
    conversation: UUID,
    db_session: Session,
) -> None:
    put_aside(staff_client, conversation)
    retention.purge(work_on(db_session, datetime.now(UTC) + timedelta(days=8)))
    assert db_session.get_one(Conversation, conversation).ended_at is not None
    db_session.commit()

    for fields in ways(keys):
        answer = try_to_open(app, "nl", fields)
        assert answer.status_code == 410
        assert SENTENCE["nl"] in check_page(answer).text
        assert "data-key-dead" in answer.text  # tells an own phone to delete key and copy
    again = phone.post(f"/nl/check/{demo.slug}", data=FIELDS, headers=JSON)
    assert again.status_code == 423

    retention.purge(work_on(db_session, datetime.now(UTC) + timedelta(days=69)))
    for fields in ways(keys):
        assert try_to_open(app, "nl", fields).status_code == 404


def test_what_was_taken_back_before_it_was_put_aside_says_that_it_was_taken_back(
    app: Flask,
    phone: FlaskClient,
    keys: dict[str, str],
    staff_client: FlaskClient,
    conversation: UUID,
) -> None:
    phone.post("/nl/mine/withdraw", data={"plan": "1"})
    put_aside(staff_client, conversation)

    answer = try_to_open(app, "nl", ways(keys)[0])

    assert "Uw antwoorden zijn teruggetrokken" in check_page(answer).text


def test_the_patients_log_tells_it_after_undo(
    phone: FlaskClient, staff_client: FlaskClient, conversation: UUID
) -> None:
    put_aside(staff_client, conversation)
    bring_back(staff_client, conversation)

    page = open_page(phone, "/nl/mine/log").text

    assert "Lijst apart gelegd: de praktijk wist niet van wie" in page
    assert "Lijst teruggezet" in page


def test_a_second_list_shares_nothing_with_the_one_aside(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, conversation: UUID
) -> None:
    put_aside(staff_client, conversation)

    assert share(app.test_client(), demo.slug, STORY_A)["code"]
