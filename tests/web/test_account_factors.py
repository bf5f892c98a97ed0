"""A member's own second factor: set up another app, add and remove passkeys."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.staff.models import Account, Passkey
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.authenticators import SecurityKey
from tests.people.colleagues import hire
from tests.people.logins import (
    LIST,
    SECOND_FACTOR,
    Clock,
    give,
    give_code,
    give_password,
    is_inside,
    wrong_code,
)
from tests.people.passkeys import options_of
from tests.people.stories import DemoLogin, Login, find_token, log_in

pytestmark = pytest.mark.on_one_database

ACCOUNT = "/practice/account/"
APP = "/practice/account/second-factor/app"
PASSKEYS = "/practice/account/second-factor/passkeys"
LOGIN_WITH_KEY = "/practice/second-factor/passkey"


def add(client: FlaskClient, key: SecurityKey, name: str = "Sleutelbos") -> TestResponse:
    page = open_page(client, f"{PASSKEYS}/new")
    fields = {"name": name, "passkey": key.create(options_of(page))}
    fields["csrf_token"] = find_token(page.response.text)
    return client.post(f"{PASSKEYS}/new", data=fields)


def log_in_with(client: FlaskClient, login: Login, key: SecurityKey) -> TestResponse:
    give_password(client, login)
    page = open_page(client, LOGIN_WITH_KEY)
    fields = {"csrf_token": find_token(page.response.text), "passkey": key.get(options_of(page))}
    return client.post(LOGIN_WITH_KEY, data=fields)


def scan(page: HtmlPage, login: Login) -> Login:
    key = "".join(page.find("p[@data-totp-key]").itertext())
    return Login(login.email, login.password, re.sub(r"\W", "", key))


@pytest.fixture
def other(app: Flask, demo: DemoLogin) -> Login:
    """A colleague."""
    return hire(app, demo, Role.POH)


@pytest.fixture
def client_of_other(app: Flask, other: Login) -> FlaskClient:
    client = app.test_client()
    log_in(client, other)
    return client


def test_another_app_takes_the_place_of_the_old_one(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    page = open_page(staff_client, APP)
    phone = scan(page, demo)

    token = find_token(page.response.text)
    answer = staff_client.post(APP, data={"csrf_token": token, "code": phone.second_factor()})

    assert (answer.status_code, answer.location) == (303, ACCOUNT)
    assert "De app is ingesteld." in open_page(staff_client, ACCOUNT).text
    visitor = app.test_client()
    give_password(visitor, demo)
    assert give_code(visitor, demo.second_factor()).status_code == 422
    assert give_code(visitor, phone.second_factor()).location == LIST


def test_the_old_app_stays_until_the_new_one_gives_a_right_code(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    page = open_page(staff_client, APP)
    phone = scan(page, demo)
    token = find_token(page.response.text)

    answer = staff_client.post(APP, data={"csrf_token": token, "code": wrong_code(phone)})

    assert answer.status_code == 422
    again = check_page(answer)
    assert "Deze code klopt niet." in again.text
    assert scan(again, demo) == phone
    log_in(app.test_client(), demo)


def test_a_code_without_a_scan_sets_nothing_up(staff_client: FlaskClient) -> None:
    answer = give(staff_client, ACCOUNT, APP, code="123456")

    assert answer.location == APP


def test_the_secret_of_the_new_app_is_not_in_the_cookie(
    staff_client: FlaskClient, demo: DemoLogin
) -> None:
    phone = scan(open_page(staff_client, APP), demo)

    with staff_client.session_transaction() as session:
        assert phone.totp_secret not in str(dict(session))


def test_a_passkey_is_added_beside_the_app(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    key = SecurityKey()

    answer = add(staff_client, key, "  Sleutel\x00bos ")

    assert (answer.status_code, answer.location) == (303, ACCOUNT)
    assert "Sleutelbos" in open_page(staff_client, ACCOUNT).text
    assert log_in_with(app.test_client(), demo, key).location == LIST
    assert "gebruikt" in open_page(staff_client, ACCOUNT).text
    assert "passkey:add" in db_session.scalars(select(AccessEvent.action)).all()


def test_a_passkey_without_a_name_gets_one(staff_client: FlaskClient) -> None:
    add(staff_client, SecurityKey(), "")
    add(staff_client, SecurityKey(), " ")

    page = open_page(staff_client, ACCOUNT)
    assert "Passkey 1" in page.text
    assert "Passkey 2" in page.text


def test_what_is_no_passkey_is_not_added(staff_client: FlaskClient) -> None:
    answer = add(staff_client, SecurityKey(origin="https://evil.example"))

    assert answer.status_code == 422
    assert "Deze passkey klopt niet." in check_page(answer).text


def test_an_authenticator_is_not_asked_twice(staff_client: FlaskClient) -> None:
    add(staff_client, SecurityKey())

    options = options_of(open_page(staff_client, f"{PASSKEYS}/new"))

    assert len(options["excludeCredentials"]) == 1


def test_a_passkey_gets_another_name(staff_client: FlaskClient, db_session: Session) -> None:
    add(staff_client, SecurityKey())
    own = f"{PASSKEYS}/{db_session.scalars(select(Passkey.id)).one()}"
    db_session.rollback()
    open_page(staff_client, own)

    assert give(staff_client, own, name="<b>Laptop</b>").location == ACCOUNT
    assert "<b>Laptop</b>" in open_page(staff_client, ACCOUNT).text

    answer = give(staff_client, own, name=" ")
    assert answer.status_code == 422
    assert "Vul een naam in." in check_page(answer).text


def test_a_passkey_that_was_taken_away_opens_nothing(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    key = SecurityKey()
    add(staff_client, key)
    waiting = app.test_client()
    give_password(waiting, demo)
    answer = key.get(options_of(open_page(waiting, LOGIN_WITH_KEY)))
    own = f"{PASSKEYS}/{db_session.scalars(select(Passkey.id)).one()}"
    db_session.rollback()

    assert give(staff_client, own, f"{own}/remove").location == ACCOUNT

    assert staff_client.get(own).status_code == 404
    token = find_token(waiting.get(SECOND_FACTOR).text)
    waiting.post(LOGIN_WITH_KEY, data={"csrf_token": token, "passkey": answer})
    assert not is_inside(waiting)
    visitor = app.test_client()
    assert give_password(visitor, demo).location.startswith(f"{SECOND_FACTOR}?")


def test_the_last_second_factor_stays(staff_client: FlaskClient, db_session: Session) -> None:
    add(staff_client, SecurityKey())
    own = f"{PASSKEYS}/{db_session.scalars(select(Passkey.id)).one()}"
    account = db_session.scalars(select(Account)).one()
    account.tf_primary_method = account.tf_totp_secret = None
    db_session.commit()

    answer = give(staff_client, own, f"{own}/remove")

    assert answer.status_code == 422
    assert "Dit is uw enige tweede stap." in check_page(answer).text


def test_nobody_touches_the_passkey_of_a_colleague(
    staff_client: FlaskClient, client_of_other: FlaskClient, db_session: Session
) -> None:
    add(staff_client, SecurityKey())
    theirs = f"{PASSKEYS}/{db_session.scalars(select(Passkey.id)).one()}"
    db_session.rollback()

    assert client_of_other.get(theirs).status_code == 404
    for address in (theirs, f"{theirs}/remove"):
        assert give(client_of_other, ACCOUNT, address, name="Mijn").status_code == 404


def test_an_old_login_is_not_enough(
    staff_client: FlaskClient, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(staff_client, SecurityKey())
    own = f"{PASSKEYS}/{db_session.scalars(select(Passkey.id)).one()}"
    db_session.rollback()
    clock = Clock(monkeypatch)
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)

    for address in (APP, f"{PASSKEYS}/new"):
        assert staff_client.get(address).location.startswith(f"{ACCOUNT}confirm?next=")
    for address in (APP, f"{PASSKEYS}/new", f"{own}/remove"):
        assert give(staff_client, LIST, address).status_code == 307


def test_a_passkey_shows_again_who_somebody_is(
    staff_client: FlaskClient, demo: DemoLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = SecurityKey()
    add(staff_client, key)
    clock = Clock(monkeypatch)
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)
    confirm = staff_client.get(APP).location

    wrong = open_page(staff_client, confirm)
    fields = {"csrf_token": find_token(wrong.response.text), "password": demo.password}
    other = SecurityKey().get(options_of(wrong))
    answer = staff_client.post(confirm, data={**fields, "passkey": other})
    assert answer.status_code == 422

    right = key.get(options_of(check_page(answer)))
    answer = staff_client.post(confirm, data={**fields, "passkey": right})
    assert answer.location == APP
    open_page(staff_client, APP)
