"""A passkey as the second step of a login, and how it is made at the first login."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Outcome, Strength
from pwa.staff.models import Account, Passkey
from tests.pages.checked import check_page, open_page
from tests.people.authenticators import SecurityKey
from tests.people.logins import (
    CODES,
    LIST,
    LOGIN,
    RECOVERY,
    SECOND_FACTOR,
    Clock,
    give,
    give_code,
    give_password,
    is_inside,
)
from tests.people.passkeys import NEW, PASSKEY, enrol, options_of, send, show
from tests.people.stories import DemoLogin, Login

pytestmark = pytest.mark.on_one_database


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


def test_the_page_stays_without_a_way_in_for_codes(
    client: FlaskClient, newcomer: Login, key: SecurityKey
) -> None:
    give_password(client, newcomer)

    assert give_code(client, "000000").location == PASSKEY
