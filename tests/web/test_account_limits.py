"""Limits on guessed passwords and codes, which keep nobody from working."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pwa.staff.core import Role
from tests.pages.checked import check_page
from tests.people.colleagues import hire
from tests.people.logins import LIST, LOGIN, give, give_code, give_password, wrong_code
from tests.people.stories import DemoLogin, Login, log_in

pytestmark = pytest.mark.on_one_database

FROM_ONE_NETWORK = 20
AT_ONE_PERSON = 10
CODES_PER_DAY = 20


def come_from(app: Flask, number: int) -> FlaskClient:
    """Give a new browser, at an IP address of its own."""
    client = app.test_client()
    client.environ_base = {"REMOTE_ADDR": f"198.51.100.{number}"}
    return client


def guess(client: FlaskClient, email: str) -> TestResponse:
    return give(client, LOGIN, email=email, password="not the password")


@pytest.fixture
def attacked(app: Flask, demo: DemoLogin) -> DemoLogin:
    """The GP, whose password was guessed at from so many addresses that the limit is reached."""
    for number in range(AT_ONE_PERSON):
        assert guess(come_from(app, number), demo.email).status_code == 422
    return demo


def test_guessing_from_one_network_is_slowed_down_and_working_is_not(
    client: FlaskClient, demo: DemoLogin
) -> None:
    for number in range(FROM_ONE_NETWORK - 1):
        assert guess(client, f"somebody{number}@example.org").status_code == 422
    for _ in range(2):
        assert give_password(client, demo).status_code == 303
    assert guess(client, demo.email).status_code == 422

    answer = give_password(client, demo)

    assert answer.status_code == 429
    check_page(answer)


def test_guessing_at_one_person_is_slowed_down_from_any_network(
    app: Flask, attacked: DemoLogin
) -> None:
    for email in (attacked.email, f" {attacked.email.upper()} "):
        answer = guess(come_from(app, 99), email)
        assert answer.status_code == 429
    assert give_password(come_from(app, 100), attacked).status_code == 429


def test_whether_somebody_exists_is_not_told_by_it(app: Flask) -> None:
    for number in range(AT_ONE_PERSON):
        assert guess(come_from(app, number), "nobody@example.org").status_code == 422

    assert guess(come_from(app, 99), "nobody@example.org").status_code == 429


def test_strangers_do_not_keep_somebody_out_of_the_own_browser(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    give(staff_client, LIST, "/practice/logout")
    for number in range(AT_ONE_PERSON):
        guess(come_from(app, number), demo.email)

    log_in(staff_client, demo)


def test_the_own_browser_is_counted_too(staff_client: FlaskClient, demo: DemoLogin) -> None:
    give(staff_client, LIST, "/practice/logout")

    for _ in range(AT_ONE_PERSON):
        assert guess(staff_client, demo.email).status_code == 422

    assert give_password(staff_client, demo).status_code == 429


def test_one_person_does_not_keep_out_a_colleague_at_the_same_computer(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    colleague = hire(app, demo, Role.ASSISTANT)
    give(staff_client, LIST, "/practice/logout")
    log_in(staff_client, colleague)
    give(staff_client, LIST, "/practice/logout")

    for _ in range(AT_ONE_PERSON):
        assert guess(staff_client, demo.email).status_code == 422
    assert guess(staff_client, demo.email).status_code == 429

    log_in(staff_client, colleague)


def test_ten_colleagues_begin_their_day_behind_one_address(
    app: Flask, demo: DemoLogin, client: FlaskClient
) -> None:
    team = [hire(app, demo, Role.POH, f"nr{number}") for number in range(10)]
    for member in team:
        browser = app.test_client()
        assert guess(browser, member.email).status_code == 422
        log_in(browser, member)


def test_a_forged_cookie_makes_no_browser_known(app: Flask, attacked: DemoLogin) -> None:
    other = come_from(app, 50)
    login = hire(app, attacked, Role.POH)
    log_in(other, login)
    cookie = other.get_cookie("gesprek_device")
    assert cookie
    assert cookie.http_only
    thief = come_from(app, 51)
    for value in (cookie.value, cookie.value[:-2], "W10.x.y", "x"):
        thief.set_cookie("gesprek_device", value)
        assert give_password(thief, attacked).status_code == 429


def test_the_cookie_names_nobody(staff_client: FlaskClient, demo: DemoLogin) -> None:
    cookie = staff_client.get_cookie("gesprek_device")

    assert cookie
    assert demo.email.split("@")[0] not in cookie.decoded_value


def test_codes_are_limited_by_account_and_not_by_network(app: Flask, demo: DemoLogin) -> None:
    login: Login = hire(app, demo, Role.GP)
    wrong = wrong_code(login)
    for number in range(CODES_PER_DAY // 5):
        client = come_from(app, number)
        give_password(client, login)
        for _ in range(5):
            assert give_code(client, wrong).status_code == 422

    client = come_from(app, 99)
    give_password(client, login)

    assert give_code(client, wrong).status_code == 429
    log_in(app.test_client(), demo)
