"""Merging two lists of one patient shows nobody the answers of somebody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa import retention
from pwa.audit import AccessEvent
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from tests.databases.work import work_on
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import open_other_practice
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, find_token, share


@dataclass
class Shared:
    """One shared list: the phone that shared it, the receipt with its keys, the conversation."""

    phone: FlaskClient
    keys: dict[str, str]
    conversation: UUID


def newest(db_session: Session) -> UUID:
    latest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    found = db_session.scalars(latest).one()
    db_session.commit()
    return found


@pytest.fixture
def shares(app: Flask, db_session: Session) -> Callable[[str, str], Shared]:
    def share_as(known_as: str, reason: str) -> Shared:
        phone = app.test_client()
        fields = {**STORY_A, "known_as": known_as, "reason": reason}
        keys = share(phone, "de-dreef", fields)
        return Shared(phone, keys, newest(db_session))

    return share_as


@pytest.fixture
def older(shares: Callable[[str, str], Shared]) -> Shared:
    return shares("Samira K", "hoofdpijn")


@pytest.fixture
def newer(older: Shared, shares: Callable[[str, str], Shared]) -> Shared:
    return shares("samira", "altijd moe")


def submit(client: FlaskClient, page: str, fields: dict[str, str], to: str = "") -> TestResponse:
    token = find_token(client.get(page).text)
    return client.post(to or page, data={"csrf_token": token, **fields})


def merge(client: FlaskClient, one: Shared, other: Shared) -> TestResponse:
    page = f"/practice/c/{one.conversation}/merge?other={other.conversation}"
    to = f"/practice/c/{one.conversation}/merge"
    return submit(client, page, {"other": str(other.conversation)}, to)


def documents(db_session: Session) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = {}
    for row in db_session.scalars(select(StoredDocument).order_by(StoredDocument.number)):
        found.setdefault(row.conversation_id, []).append(row.number)
    db_session.rollback()
    return found


def test_a_list_with_the_same_name_is_offered(
    staff_client: FlaskClient, older: Shared, newer: Shared
) -> None:
    page = open_page(staff_client, f"/practice/c/{newer.conversation}/merge")

    assert "Samira K" in page.text
    assert any(str(older.conversation) in a.get("href", "") for a in page.tree.iter("a"))


def test_another_list_is_found_by_its_code(
    staff_client: FlaskClient, older: Shared, newer: Shared
) -> None:
    page = f"/practice/c/{newer.conversation}/merge"

    found = submit(staff_client, page, {"code": older.keys["code"]}, f"{page}/find")
    own = submit(staff_client, page, {"code": newer.keys["code"]}, f"{page}/find")

    assert found.location.endswith(f"?other={older.conversation}")
    assert own.status_code == 422
    assert "Dit is dezelfde lijst." in check_page(own).text


def test_both_are_shown_before_they_become_one(
    staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    page = open_page(
        staff_client, f"/practice/c/{newer.conversation}/merge?other={older.conversation}"
    )

    for expected in ("Samira K", older.keys["code"][:4], newer.keys["code"][:4]):
        assert expected in page.text
    assert len(documents(db_session)) == 2


def test_the_documents_of_the_older_one_come_over_and_can_be_read(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    page = check_page(merge(staff_client, older, newer))

    assert documents(db_session) == {newer.conversation: [0, 1]}
    phone = app.test_client()
    phone.post("/nl/open", data={"code": page.find("p[@data-code]").text})
    record = phone.post("/nl/mine/keep/json").get_json()
    reasons = [check["content"]["reason"] for check in record["checks"]]
    assert reasons == ["altijd moe", "hoofdpijn"]


def test_every_old_key_and_pass_of_both_is_dead(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    merge(staff_client, newer, older)

    for shared in (older, newer):
        answer = app.test_client().post("/nl/open", data={"code": shared.keys["code"]})
        assert answer.status_code == 404
        assert shared.phone.get("/nl/mine").location == "/nl/open"
    assert {row.conversation_id for row in db_session.scalars(select(CodeLookup))} == {
        newer.conversation
    }


def test_the_list_shows_one_line(staff_client: FlaskClient, older: Shared, newer: Shared) -> None:
    merge(staff_client, newer, older)

    page = open_page(staff_client, "/practice/")

    assert len(page.tree.findall(".//tr[@data-row]")) == 1


def test_an_old_address_leads_to_the_list_that_is_left(
    staff_client: FlaskClient, older: Shared, newer: Shared
) -> None:
    merge(staff_client, newer, older)

    assert "samira" in open_page(staff_client, f"/practice/c/{older.conversation}").text


def test_it_is_logged_in_both_and_the_patient_sees_it(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    page = check_page(merge(staff_client, newer, older))

    events = db_session.scalars(
        select(AccessEvent.conversation_id).where(AccessEvent.action == "conversation:merge")
    )
    assert set(events) == {older.conversation, newer.conversation}
    db_session.rollback()
    phone = app.test_client()
    phone.post("/nl/open", data={"code": page.find("p[@data-code]").text})
    log = open_page(phone, "/nl/mine/log")
    actions = [item.get("data-action") for item in log.tree.iterfind(".//li[@data-action]")]
    assert actions.count("check:share") >= 1
    assert "conversation:merge" in actions


def test_a_newer_plan_of_the_older_list_is_the_plan(
    staff_client: FlaskClient, older: Shared, newer: Shared
) -> None:
    Desk(staff_client, newer.conversation).saves({**CARERS_FORM, "goal": "eerst"})
    Desk(staff_client, older.conversation).saves({**CARERS_FORM, "goal": "later gemaakt"})

    merge(staff_client, newer, older)

    page = Desk(staff_client, newer.conversation).opens()
    assert "later gemaakt" in (page.find("textarea[@name='goal']").text or "")


def test_what_is_sent_to_the_older_list_afterwards_is_not_lost_and_goes_nowhere_by_itself(
    staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    change = open_page(older.phone, "/nl/mine/change")
    token = change.find("input[@name='reply_to']").get("value", "")
    merge(staff_client, newer, older)

    fields = {**STORY_A, "reason": "later getypt", "uid": str(uuid4()), "consent": "1"}
    answer = older.phone.post("/nl/check/de-dreef", data={**fields, "reply_to": token})

    assert answer.status_code == 422
    assert check_page(answer).find("input[@name='reason']").get("value") == "later getypt"
    assert documents(db_session) == {newer.conversation: [0, 1]}


def test_a_plan_that_is_being_typed_in_the_older_list_is_not_lost(
    staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    desk = Desk(staff_client, older.conversation)
    token = find_token(staff_client.get(desk.address).text)
    Desk(staff_client, newer.conversation).saves({**CARERS_FORM, "goal": "van een ander"})
    merge(staff_client, newer, older)

    answer = staff_client.post(desk.address, data={"csrf_token": token, **CARERS_FORM})

    assert answer.status_code == 409
    assert CARERS_FORM["goal"] in answer.text
    assert "van een ander" in answer.text


def test_a_mistake_is_undone_and_both_need_new_keys(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    merged = check_page(merge(staff_client, newer, older))
    page = f"/practice/c/{newer.conversation}/merge"

    to = f"/practice/c/{newer.conversation}/split"
    assert submit(staff_client, page, {"other": str(older.conversation)}, to).status_code == 303

    assert documents(db_session) == {older.conversation: [1], newer.conversation: [1]}
    phone = app.test_client()
    code = merged.find("p[@data-code]").text
    assert phone.post("/nl/open", data={"code": code}).status_code == 404
    keys = check_page(submit(staff_client, f"/practice/c/{older.conversation}/keys", {}))
    phone.post("/nl/open", data={"code": keys.find("p[@data-code]").text})
    record = phone.post("/nl/mine/keep/json").get_json()
    assert [check["content"]["reason"] for check in record["checks"]] == ["hoofdpijn"]
    assert len(open_page(staff_client, "/practice/").tree.findall(".//tr[@data-row]")) == 2


def test_after_a_month_it_cannot_be_undone(
    staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    merge(staff_client, newer, older)
    row = db_session.get_one(Conversation, older.conversation)
    assert row.merged_at is not None
    row.merged_at -= timedelta(days=31)
    db_session.commit()

    assert retention.purge(work_on(db_session))["merges"] == 1

    page = open_page(staff_client, f"/practice/c/{newer.conversation}/merge")
    assert page.tree.find(".//input[@name='other']") is None


def test_taking_back_erases_what_came_over_too(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    page = check_page(merge(staff_client, newer, older))
    phone = app.test_client()
    phone.post("/nl/open", data={"code": page.find("p[@data-code]").text})

    phone.post("/nl/mine/withdraw", data={"plan": "1"})

    assert documents(db_session) == {}
    assert set(db_session.scalars(select(Conversation.care_wrap))) == {None}
    assert set(db_session.scalars(select(Submission.label))) == {None}


def test_those_who_merge_the_same_lists_at_once_merge_them_once(
    app: Flask, staff_client: FlaskClient, older: Shared, newer: Shared, db_session: Session
) -> None:
    here, there = (f"/practice/c/{item.conversation}/merge" for item in (older, newer))
    token = find_token(staff_client.get(f"{here}?other={newer.conversation}").text)
    jobs = [(here, newer), (there, older), (here, newer)]  # a fourth may be refused by SQLite

    def press(job: tuple[str, Shared]) -> int:
        client = app.test_client()
        for cookie in ("gesprek_staff", "gesprek_keys"):
            found = staff_client.get_cookie(cookie)
            assert found
            client.set_cookie(cookie, found.value)
        fields = {"csrf_token": token, "other": str(job[1].conversation)}
        return client.post(job[0], data=fields).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(press, jobs))

    assert sorted(statuses) == [200, 303, 303]
    assert documents(db_session) == {newer.conversation: [0, 1]}


def test_lists_of_another_practice_are_not_found(
    app: Flask, staff_client: FlaskClient, newer: Shared, db_session: Session
) -> None:
    open_other_practice(app)
    share(app.test_client(), "elders", STORY_A)
    elsewhere = newest(db_session)

    page = f"/practice/c/{newer.conversation}/merge"
    assert staff_client.get(f"{page}?other={elsewhere}").status_code == 404
    assert submit(staff_client, page, {"other": str(elsewhere)}).status_code == 404
