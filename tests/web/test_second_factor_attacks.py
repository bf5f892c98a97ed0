"""Attacks on the second factor: used codes, malformed codes, setting up an app of the attacker."""

from time import time

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.core import Role
from pwa.staff.models import Account
from tests.pages.checked import check_page
from tests.people.colleagues import open_other_practice
from tests.people.logins import (
    LIST,
    LOGIN,
    RECOVERY,
    SECOND_FACTOR,
    SET_UP,
    give,
    give_code,
    give_password,
    hire_newcomer,
    is_inside,
    wrong_code,
)
from tests.people.passkeys import PASSKEY
from tests.people.stories import DemoLogin, Login, find_token
from tests.web.test_account_confirm import CONFIRM
from tests.web.test_second_factor import scan

pytestmark = pytest.mark.on_one_database


# --- Codes -------------------------------------------------------------------


def test_a_code_from_before_the_last_one_is_not_taken(app: Flask) -> None:
    login = open_other_practice(app)
    first, second = app.test_client(), app.test_client()
    give_password(first, login)
    give_password(second, login)
    phone, now = pyotp.TOTP(login.totp_secret), int(time())

    assert give_code(first, phone.at(now)).location == LIST

    assert give_code(second, phone.at(now - 30)).status_code == 422
    assert not is_inside(second)


@pytest.mark.parametrize(("late", "status"), [(30, 303), (-30, 303), (90, 422), (-90, 422)])
def test_a_code_counts_half_a_minute_early_and_late(
    client: FlaskClient, demo: DemoLogin, late: int, status: int
) -> None:
    give_password(client, demo)

    code = pyotp.TOTP(demo.totp_secret).at(int(time()) - late)

    assert give_code(client, code).status_code == status


@pytest.mark.parametrize("code", ["", "12345", "1234567", "½½½½½½", "\x00", "9" * 10_000])
def test_what_is_no_code_is_only_wrong(client: FlaskClient, demo: DemoLogin, code: str) -> None:
    give_password(client, demo)

    for page in (SECOND_FACTOR, RECOVERY):
        assert give(client, page, code=code).status_code == 422
    assert not is_inside(client)


def test_a_recovery_code_that_nobody_can_read_any_more_is_no_empty_one(
    staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    db_session.scalars(select(Account)).one().mf_recovery_codes = ["encrypted under another key"]
    db_session.commit()

    token = find_token(staff_client.get(LIST).text)
    fields = {"csrf_token": token, "password": demo.password, "code": ""}

    assert staff_client.post(CONFIRM, data=fields).status_code == 422


# --- Somebody who has no second factor yet ------------------------------------


def test_whoever_began_to_set_up_an_app_does_not_replace_that_of_its_owner(
    app: Flask, client: FlaskClient, newcomer: Login
) -> None:
    thief = app.test_client()
    give_password(thief, newcomer)
    thiefs_phone = scan(check_page(give(thief, SET_UP, setup="authenticator")))
    give_password(client, newcomer)
    phone = scan(check_page(give(client, SET_UP, setup="authenticator")))
    assert give_code(client, phone.second_factor()).status_code == 303

    assert give_code(thief, thiefs_phone.second_factor()).status_code == 422
    assert not is_inside(thief)
    assert give_code(thief, wrong_code(phone)).status_code == 422


def test_an_app_that_waits_in_the_browser_is_not_that_of_the_next_person(
    app: Flask, client: FlaskClient, demo: DemoLogin, newcomer: Login
) -> None:
    give_password(client, newcomer)
    phone = scan(check_page(give(client, SET_UP, setup="authenticator")))
    give_password(client, hire_newcomer(app, demo, Role.POH))

    assert give_code(client, phone.second_factor()).status_code == 303
    assert not is_inside(client)


def test_codes_from_paper_are_of_no_use_before_the_second_factor(
    client: FlaskClient, newcomer: Login
) -> None:
    give_password(client, newcomer)

    assert client.get(RECOVERY).location == LOGIN
    assert client.get(SECOND_FACTOR).location == PASSKEY
    assert client.get(PASSKEY).location == LOGIN
