"""A patient who lost the code gets a new one, and the old one opens nothing any more."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from pwa.vault.patient.code_pool import CodePool, FreshCode
from pwa.web.extensions import db
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, find_token, share

pytestmark = pytest.mark.on_one_database


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """The patient's phone."""
    return app.test_client()


@pytest.fixture
def receipt(phone: FlaskClient) -> dict[str, str]:
    return share(phone, "de-dreef", {**STORY_A, "known_as": "Samira, 10:40"}, language="ar")


@pytest.fixture
def conversation(receipt: dict[str, str], db_session: Session) -> UUID:
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    return found


@pytest.fixture
def renew(staff_client: FlaskClient, conversation: UUID) -> Callable[[], HtmlPage]:
    """Let the GP give new keys."""

    def ask_and_renew() -> HtmlPage:
        asked = open_page(staff_client, f"/practice/c/{conversation}/keys")
        token = find_token(asked.response.text)
        return check_page(staff_client.post(asked.path, data={"csrf_token": token}))

    return ask_and_renew


def new_code(page: HtmlPage) -> str:
    return page.find("p[@data-code]").text or ""


def test_nobody_waits_for_the_database_while_a_code_is_made(
    renew: Callable[[], HtmlPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    take = CodePool.take

    def look(pool: CodePool) -> FreshCode:
        held.append(db.session().in_transaction())
        return take(pool)

    monkeypatch.setattr(CodePool, "take", look)

    renew()

    assert held == [False]


def test_the_practice_sees_whose_keys_it_renews(
    staff_client: FlaskClient, conversation: UUID, receipt: dict[str, str]
) -> None:
    page = open_page(staff_client, f"/practice/c/{conversation}/keys")

    assert "Samira, 10:40" in page.text
    assert receipt["code"][:4] in page.text


def test_the_new_code_opens_and_the_old_ones_do_not(
    app: Flask, receipt: dict[str, str], renew: Callable[[], HtmlPage]
) -> None:
    page = renew()

    opens = {
        "new": {"code": new_code(page)},
        "old": {"code": receipt["code"]},
        "old link": {"link": receipt["link"].split("#")[1]},
    }
    statuses = {
        name: app.test_client().post("/ar/open", data=fields).status_code
        for name, fields in opens.items()
    }
    assert statuses == {"new": 303, "old": 404, "old link": 404}


def test_the_new_link_opens_and_is_in_the_patients_language(
    app: Flask, renew: Callable[[], HtmlPage]
) -> None:
    link = next(a.get("href", "") for a in renew().tree.iter("a") if "#" in a.get("href", "")[1:])

    assert "/ar/open#" in link
    answer = app.test_client().post("/ar/open", data={"link": link.split("#")[1]})
    assert answer.status_code == 303


def test_what_was_opened_with_the_old_keys_closes(
    phone: FlaskClient, renew: Callable[[], HtmlPage]
) -> None:
    assert phone.get("/nl/mine").status_code == 200

    renew()

    answer = phone.get("/nl/mine")
    assert (answer.status_code, answer.location) == (303, "/nl/open")
    assert phone.get_cookie("gesprek") is None


def test_the_same_sending_again_does_not_tell_the_dead_code(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    fields = {**STORY_A, "uid": "6e3f6a52-1111-4222-8333-444455556666", "consent": "1"}
    accept = {"Accept": "application/json"}
    phone = app.test_client()
    first = phone.post("/nl/check/de-dreef", data=fields, headers=accept).get_json()
    conversation = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    asked = staff_client.get(f"/practice/c/{conversation}/keys").text
    staff_client.post(f"/practice/c/{conversation}/keys", data={"csrf_token": find_token(asked)})

    again = phone.post("/nl/check/de-dreef", data=fields, headers=accept)

    assert again.status_code == 200
    assert again.get_json()["receipt"] == first["receipt"]
    assert again.get_json()["code"] is again.get_json()["link"] is None


def test_the_list_speaks_of_the_new_code(
    staff_client: FlaskClient, conversation: UUID, renew: Callable[[], HtmlPage]
) -> None:
    code = new_code(renew())

    assert code[:4] in open_page(staff_client, f"/practice/c/{conversation}/keys").text
    assert code[:4] in open_page(staff_client, "/practice/").text


def test_it_is_logged_and_the_patient_sees_it(
    app: Flask, db_session: Session, renew: Callable[[], HtmlPage]
) -> None:
    code = new_code(renew())

    event = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "code:renew")).one()
    assert (event.role, event.reason) == ("gp", "patient-request")
    db_session.commit()
    phone = app.test_client()
    phone.post("/nl/open", data={"code": code})
    assert "Nieuwe code gemaakt" in open_page(phone, "/nl/mine/log").text


def test_the_card_is_printed_for_this_patient_only(
    staff_client: FlaskClient, conversation: UUID, renew: Callable[[], HtmlPage]
) -> None:
    page = renew()
    form = next(f for f in page.tree.iter("form") if f.get("action", "").endswith("card.pdf"))
    fields = {i.get("name", ""): i.get("value", "") for i in form.iter("input")}

    printed = staff_client.post(form.get("action", ""), data=fields)
    wrong = staff_client.post(form.get("action", ""), data={**fields, "link": "A" * 22})

    assert printed.mimetype == "application/pdf"
    assert printed.headers["Content-Disposition"] == 'inline; filename="mijn-gesprek.pdf"'
    assert wrong.status_code == 422


def test_there_are_no_new_keys_to_what_was_taken_back(
    phone: FlaskClient, staff_client: FlaskClient, conversation: UUID
) -> None:
    phone.post("/nl/mine/withdraw")

    assert staff_client.get(f"/practice/c/{conversation}/keys").status_code == 404


def test_with_only_a_plan_left_the_old_code_leads_to_a_new_one(
    staff_client: FlaskClient, phone: FlaskClient, receipt: dict[str, str], conversation: UUID
) -> None:
    Desk(staff_client, conversation).saves(CARERS_FORM)
    phone.post("/nl/mine/withdraw")
    token = find_token(staff_client.get("/practice/").text)

    plan = staff_client.post(
        "/practice/open",
        data={"csrf_token": token, "code": receipt["code"]},
        follow_redirects=True,
    )
    links = [link.get("href", "") for link in check_page(plan).tree.iter("a")]
    (keys,) = (link for link in links if link.endswith("/keys"))
    token = find_token(open_page(staff_client, keys).response.text)
    code = new_code(check_page(staff_client.post(keys, data={"csrf_token": token})))

    assert phone.post("/nl/open", data={"code": code}).status_code == 303
    assert "energie voor mijn kinderen" in open_page(phone, "/nl/mine/plan").text
