"""Somebody who works in several practices: one account, one practice at a time."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.vault.practice.models import StaffSession
from tests.pages.checked import open_page
from tests.people.colleagues import hire, work_elsewhere
from tests.people.logins import CODES, LIST, LOGIN, give, give_code, give_password, is_inside
from tests.people.stories import STORY_A, DemoLogin, Login, share

pytestmark = pytest.mark.on_one_database

CHOOSE = "/practice/account/practices"
OPEN = "/practice/open"


@pytest.fixture
def locum(app: Flask, demo: DemoLogin) -> Login:
    """A GP of the example who also works in another practice."""
    login = hire(app, demo, Role.GP)
    work_elsewhere(app, login)
    return login


@pytest.fixture
def inside(client: FlaskClient, locum: Login) -> FlaskClient:
    give_password(client, locum)
    give_code(client, locum.second_factor())
    return client


def memberships(db_session: Session, login: Login) -> list[int]:
    rows = select(Membership.id).join(Account).where(Account.email == login.email)
    found = list(db_session.scalars(rows.order_by(Membership.id)))
    db_session.rollback()
    return found


def choose(client: FlaskClient, membership_id: int, place: str = "") -> str:
    query = f"?next={place}" if place else ""
    answer = give(client, CHOOSE, f"{CHOOSE}/{membership_id}{query}")
    assert answer.status_code == 303
    return str(answer.location)


def test_the_practice_is_chosen_after_the_login(
    client: FlaskClient, locum: Login, db_session: Session
) -> None:
    give_password(client, locum)
    answer = give_code(client, locum.second_factor())
    assert answer.location == f"{CHOOSE}?next={LIST}"
    page = open_page(client, answer.location)
    assert "Praktijk De Dreef, huisarts" in page.text
    assert "Praktijk Elders, huisarts" in page.text

    assert choose(client, memberships(db_session, locum)[1], LIST) == LIST

    assert "Praktijk Elders" in open_page(client, LIST).text
    assert "Praktijk De Dreef" not in open_page(client, LIST).text


def test_the_first_practice_can_be_chosen_too(
    inside: FlaskClient, locum: Login, db_session: Session
) -> None:
    assert choose(inside, memberships(db_session, locum)[0], CODES) == CODES

    assert "Praktijk De Dreef" in open_page(inside, LIST).text


def test_who_works_in_one_practice_is_not_asked(staff_client: FlaskClient) -> None:
    page = open_page(staff_client, LIST)

    assert CHOOSE not in page.response.text


def test_another_practice_is_one_press_away_and_gets_a_new_session(
    inside: FlaskClient, locum: Login, db_session: Session
) -> None:
    assert CHOOSE in open_page(inside, LIST).response.text
    before, cookie = (
        db_session.scalars(select(StaffSession.id)).all(),
        inside.get_cookie("gesprek_keys"),
    )
    db_session.rollback()
    other = memberships(db_session, locum)[1]

    choose(inside, other)

    rows = db_session.scalars(select(StaffSession).where(StaffSession.ended_at.is_(None))).all()
    assert [row.membership_id for row in rows] == [other]
    assert rows[0].id not in before
    assert cookie != inside.get_cookie("gesprek_keys")
    events = db_session.execute(select(AccessEvent.action, AccessEvent.membership_id)).all()
    assert ("account:switch", other) in [tuple(event) for event in events]


def test_each_practice_shows_its_own_patients_only(
    app: Flask, inside: FlaskClient, locum: Login, demo: DemoLogin, db_session: Session
) -> None:
    receipt = share(app.test_client(), demo.slug, STORY_A)
    first, second = memberships(db_session, locum)

    choose(inside, second)
    assert give(inside, LIST, OPEN, code=receipt["code"]).status_code == 422

    choose(inside, first)
    assert give(inside, LIST, OPEN, code=receipt["code"]).status_code == 303


def test_nobody_goes_to_the_practice_of_a_colleague(
    app: Flask, staff_client: FlaskClient, locum: Login, db_session: Session
) -> None:
    for membership_id in (*memberships(db_session, locum), 999_999):
        answer = give(staff_client, CHOOSE, f"{CHOOSE}/{membership_id}")
        assert answer.status_code == 404


def test_who_left_one_practice_goes_on_in_the_other(
    app: Flask, inside: FlaskClient, locum: Login, db_session: Session
) -> None:
    first, second = memberships(db_session, locum)
    db_session.get_one(Membership, first).ended_at = datetime.now(UTC)
    db_session.commit()

    assert not is_inside(inside)
    assert give(inside, LOGIN, f"{CHOOSE}/{second}").location.startswith(LOGIN)

    again = app.test_client()
    give_password(again, locum)
    give_code(again, locum.second_factor())
    assert "Praktijk Elders" in open_page(again, LIST).text


def test_who_left_cannot_go_back(inside: FlaskClient, locum: Login, db_session: Session) -> None:
    _first, second = memberships(db_session, locum)
    db_session.get_one(Membership, second).ended_at = datetime.now(UTC)
    db_session.commit()

    assert give(inside, CHOOSE, f"{CHOOSE}/{second}").status_code == 404
    assert is_inside(inside)


def test_a_link_cannot_lead_elsewhere(
    inside: FlaskClient, locum: Login, db_session: Session
) -> None:
    first, _second = memberships(db_session, locum)

    assert choose(inside, first, "https://evil.example/") == LIST


def test_a_new_password_keeps_the_keys_of_both_practices(
    app: Flask, inside: FlaskClient, locum: Login, db_session: Session
) -> None:
    new = "kaars tunnel mosterd vlieger"
    passwords = {"new_password": new, "new_password_again": new}
    answer = give(
        inside, "/practice/account/password", current_password=locum.password, **passwords
    )
    assert answer.status_code == 303

    for membership_id in memberships(db_session, locum):
        choose(inside, membership_id)
        assert is_inside(inside)
