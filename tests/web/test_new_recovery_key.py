"""A new recovery key is printed, typed back as a check, and only then replaces the old one."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.recovery import recovery_key_state, unwrap_by_recovery
from pwa.web.extensions import db
from tests.pages.checked import open_page
from tests.people.stories import DemoLogin, find_token

KEY = "/practice/settings/recovery-key"


def type_key(client: FlaskClient, key: str, *, status: int = 303) -> str:
    token = find_token(open_page(client, f"{KEY}/check").response.text)
    answer = client.post(f"{KEY}/check", data={"csrf_token": token, "key": key})
    assert answer.status_code == status
    return answer.text


def begin_key(client: FlaskClient) -> str:
    token = find_token(open_page(client, KEY).response.text)
    assert client.post(KEY, data={"csrf_token": token}).location == f"{KEY}/paper"
    return open_page(client, f"{KEY}/paper").find("p[@data-recovery-key]").text or ""


@pytest.fixture
def opens(app: Flask, practice: Practice) -> Callable[[str], bool]:
    practice_id = practice.id

    def try_key(key: str) -> bool:
        with app.app_context():
            use_practice(db.session(), practice_id)
            try:
                return bool(unwrap_by_recovery(db.session(), practice_id, key, master_keys()))
            except CannotOpen:
                return False

    return try_key


def test_a_new_recovery_key_takes_over_when_it_was_typed_from_paper(
    staff_client: FlaskClient, demo: DemoLogin, db_session: Session, opens: Callable[[str], bool]
) -> None:
    key = begin_key(staff_client)
    assert opens(demo.recovery_key)
    assert not opens(key)

    type_key(staff_client, demo.recovery_key, status=422)
    assert opens(demo.recovery_key)
    type_key(staff_client, key.lower())

    assert opens(key)
    assert not opens(demo.recovery_key)
    practice_id = db_session.scalars(select(Practice.id)).one()
    state = recovery_key_state(db_session, practice_id)
    assert state is not None
    assert state.verified_at is not None
    newest = select(AccessEvent.action).order_by(AccessEvent.number.desc())
    assert db_session.scalars(newest.limit(1)).one() == "recovery-key:replace"
    assert staff_client.get(f"{KEY}/paper").location == KEY


def test_who_cannot_read_answers_cannot_make_a_recovery_key(
    manager: FlaskClient, demo: DemoLogin, opens: Callable[[str], bool]
) -> None:
    page = open_page(manager, KEY)
    assert "Vraag het aan een huisarts" in page.text
    token = find_token(page.response.text)
    assert manager.post(KEY, data={"csrf_token": token}).location == KEY
    assert opens(demo.recovery_key)


def test_a_key_on_its_way_to_paper_is_for_who_made_it(
    app: Flask, staff_client: FlaskClient, manager: FlaskClient
) -> None:
    begin_key(staff_client)
    name = "gesprek_paper"
    cookie = staff_client.get_cookie(name)
    assert cookie is not None
    manager.set_cookie(name, cookie.value)
    assert manager.get(f"{KEY}/paper").location == KEY
    manager.set_cookie(name, cookie.value[:-4] + "AAAA")
    assert manager.get("/practice/recovery-key.pdf").location == "/practice/setup"
