"""The second factor: an app that gives codes, and recovery codes on paper for when it is lost."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.models import Account
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.colleagues import PASSWORD
from tests.people.logins import (
    CODES,
    LIST,
    LOGIN,
    RECOVERY,
    SET_UP,
    Clock,
    give,
    give_code,
    give_password,
    is_inside,
    wrong_code,
)
from tests.people.stories import DemoLogin, Login, find_token

pytestmark = pytest.mark.on_one_database


def scan(page: HtmlPage) -> Login:
    """Give a login whose app has the secret that the page shows."""
    key = "".join(page.find("p[@data-totp-key]").itertext())
    return Login("", PASSWORD, re.sub(r"\W", "", key))


def make_codes(client: FlaskClient) -> list[str]:
    answer = give(client, CODES)
    assert answer.status_code == 200
    return re.findall(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", check_page(answer).text)


def test_the_first_login_sets_up_the_app(client: FlaskClient, newcomer: Login) -> None:
    answer = give_password(client, newcomer)
    assert answer.location == SET_UP
    open_page(client, SET_UP)

    page = check_page(give(client, SET_UP, setup="authenticator"))
    assert 'class="qr"' in page.response.text
    form = page.find("form[@action]")
    token = find_token(page.response.text)
    code = scan(page).second_factor()
    answer = client.post(form.get("action", ""), data={"csrf_token": token, "code": code})

    assert (answer.status_code, answer.location) == (303, CODES)
    open_page(client, CODES)
    assert is_inside(client)


def test_nothing_is_stored_before_the_first_right_code(
    client: FlaskClient, newcomer: Login, db_session: Session
) -> None:
    give_password(client, newcomer)

    give(client, SET_UP, setup="authenticator")

    # With a secret stored, a person who stops half way would be asked for codes without an app.
    account = db_session.scalars(select(Account).where(Account.email == newcomer.email)).one()
    assert account.tf_totp_secret is None


def test_a_wrong_first_code_leaves_the_app_not_set_up(
    client: FlaskClient, newcomer: Login, db_session: Session
) -> None:
    give_password(client, newcomer)
    phone = scan(check_page(give(client, SET_UP, setup="authenticator")))

    answer = give_code(client, wrong_code(phone))

    assert answer.status_code == 422
    check_page(answer)
    account = db_session.scalars(select(Account).where(Account.email == newcomer.email)).one()
    assert account.tf_totp_secret is None
    db_session.rollback()  # release the lock: SQLite allows one writer
    assert give_code(client, phone.second_factor()).status_code == 303


@pytest.mark.parametrize("way", ["disable", "email", "sms", "nonsense"])
def test_there_is_no_other_way_to_set_up(client: FlaskClient, newcomer: Login, way: str) -> None:
    give_password(client, newcomer)

    answer = give(client, SET_UP, setup=way)

    assert answer.status_code == 422
    assert "Begin opnieuw" in check_page(answer).text


def test_an_app_cannot_be_replaced_with_the_password_alone(
    client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)

    answer = give(client, "/practice/second-factor", SET_UP, setup="authenticator")

    assert answer.location == LOGIN


def test_secrets_of_the_second_factor_are_stored_encrypted(
    staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    codes = make_codes(staff_client)

    account = db_session.scalars(select(Account)).one()
    stored = f"{account.tf_totp_secret} {account.mf_recovery_codes}"

    assert demo.totp_secret not in stored
    assert not [code for code in codes if code in stored]


def test_recovery_codes_are_shown_once(staff_client: FlaskClient) -> None:
    codes = make_codes(staff_client)

    assert len(set(codes)) == 10
    page = open_page(staff_client, CODES)
    assert "10 herstelcodes" in page.text
    assert not [code for code in codes if code in page.text]


def test_a_recovery_code_works_once_in_place_of_the_app(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    code = make_codes(staff_client)[3]
    first, second = app.test_client(), app.test_client()

    give_password(first, demo)
    open_page(first, RECOVERY)
    answer = give(first, RECOVERY, code=f" \u200e{code.upper().replace('-', chr(0x2011))} ")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert is_inside(first)

    give_password(second, demo)
    answer = give(second, RECOVERY, code=code)
    assert answer.status_code == 422
    assert "Deze herstelcode klopt niet of is al gebruikt." in check_page(answer).text
    assert not is_inside(second)


def test_new_recovery_codes_replace_the_old_ones(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    old, new = make_codes(staff_client), make_codes(staff_client)
    client = app.test_client()
    give_password(client, demo)

    assert give(client, RECOVERY, code=old[0]).status_code == 422
    assert give(client, RECOVERY, code=new[0]).location == LIST


def test_wrong_recovery_codes_count_like_wrong_codes(client: FlaskClient, demo: DemoLogin) -> None:
    give_password(client, demo)
    for _ in range(5):
        assert give(client, RECOVERY, code="0000-0000-0000").status_code == 422

    assert give_code(client, demo.second_factor()).location == LOGIN


def test_the_list_reminds_who_has_no_recovery_codes(client: FlaskClient, newcomer: Login) -> None:
    give_password(client, newcomer)
    phone = scan(check_page(give(client, SET_UP, setup="authenticator")))
    give_code(client, phone.second_factor())

    assert "U hebt geen herstelcodes." in open_page(client, LIST).text
    make_codes(client)
    assert "U hebt geen herstelcodes." not in open_page(client, LIST).text


def test_somebody_at_an_open_screen_cannot_take_recovery_codes(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)

    answers = [
        staff_client.get(CODES),
        staff_client.post(CODES, data={"csrf_token": find_token(staff_client.get(LIST).text)}),
    ]

    assert [urlsplit(answer.location).path for answer in answers] == [
        "/practice/account/confirm",
        "/practice/account/confirm/keep",
    ]
