"""The two steps of a login to the practice's side, and attempts that are refused."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Outcome, Strength
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.logins import (
    LIST,
    LOGIN,
    SECOND_FACTOR,
    give,
    give_code,
    give_password,
    is_inside,
    wrong_code,
)
from tests.people.stories import DemoLogin, find_token

pytestmark = pytest.mark.on_one_database


def test_password_and_code_lead_to_the_list(client: FlaskClient, demo: DemoLogin) -> None:
    open_page(client, LOGIN)

    answer = give_password(client, demo)
    assert answer.status_code == 303
    open_page(client, answer.location)
    answer = give_code(client, demo.second_factor())

    assert (answer.status_code, answer.location) == (303, LIST)
    open_page(client, LIST)


def test_the_password_alone_opens_nothing(client: FlaskClient, demo: DemoLogin) -> None:
    give_password(client, demo)

    assert not is_inside(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("bakker@dedreef.example.com", "not the password"),
        ("nobody@dedreef.example.com", "not the password"),
        ("bakker@dedreef.example.com", ""),
        ("", ""),
    ],
)
def test_a_refusal_does_not_tell_what_was_wrong(
    client: FlaskClient, email: str, password: str
) -> None:
    answer = give(client, LOGIN, email=email, password=password)

    assert answer.status_code == 422
    assert "Het e-mailadres of het wachtwoord klopt niet." in check_page(answer).text


def test_a_disabled_account_is_refused_like_any_other(
    client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    db_session.scalars(select(Account)).one().active = False
    db_session.commit()

    answer = give_password(client, demo)

    assert answer.status_code == 422
    assert "Het e-mailadres of het wachtwoord klopt niet." in check_page(answer).text


def test_who_left_the_practice_does_not_get_in(
    client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    membership = db_session.scalars(select(Membership)).one()
    membership.ended_at = membership.created_at
    db_session.commit()

    answer = give_password(client, demo)

    assert answer.status_code == 422
    assert "Dit account hoort niet meer bij een praktijk." in check_page(answer).text
    assert give_password(client, demo, "not the password").status_code == 422


def test_a_page_that_was_asked_for_comes_after_the_login(
    client: FlaskClient, demo: DemoLogin
) -> None:
    wanted = "/practice/recovery-codes"
    asked = client.get(wanted)
    assert asked.location == f"{LOGIN}?next={wanted}"

    page = client.get(asked.location).text
    fields = {"email": demo.email, "password": demo.password, "next": wanted}
    answer = client.post(LOGIN, data={"csrf_token": find_token(page), **fields})
    answer = give(client, answer.location, code=demo.second_factor())

    assert answer.location == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/nl/p/de-dreef"])
def test_a_link_cannot_lead_elsewhere_after_the_login(
    client: FlaskClient, demo: DemoLogin, elsewhere: str
) -> None:
    answer = give(client, LOGIN, email=demo.email, password=demo.password, next=elsewhere)
    answer = give(client, answer.location, code=demo.second_factor())

    assert answer.location == LIST


def test_no_cookie_outlives_the_browser_and_no_token_is_given_to_programs(
    client: FlaskClient, demo: DemoLogin
) -> None:
    token = find_token(client.get(LOGIN).text)
    answer = client.post(
        f"{LOGIN}?include_auth_token",
        data={
            "csrf_token": token,
            "email": demo.email,
            "password": demo.password,
            "remember": "y",
        },
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 303
    give_code(client, demo.second_factor())

    assert is_inside(client)
    for name in ("gesprek_staff", "gesprek_keys"):
        cookie = client.get_cookie(name)
        assert cookie
        assert cookie.expires is None
        assert cookie.max_age is None
    assert client.get_cookie("remember_token") is None


def test_a_form_without_its_token_is_refused(client: FlaskClient, demo: DemoLogin) -> None:
    answer = client.post(LOGIN, data={"email": demo.email, "password": demo.password})

    assert answer.status_code == 400


def test_who_is_inside_is_not_asked_again(staff_client: FlaskClient) -> None:
    for page in (LOGIN, SECOND_FACTOR, "/practice/second-factor/setup"):
        answer = staff_client.get(page)
        assert (answer.status_code, answer.location) == (303, LIST)


def test_a_password_may_be_typed_on_any_keyboard(app: Flask, demo: DemoLogin) -> None:
    login = hire(app, demo, Role.GP)
    client = app.test_client()
    # The same letters as full-width characters, which a Japanese input method types.
    wide = "".join(
        chr(ord(letter) + 0xFEE0) if letter != " " else letter for letter in login.password
    )

    give_password(client, login, wide)

    assert give_code(client, login.second_factor()).location == LIST
    assert is_inside(client)


def test_logins_are_in_the_access_log(
    client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    give_password(client, demo, "not the password")
    give_password(client, demo)
    give_code(client, wrong_code(demo))
    give_code(client, demo.second_factor())
    give(client, LIST, "/practice/logout")

    entries = db_session.scalars(select(AccessEvent).order_by(AccessEvent.number))

    assert [(entry.action, entry.outcome, entry.strength) for entry in entries] == [
        ("account:login", Outcome.REFUSED, Strength.NONE),
        ("account:login", Outcome.REFUSED, Strength.PASSWORD),
        ("account:login", Outcome.DONE, Strength.TWO_FACTORS),
        ("account:logout", Outcome.DONE, Strength.TWO_FACTORS),
    ]


@pytest.mark.parametrize("body", [[1], {"email": "\ud800@dedreef.example.com", "password": "x"}])
def test_only_a_form_can_log_in(client: FlaskClient, body: object) -> None:
    token = find_token(client.get(LOGIN).text)

    answer = client.post(LOGIN, json=body, headers={"X-CSRFToken": token})

    assert answer.status_code == 415
    check_page(answer)


@pytest.mark.parametrize(
    "password", ["x" * 5_000, "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 400]
)
def test_a_password_of_any_length_is_only_wrong(
    client: FlaskClient, demo: DemoLogin, password: str
) -> None:
    assert give_password(client, demo, password).status_code == 422
