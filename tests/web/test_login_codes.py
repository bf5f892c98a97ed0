"""The second step of a login: right, wrong, late and repeated codes of an app."""

from time import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.account.factors.app_codes import use_code
from pwa.account.login.service import log_in, refuse_factor
from pwa.audit import AccessEvent, Outcome
from pwa.staff.access import current_staff
from pwa.staff.models import Account, Membership
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.inputs.key_life import member_of
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import disable, open_other_practice
from tests.people.logins import (
    LIST,
    LOGIN,
    SECOND_FACTOR,
    Clock,
    give_code,
    give_password,
    is_inside,
    wrong_code,
)
from tests.people.stories import DemoLogin, find_token

pytestmark = pytest.mark.on_one_database


def test_a_wrong_code_is_told_and_may_be_tried_again(client: FlaskClient, demo: DemoLogin) -> None:
    give_password(client, demo)

    answer = give_code(client, wrong_code(demo))

    assert answer.status_code == 422
    assert "Deze code klopt niet" in check_page(answer).text
    assert not is_inside(client)
    assert give_code(client, demo.second_factor()).location == LIST


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_a_code_is_taken_from_any_keyboard(
    client: FlaskClient, demo: DemoLogin, digits: str
) -> None:
    give_password(client, demo)
    code = demo.second_factor().translate(str.maketrans("0123456789", digits))

    assert give_code(client, f"\u200e{code[:3]}\u00a0{code[3:]}\u200f").location == LIST


def test_an_empty_code_is_told_in_dutch(client: FlaskClient, demo: DemoLogin) -> None:
    give_password(client, demo)

    answer = give_code(client, "")

    assert answer.status_code == 422
    assert "Dit veld is vereist" in check_page(answer).text


def test_after_five_wrong_codes_the_password_is_asked_again(
    client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)

    for _ in range(5):
        assert give_code(client, wrong_code(demo)).status_code == 422

    assert give_code(client, demo.second_factor()).location == LOGIN
    page = open_page(client, LOGIN)
    assert "Begin opnieuw" in page.text
    assert not is_inside(client)


def test_the_second_step_waits_fifteen_minutes(
    client: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    give_password(client, demo)

    clock.forward(minutes=15)

    assert give_code(client, demo.second_factor()).location == LOGIN
    assert not is_inside(client)


def test_the_second_step_needs_the_browser_that_gave_the_password(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)
    signed = client.get_cookie("gesprek_staff")
    assert signed
    thief = app.test_client()
    thief.set_cookie("gesprek_staff", signed.value)
    thief.set_cookie("gesprek_keys", "A" * 43)
    token = find_token(thief.get(SECOND_FACTOR).text)

    thief.post(SECOND_FACTOR, data={"csrf_token": token, "code": demo.second_factor()})

    assert not is_inside(thief)


def test_the_second_step_needs_both_cookies(client: FlaskClient, demo: DemoLogin) -> None:
    assert client.get(SECOND_FACTOR).location == LOGIN
    give_password(client, demo)
    client.delete_cookie("gesprek_keys")

    assert client.get(SECOND_FACTOR).location == LOGIN


def test_a_login_without_the_two_steps_opens_nothing(app: Flask, demo: DemoLogin) -> None:
    with app.test_request_context(LIST):
        account = member_of(demo).account

        log_in(begin_work(), account)

        assert current_staff() is None


def test_a_wrong_code_outside_a_login_is_only_logged(app: Flask, demo: DemoLogin) -> None:
    with app.test_request_context(SECOND_FACTOR, method="POST"):
        refuse_factor(begin_work(), member_of(demo).account)
        db.session.commit()

        assert db.session.scalars(select(AccessEvent.outcome)).all() == [Outcome.REFUSED]


def test_a_code_is_not_taken_twice_at_the_same_moment(app: Flask) -> None:
    login = open_other_practice(app)
    with app.test_request_context(SECOND_FACTOR, method="POST"):
        account = db.session.scalars(select(Account).where(Account.email == login.email)).one()
        in_a_minute = int(time()) // 30 + 2
        # As if another request used a code after this one has read the account.
        statement = update(Account).values(tf_last_counter=in_a_minute)
        db.session.execute(statement, execution_options={"synchronize_session": False})
        assert account.tf_last_counter is None

        assert not use_code(db.session(), account, login.second_factor())


def test_a_code_works_once(app: Flask) -> None:
    login = open_other_practice(app)
    code = login.second_factor()
    first, second = app.test_client(), app.test_client()
    give_password(first, login)
    give_password(second, login)

    assert give_code(first, code).location == LIST

    assert give_code(second, code).status_code == 422
    assert not is_inside(second)


def test_programs_may_use_a_code_of_the_example_again(app: Flask, demo: DemoLogin) -> None:
    code = demo.second_factor()
    for _ in range(2):
        client = app.test_client()
        give_password(client, demo)
        assert give_code(client, code).location == LIST


def test_who_was_disabled_after_the_password_does_not_get_in(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)

    disable(app, demo)

    give_code(client, demo.second_factor())
    assert not is_inside(client)


def test_who_left_after_the_password_does_not_get_in(
    client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    give_password(client, demo)
    membership = db_session.scalars(select(Membership)).one()
    membership.ended_at = membership.created_at
    db_session.commit()

    give_code(client, demo.second_factor())

    assert not is_inside(client)
