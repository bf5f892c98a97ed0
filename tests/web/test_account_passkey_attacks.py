"""Misuse of a passkey: its answer counts for its owner only, once, and after the password."""

import json

import cbor2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from tests.pages.checked import check_page, open_page
from tests.people.authenticators import SecurityKey, decode, encode
from tests.people.colleagues import disable
from tests.people.logins import (
    CODES,
    LIST,
    LOGIN,
    SET_UP,
    give,
    give_password,
    hire_newcomer,
    is_inside,
)
from tests.people.passkeys import NEW, PASSKEY, enrol, options_of, send, show
from tests.people.stories import DemoLogin, Login, find_token

pytestmark = pytest.mark.on_one_database


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


def test_a_proof_of_make_that_proves_nothing_is_only_wrong(
    app: Flask, demo: DemoLogin, client: FlaskClient
) -> None:
    give_password(client, hire_newcomer(app, demo))
    page = open_page(client, NEW)
    answer = json.loads(SecurityKey().create(options_of(page)))
    made = cbor2.loads(decode(answer["response"]["attestationObject"]))
    made |= {"fmt": "android-safetynet", "attStmt": {"ver": "1", "response": 1}}
    answer["response"]["attestationObject"] = encode(cbor2.dumps(made))

    fields = {"csrf_token": find_token(page.response.text), "passkey": json.dumps(answer)}

    assert client.post(NEW, data=fields).status_code == 422


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
