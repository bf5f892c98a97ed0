"""Attacks on the login with a password, a link, an older cookie, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import time

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.cookies import StaffCookies
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from tests.pages.checked import open_page
from tests.people.authenticators import SecurityKey
from tests.people.colleagues import hire
from tests.people.logins import (
    LIST,
    LOGIN,
    RECOVERY,
    SECOND_FACTOR,
    SET_UP,
    give,
    give_code,
    give_password,
    is_inside,
)
from tests.people.passkeys import NEW, PASSKEY, options_of
from tests.people.stories import DemoLogin, Login, find_token
from tests.web.test_account_confirm import CONFIRM
from tests.web.test_second_factor import make_codes

pytestmark = pytest.mark.on_one_database

WRONG = "not the password"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/nl/p/de-dreef",
    "/practice/%0d%0aX: y",
    "/practice/../nl/own",
    "/practice/..%5Cnl/own",
    "/practice/%252E%252e/nl/own",
]


def account_of(db: Session, login: Login) -> Account:
    return db.scalars(select(Account).where(Account.email == login.email)).one()


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Give a thief's browser with a copy of the cookies that somebody's browser has now."""
    thief = app.test_client()
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = client.get_cookie(name)
        assert cookie
        thief.set_cookie(name, cookie.value)
    return thief


@contextmanager
def _hashings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[int, int]]]:
    """List the calls of Argon2, each as its time cost and its memory cost in KiB."""
    done: list[tuple[int, int]] = []
    real_hash, real_verify = argon2.PasswordHasher.hash, argon2.PasswordHasher.verify

    def hash_(self: argon2.PasswordHasher, *args: bytes) -> str:
        done.append((self.time_cost, self.memory_cost))
        return real_hash(self, *args)

    def verify(self: argon2.PasswordHasher, stored: str, password: bytes) -> bool:
        costs = argon2.extract_parameters(stored)
        done.append((costs.time_cost, costs.memory_cost))
        return real_verify(self, stored, password)

    with monkeypatch.context() as patch:
        patch.setattr(argon2.PasswordHasher, "hash", hash_)
        patch.setattr(argon2.PasswordHasher, "verify", verify)
        yield done


# --- Who has an account here? -----------------------------------------------


def test_nobody_learns_from_a_refusal_whose_account_it_is(
    app: Flask, demo: DemoLogin, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    disabled, left, reset = (hire(app, demo, Role.POH, name) for name in ("uit", "weg", "leeg"))
    account_of(db_session, disabled).active = False
    account_of(db_session, reset).password = None
    gone = db_session.scalars(
        select(Membership).join(Membership.account).where(Account.email == left.email)
    ).one()
    gone.ended_at = datetime.now(UTC)
    db_session.commit()
    # `disabled` and `reset` try their right password; that of `reset` is no longer stored.
    tries = [(demo.email, WRONG), (left.email, WRONG), ("nobody@example.org", WRONG)]
    tries += [(login.email, login.password) for login in (disabled, reset)]
    # No password, and one that is too long, which no account has.
    tries += [
        (email, odd) for email in (demo.email, "nobody@example.org") for odd in ("", "x" * 999)
    ]
    pages, done = set(), []

    for email, password in tries:
        client = app.test_client()
        token = find_token(client.get(LOGIN).text)
        with _hashings(monkeypatch) as hashings:
            fields = {"csrf_token": token, "email": email, "password": password}
            answer = client.post(LOGIN, data=fields)
        assert answer.status_code == 422
        pages.add(answer.text.replace(find_token(answer.text), "").replace(email, ""))
        # Durations are too noisy to compare; equal hashings stand for equal durations.
        done.append(hashings)

    assert len(pages) == 1
    assert all(hashings == done[0] and len(hashings) == 1 for hashings in done)


@pytest.mark.parametrize("email", ["gp@praktijk.local", "gp@xn--bcher-kva.example.org"])
def test_an_address_that_a_practice_was_set_up_with_logs_in(
    app: Flask, demo: DemoLogin, db_session: Session, email: str
) -> None:
    gp = hire(app, demo, Role.GP)
    account_of(db_session, gp).email = email
    db_session.commit()

    for typed in (email, f" {email.upper()} "):
        client = app.test_client()
        assert give(client, LOGIN, email=typed, password=gp.password).status_code == 303


# --- Between the two steps ---------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [LOGIN, SECOND_FACTOR, RECOVERY, PASSKEY, SET_UP, NEW, "/practice/logout", CONFIRM],
)
def test_no_step_is_taken_for_somebody_by_another_site(
    client: FlaskClient, demo: DemoLogin, page: str
) -> None:
    give_password(client, demo)

    assert client.post(page, data={"code": demo.second_factor()}).status_code == 400
    assert not is_inside(client)


@pytest.mark.parametrize("page", [SECOND_FACTOR, RECOVERY, PASSKEY, SET_UP, NEW])
def test_only_a_form_can_take_a_step(client: FlaskClient, demo: DemoLogin, page: str) -> None:
    give_password(client, demo)
    headers = {"X-CSRFToken": find_token(client.get(SECOND_FACTOR).text)}

    for body in ({"code": demo.second_factor()}, {"code": [1], "passkey": {}}, [1]):
        assert client.post(page, json=body, headers=headers).status_code == 415


def test_cookies_from_between_the_steps_open_nothing_afterwards(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)
    thief = copy_of(app, client)

    give_code(client, demo.second_factor())

    assert is_inside(client)
    assert not is_inside(thief)
    assert give_code(thief, demo.second_factor()).location == LOGIN


def test_a_session_that_a_stranger_planted_is_not_the_one_that_is_logged_in(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    stranger = app.test_client()
    give_password(stranger, hire(app, demo, Role.POH))
    victim = copy_of(app, stranger)

    give_password(victim, demo)
    give_code(victim, demo.second_factor())

    assert is_inside(victim)
    assert not is_inside(stranger)


def test_a_token_from_before_the_login_sends_nothing_after_it(
    client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)
    token = find_token(client.get(SECOND_FACTOR).text)
    give_code(client, demo.second_factor())

    assert client.post("/practice/logout", data={"csrf_token": token}).status_code == 400
    assert is_inside(client)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_second_step_leads_elsewhere(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, elsewhere: str
) -> None:
    codes = {SECOND_FACTOR: demo.second_factor(), RECOVERY: make_codes(staff_client)[0]}
    for page, code in codes.items():
        client = app.test_client()
        give_password(client, demo)
        token = find_token(client.get(page).text)

        answer = client.post(f"{page}?next={elsewhere}", data={"csrf_token": token, "code": code})

        assert answer.location == LIST


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_passkey_leads_nowhere_else(
    app: Flask, newcomer: Login, key: SecurityKey, elsewhere: str
) -> None:
    client = app.test_client()
    give_password(client, newcomer)
    page = open_page(client, PASSKEY)
    fields = {
        "csrf_token": find_token(page.response.text),
        "passkey": key.get(options_of(page)),
    }

    assert client.post(f"{PASSKEY}?next={elsewhere}", data=fields).location == LIST


# --- What an earlier version left in browsers ---------------------------------


def test_what_the_library_of_before_remembered_opens_nothing(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    account = account_of(db_session, demo)
    signer = StaffCookies().get_signing_serializer(app)
    assert signer
    person = {"_user_id": account.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time()}
    between = {"tf_user_id": account.fs_uniquifier, "tf_state": "ready"}
    for said in (person, between, {**person, "staff_account": account.id}):
        client = app.test_client()
        client.set_cookie("gesprek_staff", signer.dumps(said))
        client.set_cookie("remember_token", f"{account.fs_uniquifier}|{'0' * 128}")
        client.set_cookie("tf_validity", signer.dumps(account.fs_uniquifier))

        assert not is_inside(client)
        assert client.get(SECOND_FACTOR).location == LOGIN
        answer = client.get(f"{LIST}?auth_token=x", headers={"Authentication-Token": "x"})
        assert answer.location.startswith(f"{LOGIN}?next=")
