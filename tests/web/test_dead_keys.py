"""Codes and links that open nothing: those of an ended list say so, all others look unknown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa import retention
from pwa.conversation.expiry import forget_ended
from pwa.conversation.models import Conversation
from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.vault.patient.codes import format_code, new_code, new_link_secret
from pwa.web.extensions import limiter
from tests.databases.work import work_on
from tests.pages.checked import check_page
from tests.pages.paper import scan
from tests.people.colleagues import open_other_practice
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, find_token, share

LONG_AGO = 200
PHONE = "030 000 00 00"

Keys = dict[str, str]
Ways = dict[str, dict[str, str]]


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def shared(phone: FlaskClient, demo: DemoLogin) -> Keys:
    return share(phone, demo.slug, STORY_A)


@pytest.fixture
def old_keys(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session, practice: Practice
) -> dict[str, Ways]:
    """Codes and links that open nothing, by the reason: unknown, erased, renewed, merged."""
    erased, renewed, merged = app.test_client(), app.test_client(), app.test_client()
    keys = {"erased": share(erased, demo.slug, STORY_A)}
    erased.post("/nl/mine/withdraw", data={"plan": "1"})
    forget_ended(work_on(db_session, datetime.now(UTC) + timedelta(days=LONG_AGO)), practice)
    db_session.commit()
    keys["renewed"] = share(renewed, demo.slug, STORY_A)
    _press(staff_client, f"/practice/c/{_newest(db_session)}/keys")
    keys["merged"], older = share(merged, demo.slug, STORY_A), _newest(db_session)
    keys["merged too"], newer = share(merged, demo.slug, STORY_A), _newest(db_session)
    page = f"/practice/c/{older}/merge"
    _press(staff_client, f"{page}?other={newer}", to=page, other=str(newer))
    return {name: _ways(each) for name, each in {"unknown": _unknown(), **keys}.items()}


@pytest.mark.parametrize("way", ["code", "link"])
def test_all_keys_that_are_dead_or_unknown_look_the_same(
    app: Flask, old_keys: dict[str, Ways], way: str
) -> None:
    shown, asked = {}, {}
    for name, ways in old_keys.items():
        limiter.reset()
        with _questions() as questions:
            answer = app.test_client().post("/tr/open", data=ways[way])
        assert answer.status_code == 404, name
        check_page(answer)
        shown[name] = _alike(answer, ways)
        # Durations are too noisy to compare; equal SQL statements stand for equal durations.
        asked[name] = questions

    assert len(shown) == 5
    assert set(shown.values()) == {shown["unknown"]}
    assert all(questions == asked["unknown"] for questions in asked.values())


@pytest.mark.parametrize(("secret", "status"), [("A" * 22, 404), ("cut-off", 422)])
def test_a_link_that_leads_nowhere_is_not_called_a_code(
    app: Flask, secret: str, status: int
) -> None:
    answer = app.test_client().post("/en/open", data={"link": secret})

    assert answer.status_code == status
    assert "We do not know this link." in check_page(answer).text


def test_the_practice_cannot_tell_a_list_elsewhere_from_no_list(
    app: Flask, staff_client: FlaskClient
) -> None:
    open_other_practice(app)
    elsewhere = _ways(share(app.test_client(), "elders", STORY_A))
    shown = []
    for ways in (elsewhere, _ways(_unknown())):
        token = find_token(staff_client.get("/practice/").text)
        answer = staff_client.post("/practice/open", data={"csrf_token": token, **ways["code"]})
        assert answer.status_code == 422
        shown.append(_alike(answer, ways))

    assert shown[0] == shown[1]


def test_what_was_taken_back_says_so_by_every_key_in_the_patients_language(
    app: Flask, phone: FlaskClient, shared: Keys
) -> None:
    card = phone.get("/nl/card.pdf").data
    phone.post("/nl/mine/withdraw", data={"plan": "1"})

    for language in LANGUAGES:
        limiter.reset()
        for fields in [*_ways(shared).values(), {"link": _secret(scan(card)[0])}]:
            answer = app.test_client().post(f"/{language}/open", data=fields)
            assert answer.status_code == 410
            page = check_page(answer)
            assert PHONE in page.text
            assert page.tree.get("lang") == language
            assert "hoofdpijn" not in page.text


def test_what_was_too_old_says_so_until_its_mark_goes_too(
    app: Flask, shared: Keys, db_session: Session
) -> None:
    statuses = []
    for days in (31, 92):
        retention.purge(work_on(db_session, datetime.now(UTC) + timedelta(days=days)))
        limiter.reset()
        statuses.append(
            [
                app.test_client().post("/nl/open", data=fields).status_code
                for fields in _ways(shared).values()
            ]
        )

    assert statuses == [[410, 410], [404, 404]]


def test_a_plan_is_still_opened_by_every_key_when_the_answers_are_taken_back(
    app: Flask, phone: FlaskClient, shared: Keys, staff_client: FlaskClient, db_session: Session
) -> None:
    Desk(staff_client, _newest(db_session)).saves(CARERS_FORM)
    phone.post("/nl/mine/withdraw")

    for fields in _ways(shared).values():
        visitor = app.test_client()
        assert visitor.post("/nl/open", data=fields).status_code == 303
        assert visitor.get("/nl/mine/plan").status_code == 200


def _unknown() -> Keys:
    return {"code": format_code(new_code()), "link": f"#{new_link_secret()}"}


def _ways(keys: Keys) -> Ways:
    return {"code": {"code": keys["code"]}, "link": {"link": _secret(keys["link"])}}


def _secret(link: str) -> str:
    return link.split("#")[1]


def _alike(answer: TestResponse, ways: Ways) -> tuple[object, ...]:
    """Give status, text and headers of an answer, without the typed code and the CSRF token."""
    text = answer.text.replace(ways["code"]["code"], "")
    text = re.sub(r'name="csrf_token"[^>]*>', "", text)
    headers = {
        name: value
        for name, value in answer.headers
        if name not in {"Set-Cookie", "Content-Length"}
    }
    return answer.status_code, text, tuple(sorted(headers.items()))


def _newest(session: Session) -> UUID:
    latest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    found = session.scalars(latest).one()
    session.commit()
    return found


def _press(client: FlaskClient, page: str, *, to: str = "", **fields: str) -> None:
    token = find_token(client.get(page).text)
    answer = client.post(to or page, data={"csrf_token": token, **fields})
    assert answer.status_code < 400, answer.text


@contextmanager
def _questions() -> Iterator[list[str]]:
    """Collect the SQL statements that are sent to the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)
