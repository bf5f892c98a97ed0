"""Lists that belong to none of the practice's patients: put aside, brought back, or erased."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.audit import AccessEvent
from pwa.conversation.expiry import erase_checks
from pwa.conversation.models import Conversation, StoredDocument, Submission
from pwa.conversation.putting_aside import erase_set_aside, find_aside
from pwa.practice.models import Practice
from tests.databases.work import work_on
from tests.inputs.fold import (
    ASIDE,
    FOLD,
    bring_back,
    fold_all,
    ids_by_age,
    names_on,
    post,
    put_aside,
    share_as,
)
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import open_other_practice
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import LIST, give
from tests.people.stories import STORY_A, DemoLogin, find_token
from tests.web.test_taking_turns import A_MOMENT_S


@pytest.fixture
def strangers(app: Flask, demo: DemoLogin, db_session: Session) -> list[UUID]:
    """Share three lists; gives their ids."""
    for name in ("Een", "Twee", "Drie"):
        share_as(app, demo.slug, name)
    return ids_by_age(db_session)


def lines_of(db_session: Session, action: str) -> list[tuple[UUID | None, int | None]]:
    events = db_session.scalars(select(AccessEvent).where(AccessEvent.action == action)).all()
    found = [(event.conversation_id, event.membership_id) for event in events]
    db_session.commit()
    return found


def test_many_are_put_aside_at_once_each_with_its_line(
    assistant: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    asked = post(assistant, f"{ASIDE}/ask", strangers[:2])
    page = check_page(asked)
    assert page.find("h1").text == "2 lijsten terzijde leggen?"
    assert (
        "De praktijk wist niet van wie deze lijst is. Bel de praktijk: 030 000 00 00." in page.text
    )
    ids = [UUID(item.get("value", "")) for item in page.tree.findall(".//input[@name='list']")]

    put_aside(assistant, *ids)

    page = open_page(assistant, LIST)
    assert "2 lijsten terzijde gelegd." in page.text
    assert len(names_on(page)) == 1
    logged = lines_of(db_session, "conversation:put-aside")
    assert {conversation for conversation, _member in logged} == set(strangers[:2])
    assert len(logged) == 2
    assert all(member is not None for _conversation, member in logged)


def test_a_list_that_is_put_aside_is_nowhere_but_on_its_page(
    staff_client: FlaskClient, strangers: list[UUID]
) -> None:
    tag = staff_client.get("/practice/lines").headers["ETag"]
    put_aside(staff_client, strangers[0])

    assert "Een" not in open_page(staff_client, LIST).text
    assert "Een" not in staff_client.get("/practice/lines", headers={"If-None-Match": tag}).text
    found = check_page(give(staff_client, LIST, "/practice/open", code="een"))
    assert names_on(found) == []
    assert staff_client.get(f"/practice/c/{strangers[0]}").status_code == 404
    aside = open_page(staff_client, ASIDE)
    assert names_on(aside) == ["Een"]
    assert "Bakker" in aside.text


def test_nothing_ticked_is_told(staff_client: FlaskClient, strangers: list[UUID]) -> None:
    assert post(staff_client, f"{ASIDE}/ask", []).status_code == 303
    assert "Kruis eerst een lijst aan." in open_page(staff_client, LIST).text


def test_from_the_fold_everything_on_a_page_is_ticked_without_a_script(
    staff_client: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    fold_all(db_session)
    page = open_page(staff_client, f"{FOLD}?all=1")
    boxes = page.tree.findall(".//input[@name='list']")
    assert len(boxes) == 3
    assert all("checked" in box.attrib and box.get("form") == "put-aside" for box in boxes)

    ids = [UUID(box.get("value", "")) for box in boxes]
    assert post(staff_client, ASIDE, ids, {"from": "fold"}).location.startswith(FOLD)
    bring_back(staff_client, ids[0])

    assert names_on(open_page(staff_client, FOLD))[0].startswith("Een")


def test_what_was_opened_or_has_a_plan_is_never_put_aside(
    staff_client: FlaskClient, assistant: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    Desk(staff_client, strangers[0])
    Desk(staff_client, strangers[1]).saves(CARERS_FORM)
    boxes = open_page(assistant, LIST).tree.findall(".//input[@name='list']")
    assert [box.get("value") for box in boxes] == [str(strangers[2])]

    put_aside(assistant, *strangers)

    page = open_page(assistant, LIST).text
    assert "1 lijst terzijde gelegd." in page
    assert "2 lijsten niet: intussen geopend, ingetrokken of gedeeld met een uitnodiging." in page
    rows = db_session.scalars(select(Conversation).where(Conversation.set_aside_at.is_not(None)))
    assert [row.id for row in rows] == [strangers[2]]


def test_a_list_whose_patient_got_new_keys_is_never_put_aside(
    staff_client: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    fold_all(db_session)
    assert give(staff_client, f"/practice/c/{strangers[0]}/keys").status_code == 200

    page = open_page(staff_client, LIST)
    assert "Een" in names_on(page)[0]
    assert not page.tree.findall(".//input[@name='list']")
    put_aside(staff_client, *strangers)

    assert "2 lijsten terzijde gelegd." in open_page(staff_client, LIST).text
    assert db_session.get_one(Conversation, strangers[0]).set_aside_at is None


def test_a_list_that_was_opened_stays_although_it_was_changed_since(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    patient = app.test_client()
    keys = share_as(app, demo.slug, "Een")
    (conversation,) = ids_by_age(db_session)
    Desk(staff_client, conversation)
    patient.post("/nl/open", data={"code": keys["code"]})
    token = open_page(patient, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    fields = {**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token}
    patient.post("/nl/check/de-dreef", data=fields)

    assert not open_page(staff_client, LIST).tree.findall(".//input[@name='list']")
    put_aside(staff_client, conversation)
    assert db_session.get_one(Conversation, conversation).set_aside_at is None


def test_a_list_of_another_practice_is_not_put_aside(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    open_other_practice(app)
    share_as(app, "elders", "Een")
    (conversation,) = ids_by_age(db_session)

    put_aside(staff_client, conversation, uuid4())

    assert db_session.get_one(Conversation, conversation).set_aside_at is None


def test_who_opens_while_it_is_put_aside_gets_nothing_and_who_opened_first_keeps_it(
    staff_client: FlaskClient, assistant: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    def open_list() -> int:
        address = f"/practice/c/{strangers[0]}"
        fields = {"csrf_token": find_token(staff_client.get(LIST).text)}
        return staff_client.post(address, data=fields).status_code

    row = db_session.scalars(
        select(Conversation).where(Conversation.id == strangers[0]).with_for_update()
    ).one()
    with ThreadPoolExecutor(1) as pool:
        row.set_aside_at = datetime.now(UTC)
        db_session.flush()
        opening = pool.submit(open_list)
        sleep(A_MOMENT_S)
        db_session.commit()
        assert opening.result() == 404
    assert not lines_of(db_session, "conversation:read")

    row = db_session.scalars(
        select(Conversation).where(Conversation.id == strangers[1]).with_for_update()
    ).one()
    with ThreadPoolExecutor(1) as pool:
        row.first_read_at = datetime.now(UTC)
        db_session.flush()
        moving = pool.submit(put_aside, assistant, strangers[1])
        sleep(A_MOMENT_S)
        db_session.commit()
        moving.result()
    assert not lines_of(db_session, "conversation:put-aside")


def test_undo_works_for_seven_days_and_then_it_is_erased(
    staff_client: FlaskClient, strangers: list[UUID], db_session: Session
) -> None:
    put_aside(staff_client, *strangers[:2])
    aside = db_session.get_one(Conversation, strangers[0])
    put_at = aside.set_aside_at
    assert put_at is not None
    db_session.commit()
    almost, over = timedelta(days=6.9), timedelta(days=7, minutes=1)

    bring_back(staff_client, strangers[0])
    assert "Een" in open_page(staff_client, LIST).text
    assert retention.purge(work_on(db_session, put_at + almost))["set aside"] == 0
    assert retention.purge(work_on(db_session, put_at + over))["set aside"] == 1

    assert db_session.get_one(Conversation, strangers[1]).care_wrap is None
    assert db_session.get_one(Conversation, strangers[0]).care_wrap is not None
    left = set(db_session.scalars(select(StoredDocument.conversation_id)))
    assert left == {strangers[0], strangers[2]}
    erased = db_session.scalars(
        select(Submission).where(Submission.conversation_id == strangers[1])
    ).one()
    assert (erased.label, erased.label_key, erased.reply) == (None, None, None)
    assert lines_of(db_session, "conversation:expire-aside") == [(strangers[1], None)]
    assert [item for item, _member in lines_of(db_session, "conversation:bring-back")] == [
        strangers[0]
    ]
    practice_id = erased.practice_id
    assert find_aside(work_on(db_session, put_at + almost), practice_id, page=1) == (
        0,
        [],
    )


def test_it_can_be_brought_back_for_seven_days_although_the_practice_keeps_answers_no_longer(
    staff_client: FlaskClient, strangers: list[UUID], practice: Practice, db_session: Session
) -> None:
    practice.retention_days = 7
    put_at = datetime.now(UTC) + timedelta(days=5)
    aside = db_session.get_one(Conversation, strangers[0])
    aside.set_aside_at = put_at
    db_session.commit()

    almost = put_at + timedelta(days=6.9)
    assert erase_checks(work_on(db_session, almost), practice) == 2
    assert erase_set_aside(work_on(db_session, almost), practice) == 0
    db_session.commit()
    bring_back(staff_client, strangers[0])
    assert "Een" in names_on(open_page(staff_client, LIST))[0]

    assert erase_checks(work_on(db_session, almost), practice) == 1


def test_the_desk_is_led_by_a_code_to_the_list_that_it_put_aside(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    share_as(app, demo.slug, "Een")
    keys = share_as(app, demo.slug, "Twee")
    put_aside(staff_client, *ids_by_age(db_session))

    answer = give(staff_client, LIST, "/practice/open", code=keys["code"])

    assert answer.status_code == 303
    assert names_on(open_page(staff_client, answer.location)) == ["Twee"]


def test_a_manager_reads_the_word_for_it(
    app: Flask,
    manager: FlaskClient,
    staff_client: FlaskClient,
    demo: DemoLogin,
    db_session: Session,
) -> None:
    keys = share_as(app, demo.slug, "Een")
    put_aside(staff_client, *ids_by_age(db_session))

    answer = give(manager, LIST, "/practice/open", code=keys["code"])

    assert answer.status_code == 422
    assert "Deze lijst is terzijde gelegd." in answer.text
    assert not open_page(manager, LIST).tree.findall(".//input[@name='list']")


@pytest.mark.usefixtures("strangers")
def test_where_a_search_finds_nobody_there_is_nothing_to_put_aside(assistant: FlaskClient) -> None:
    page = open_page(assistant, LIST)
    page.find("form[@id='put-aside']//button")

    typed = {"csrf_token": find_token(page.response.text), "code": "Niemand"}
    page = check_page(assistant.post(f"{LIST}open", data=typed))

    page.find("form[@id='put-aside']//a")
    assert page.tree.find(".//form[@id='put-aside']//button") is None
