"""A passkey as the second step: after the password, for its owner, once, and never alone."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent, Outcome, Strength
from pwa.practice.core import Role
from pwa.practice.models import Account, Membership, Passkey
from tests.authenticators import SecurityKey
from tests.colleagues import disable
from tests.logins import (
    CODES,
    LIST,
    LOGIN,
    RECOVERY,
    SECOND_FACTOR,
    SET_UP,
    Clock,
    give,
    give_code,
    give_password,
    hire_newcomer,
    is_inside,
)
from tests.pages import HtmlPage, check_page, open_page
from tests.people import DemoLogin, Login, find_token

PASSKEY = "/practice/second-factor/passkey"
NEW = "/practice/second-factor/setup/passkey"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def newcomer(app: Flask, demo: DemoLogin) -> Login:
    return hire_newcomer(app, demo, Role.GP)


@pytest.fixture
def key(app: Flask, newcomer: Login) -> SecurityKey:
    """The newcomer's key, which the first login made a passkey on."""
    client, key = app.test_client(), SecurityKey()
    give_password(client, newcomer)
    assert enrol(client, key).location == CODES
    return key


def options_of(page: HtmlPage) -> dict[str, Any]:
    options: dict[str, Any] = json.loads(page.find("*[@data-options]").get("data-options", ""))
    return options


def enrol(client: FlaskClient, key: SecurityKey) -> TestResponse:
    page = open_page(client, NEW)
    fields = {"csrf_token": find_token(page.response.text), "passkey": key.create(options_of(page))}
    return client.post(NEW, data=fields)


def show(client: FlaskClient, key: SecurityKey) -> TestResponse:
    page = open_page(client, PASSKEY)
    return send(client, key.get(options_of(page)))


def send(client: FlaskClient, answer: str) -> TestResponse:
    token = (
        find_token(client.get(PASSKEY).text) if not answer else find_token(client.get(LOGIN).text)
    )
    return client.post(PASSKEY, data={"csrf_token": token, "passkey": answer})


def test_the_first_login_makes_a_passkey(
    client: FlaskClient, newcomer: Login, db_session: Session
) -> None:
    answer = give_password(client, newcomer)
    page = open_page(client, answer.location)
    assert NEW in page.response.text

    answer = enrol(client, SecurityKey())

    assert (answer.status_code, answer.location) == (303, CODES)
    assert is_inside(client)
    passkey = db_session.scalars(select(Passkey)).one()
    assert (passkey.name, passkey.transports) == ("Passkey 1", ["usb"])


def test_password_and_passkey_lead_to_the_list(
    client: FlaskClient, newcomer: Login, key: SecurityKey, db_session: Session
) -> None:
    assert give_password(client, newcomer).location == f"{PASSKEY}?next={LIST}"

    answer = show(client, key)

    assert (answer.status_code, answer.location) == (303, LIST)
    assert is_inside(client)
    entry = db_session.scalars(select(AccessEvent)).all()[-1]
    assert (entry.action, entry.outcome, entry.strength) == (
        "account:login",
        Outcome.DONE,
        Strength.TWO_FACTORS,
    )


def test_a_passkey_without_the_password_opens_nothing(
    client: FlaskClient, key: SecurityKey
) -> None:
    for page in (PASSKEY, NEW):
        assert client.get(page).location == LOGIN
    options = {"rpId": "localhost", "challenge": "AAAA"}

    assert send(client, key.get(options)).location == LOGIN
    assert not is_inside(client)


def test_an_answer_is_good_once(
    app: Flask, client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)
    answer = key.get(options_of(open_page(client, PASSKEY)))
    other = app.test_client()
    give_password(other, newcomer)
    open_page(other, PASSKEY)

    assert send(other, answer).status_code == 422
    assert send(client, answer).location == LIST
    assert not is_inside(other)


@pytest.mark.parametrize(
    "key_of_somebody",
    [
        SecurityKey(),
        SecurityKey(origin="https://evil.example"),
        SecurityKey(flags=0),
    ],
    ids=["a key that nobody knows", "asked by another site", "not touched"],
)
def test_a_wrong_answer_counts_like_a_wrong_code(
    client: FlaskClient, newcomer: Login, key: SecurityKey, key_of_somebody: SecurityKey
) -> None:
    if key_of_somebody.origin != key.origin or key_of_somebody.flags != key.flags:
        key_of_somebody.private, key_of_somebody.credential_id = key.private, key.credential_id
    give_password(client, newcomer)

    for _ in range(5):
        answer = show(client, key_of_somebody)
        assert answer.status_code == 422
        assert "Deze passkey klopt niet." in check_page(answer).text

    assert client.get(PASSKEY).location == LOGIN
    assert not is_inside(client)


def test_a_copy_of_a_key_is_noticed_by_its_counter(
    app: Flask, newcomer: Login, key: SecurityKey
) -> None:
    copy = SecurityKey(credential_id=key.credential_id, private=key.private)
    first, second = app.test_client(), app.test_client()
    give_password(first, newcomer)
    assert show(first, key).location == LIST

    give_password(second, newcomer)

    assert show(second, copy).status_code == 422


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", "[" * 9_000, '{"id": 1}', "x" * 30_000]
)
def test_anything_else_is_only_wrong(
    client: FlaskClient, newcomer: Login, key: SecurityKey, answer: str
) -> None:
    give_password(client, newcomer)
    open_page(client, PASSKEY)

    assert send(client, answer).status_code == 422


def test_a_colleague_does_not_get_in_with_the_own_key(
    app: Flask, client: FlaskClient, demo: DemoLogin, key: SecurityKey
) -> None:
    other = hire_newcomer(app, demo, Role.POH)
    give_password(client, other)
    assert enrol(client, SecurityKey()).location == CODES
    second = app.test_client()
    give_password(second, other)

    assert show(second, key).status_code == 422


def test_one_key_cannot_be_taken_for_two_people(
    app: Flask, client: FlaskClient, demo: DemoLogin, key: SecurityKey
) -> None:
    give_password(client, hire_newcomer(app, demo, Role.POH))

    answer = enrol(client, key)

    assert answer.status_code == 422
    assert not is_inside(client)


def test_a_passkey_cannot_be_added_with_the_password_alone(
    app: Flask, client: FlaskClient, demo: DemoLogin, newcomer: Login, key: SecurityKey
) -> None:
    for login in (demo, newcomer):
        visitor = app.test_client()
        give_password(visitor, login)
        assert visitor.get(NEW).location == LOGIN
        token = find_token(visitor.get(LOGIN).text)
        assert visitor.post(NEW, data={"csrf_token": token, "passkey": "{}"}).location == LOGIN
        assert give(visitor, LOGIN, SET_UP, setup="authenticator").location == LOGIN


def test_who_has_a_passkey_only_is_not_asked_for_a_code(
    client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)

    assert client.get(SECOND_FACTOR).location == PASSKEY
    assert "Liever een code uit uw app?" not in open_page(client, PASSKEY).text


def test_who_has_an_app_only_is_not_asked_for_a_passkey(
    client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)

    assert client.get(PASSKEY).location == LOGIN
    assert "passkey" not in open_page(client, SECOND_FACTOR).text


def test_who_has_both_may_take_either(
    app: Flask, demo: DemoLogin, newcomer: Login, key: SecurityKey, db_session: Session
) -> None:
    account = db_session.scalars(select(Account).where(Account.email == newcomer.email)).one()
    gp = db_session.scalars(select(Account).where(Account.id != account.id)).one()
    account.tf_primary_method, account.tf_totp_secret = "authenticator", gp.tf_totp_secret
    db_session.commit()
    with_key, with_app = app.test_client(), app.test_client()
    for visitor in (with_key, with_app):
        give_password(visitor, newcomer)
    assert "Liever een code uit uw app?" in open_page(with_key, PASSKEY).text
    assert "Liever uw passkey?" in open_page(with_app, SECOND_FACTOR).text

    assert show(with_key, key).location == LIST
    assert give_code(with_app, demo.second_factor()).location == LIST


def test_a_recovery_code_works_in_place_of_a_passkey(
    app: Flask, client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)
    show(client, key)
    code = check_page(give(client, CODES)).find("main//li").text or ""
    other = app.test_client()
    give_password(other, newcomer)

    assert give(other, RECOVERY, code=code).location == LIST
    assert is_inside(other)


def test_the_second_step_waits_fifteen_minutes(
    client: FlaskClient, newcomer: Login, key: SecurityKey, clock: Clock
) -> None:
    give_password(client, newcomer)
    answer = key.get(options_of(open_page(client, PASSKEY)))

    clock.forward(minutes=15)

    assert send(client, answer).location == LOGIN
    assert not is_inside(client)


def test_a_disabled_account_does_not_get_in_with_its_key(
    app: Flask, client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)
    answer = key.get(options_of(open_page(client, PASSKEY)))

    disable(app, newcomer)

    send(client, answer)
    assert not is_inside(client)


def test_who_left_does_not_get_in_with_the_key(
    client: FlaskClient, newcomer: Login, key: SecurityKey, db_session: Session
) -> None:
    give_password(client, newcomer)
    answer = key.get(options_of(open_page(client, PASSKEY)))
    member = db_session.scalars(
        select(Membership).join(Account).where(Account.email == newcomer.email)
    ).one()
    member.ended_at = member.created_at
    db_session.commit()

    send(client, answer)

    assert not is_inside(client)


def test_the_page_stays_without_a_way_in_for_codes(
    client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)

    assert give_code(client, "000000").location == PASSKEY
