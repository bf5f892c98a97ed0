"""Actions that ask for the login again, so that a passer-by at an open screen cannot do them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent, Outcome
from pwa.staff.core import Role
from pwa.vault.practice.models import StaffSession
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.logins import CODES, LIST, LOGIN, Clock, give, is_inside, wrong_code
from tests.people.stories import DemoLogin, Login, find_token, log_in

pytestmark = pytest.mark.on_one_database

CONFIRM = "/practice/account/confirm"


@pytest.fixture
def later(staff_client: FlaskClient, clock: Clock) -> FlaskClient:
    """The GP, who logged in twenty minutes ago and has been working since."""
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)
    return staff_client


def prove(client: FlaskClient, login: Login, **other: str) -> TestResponse:
    """Fill in password and code, unless something else is given for one of them."""
    fields = {"password": login.password, "code": login.second_factor(), **other}
    return give(client, f"{CONFIRM}?next={CODES}", **fields)


def test_who_just_logged_in_is_not_asked(staff_client: FlaskClient) -> None:
    open_page(staff_client, CODES)
    assert staff_client.get(f"{CONFIRM}?next={CODES}").location == CODES


def test_after_a_quarter_of_an_hour_somebody_shows_again_who_it_is(
    later: FlaskClient, demo: DemoLogin
) -> None:
    asked = later.get(CODES)
    assert (asked.status_code, asked.location) == (303, f"{CONFIRM}?next={CODES}")
    open_page(later, asked.location)

    answer = prove(later, demo)

    assert (answer.status_code, answer.location) == (303, CODES)
    open_page(later, CODES)


def test_it_counts_for_a_quarter_of_an_hour(
    later: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    prove(later, demo)
    clock.forward(minutes=10)
    open_page(later, CODES)

    clock.forward(minutes=5)

    assert later.get(CODES).location == f"{CONFIRM}?next={CODES}"


def test_a_recovery_code_shows_it_too(
    staff_client: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    page = check_page(give(staff_client, CODES))
    code = page.find("main//li").text or ""
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)

    assert prove(staff_client, demo, code=code.upper()).location == CODES
    assert "9 herstelcodes" in open_page(staff_client, CODES).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "not the password"},
        {"password": ""},
        {"password": "x" * 5_000},
        {"code": ""},
        {"code": "0000-0000-0000"},
        {"code": "", "passkey": "{}"},
        {"code": "", "passkey": "[" * 9_000},
    ],
)
def test_both_factors_are_needed(
    later: FlaskClient, demo: DemoLogin, wrong: dict[str, str]
) -> None:
    answer = prove(later, demo, **wrong)

    assert answer.status_code == 422
    assert "Het wachtwoord of de tweede stap klopt niet." in check_page(answer).text
    assert later.get(CODES).location == f"{CONFIRM}?next={CODES}"


def test_a_code_from_the_app_is_not_good_for_a_colleague(
    app: Flask, later: FlaskClient, demo: DemoLogin
) -> None:
    colleague = hire(app, demo, Role.GP)

    assert prove(later, demo, code=colleague.second_factor()).status_code == 422
    assert prove(later, demo, password=colleague.password).status_code == 422


def test_five_times_wrong_ends_the_session(
    later: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    for _ in range(4):
        assert prove(later, demo, code=wrong_code(demo)).status_code == 422

    answer = prove(later, demo, code=wrong_code(demo))

    assert answer.location == LOGIN
    assert "Dat was te vaak fout. Log opnieuw in." in open_page(later, LOGIN).text
    assert not is_inside(later)
    row = db_session.scalars(select(StaffSession)).one()
    assert row.wrapped_keys == b""


def test_what_was_typed_waits_and_goes_on(later: FlaskClient, demo: DemoLogin) -> None:
    token = find_token(later.get(LIST).text)
    typed = {"csrf_token": token, "code": "het staat <er> nog", "password": "geheim"}
    stopped = later.post(CODES, data=typed)
    assert stopped.status_code == 307
    page = check_page(later.post(stopped.location, data=typed))
    assert "Wat u hebt ingevuld, blijft bewaard." in page.text
    assert "geheim" not in page.response.text
    held = {"held:code": page.find("input[@name='held:code']").get("value", "")}

    fields = {"csrf_token": token, "password": demo.password, "code": demo.second_factor()}
    again = later.post(stopped.location.replace("/keep", ""), data={**fields, **held})

    form = check_page(again).find("main//form")
    assert form.get("action") == CODES
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert values["code"] == "het staat <er> nog"
    answer = later.post(CODES, data=values)
    assert answer.status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/nl/p/de-dreef"])
def test_a_link_cannot_lead_elsewhere(later: FlaskClient, demo: DemoLogin, elsewhere: str) -> None:
    fields = {"password": demo.password, "code": demo.second_factor()}

    answer = give(later, f"{CONFIRM}?next={elsewhere}", **fields)

    assert answer.location == LIST


def test_right_and_wrong_are_in_the_access_log(
    later: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    prove(later, demo, code=wrong_code(demo))
    prove(later, demo)

    entries = select(AccessEvent.outcome).where(AccessEvent.action == "account:confirm")
    assert db_session.scalars(entries).all() == [Outcome.REFUSED, Outcome.DONE]


def test_an_example_practice_takes_a_code_again(app: Flask, demo: DemoLogin, clock: Clock) -> None:
    client, login = app.test_client(), hire(app, demo, Role.ASSISTANT)
    log_in(client, login)
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(client)

    # In an example practice a code may be used again, because programs log in there often.
    assert prove(client, login, code=login.second_factor()).location == CODES
