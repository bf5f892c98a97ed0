"""Staff sessions are rows that end on the server; only a secret in a cookie opens their keys."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.vault.crypto import CannotOpen
from pwa.vault.master.master_keys import master_keys
from pwa.vault.practice.models import StaffSession
from pwa.vault.practice.sessions import holders_of_session
from pwa.web.extensions import db
from tests.inputs.key_life import member_of
from tests.pages.checked import open_page
from tests.people.colleagues import disable, hire
from tests.people.logins import LIST, LOGIN, Clock, give, give_code, give_password, is_inside
from tests.people.stories import DemoLogin, find_token, log_in
from tests.people.team import MISSING_KEY

pytestmark = pytest.mark.on_one_database

COOKIES = ("gesprek_staff", "gesprek_keys")


def copy_cookies(app: Flask, client: FlaskClient, *names: str) -> FlaskClient:
    """Copy cookies of one browser into another, as a thief would."""
    thief = app.test_client()
    for name in names:
        cookie = client.get_cookie(name)
        assert cookie
        thief.set_cookie(name, cookie.value)
    return thief


def test_logging_out_ends_the_session_on_the_server(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    thief = copy_cookies(app, staff_client, *COOKIES)
    assert is_inside(thief)

    answer = give(staff_client, LIST, "/practice/logout")

    assert (answer.status_code, answer.location) == (303, LOGIN)
    assert [staff_client.get_cookie(name) for name in COOKIES] == [None, None]
    assert not is_inside(thief)
    row = db_session.scalars(select(StaffSession)).one()
    assert row.ended_at is not None
    assert row.wrapped_keys == b""


def test_logging_out_twice_is_no_trouble(staff_client: FlaskClient) -> None:
    give(staff_client, LIST, "/practice/logout")

    assert give(staff_client, LOGIN, "/practice/logout").location == LOGIN


def test_fifteen_idle_minutes_end_the_session(staff_client: FlaskClient, clock: Clock) -> None:
    clock.forward(minutes=14)
    assert is_inside(staff_client)
    clock.forward(minutes=14)
    assert is_inside(staff_client)

    clock.forward(minutes=15)

    assert not is_inside(staff_client)
    page = open_page(staff_client, LIST, follow=True)
    assert page.path == LOGIN
    assert "Uw sessie is voor de veiligheid gestopt." in page.text


def test_ten_hours_end_the_session_however_busy_it_is(
    staff_client: FlaskClient, clock: Clock
) -> None:
    for _ in range(59):
        clock.forward(minutes=10)
        assert is_inside(staff_client)

    clock.forward(minutes=10)

    assert not is_inside(staff_client)


def test_a_page_from_before_the_end_still_logs_in(
    staff_client: FlaskClient, demo: DemoLogin, clock: Clock
) -> None:
    token = find_token(staff_client.get(LIST).text)
    clock.forward(minutes=20)

    fields = {"email": demo.email, "password": demo.password}
    answer = staff_client.post(LOGIN, data={"csrf_token": token, **fields})

    assert answer.status_code == 303
    assert give_code(staff_client, demo.second_factor()).location == LIST
    assert is_inside(staff_client)


def test_the_signed_cookie_alone_opens_nothing(app: Flask, staff_client: FlaskClient) -> None:
    thief = copy_cookies(app, staff_client, "gesprek_staff")

    assert not is_inside(thief)


def test_a_lost_key_cookie_ends_the_session(staff_client: FlaskClient) -> None:
    staff_client.delete_cookie("gesprek_keys")

    assert not is_inside(staff_client)
    assert staff_client.get(LIST).location.startswith(LOGIN)


def test_the_key_cookie_of_a_colleague_opens_nothing(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    colleague = app.test_client()
    log_in(colleague, hire(app, demo, Role.POH))
    mixed = copy_cookies(app, staff_client, "gesprek_staff")
    other = colleague.get_cookie("gesprek_keys")
    assert other
    mixed.set_cookie("gesprek_keys", other.value)

    assert not is_inside(mixed)
    assert is_inside(colleague)


def test_the_second_factor_gives_a_new_session(
    client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    give_password(client, demo)
    pending = db_session.scalars(select(StaffSession.id)).one()
    secret = client.get_cookie("gesprek_keys")
    db_session.rollback()

    give_code(client, demo.second_factor())

    confirmed = db_session.scalars(
        select(StaffSession.id).where(StaffSession.confirmed_at.is_not(None))
    ).one()
    new_secret = client.get_cookie("gesprek_keys")
    assert secret
    assert new_secret
    assert (confirmed, new_secret.value) != (pending, secret.value)
    assert confirmed != pending
    assert new_secret.value != secret.value


def test_a_pending_session_gives_no_keys_to_the_right_secret(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    give_password(client, demo)
    secret = client.get_cookie("gesprek_keys")
    assert secret

    with app.app_context():
        member_of(demo)
        pending = db.session.scalars(select(StaffSession)).one()
        with pytest.raises(CannotOpen):
            holders_of_session(pending, secret.value, master_keys())


def test_a_disabled_account_is_out_at_once_and_stays_out(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    disable(app, demo)
    assert not is_inside(staff_client)

    with app.app_context():
        db.session.scalars(select(Account)).one().active = True
        db.session.commit()

    assert not is_inside(staff_client)


def test_an_account_that_somebody_switched_off_by_hand_is_out_too(
    staff_client: FlaskClient, db_session: Session
) -> None:
    account = db_session.scalars(select(Account)).one()
    account.active = False
    db_session.commit()
    assert not is_inside(staff_client)

    account.active = True
    db_session.commit()

    assert not is_inside(staff_client)


def test_who_leaves_the_practice_is_out_at_once(
    staff_client: FlaskClient, db_session: Session
) -> None:
    membership = db_session.scalars(select(Membership)).one()
    membership.ended_at = datetime.now(UTC)
    db_session.commit()

    assert not is_inside(staff_client)


def test_a_password_that_somebody_else_set_opens_no_answers(
    app: Flask, client: FlaskClient, demo: DemoLogin
) -> None:
    other = hire(app, demo, Role.GP)
    with app.app_context():
        gp, colleague = db.session.scalars(select(Account).order_by(Account.id))
        gp.password = colleague.password
        db.session.commit()
    give_password(client, demo, other.password)
    give_code(client, demo.second_factor())

    assert client.get(LIST).location == MISSING_KEY
    assert "Uw sleutel van de praktijk ontbreekt." in open_page(client, MISSING_KEY).text


def test_an_assistant_sees_the_list_and_no_answers(app: Flask, demo: DemoLogin) -> None:
    client = app.test_client()
    log_in(client, hire(app, demo, Role.ASSISTANT))

    open_page(client, LIST)
    page = open_page(client, "/practice/c/00000000-0000-4000-8000-000000000000", status=403)

    assert "Deze pagina hoort niet bij uw rol in de praktijk." in page.text


def test_cookies_are_bound_to_https_where_there_is_https(app: Flask) -> None:
    answer = app.test_client().get(LOGIN, base_url="https://gesprek.example")

    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-gesprek_staff=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie


def test_cookies_have_plain_names_on_this_machine(client: FlaskClient, demo: DemoLogin) -> None:
    log_in(client, demo)

    for name in COOKIES:
        cookie = client.get_cookie(name)
        assert cookie
        assert cookie.http_only
        assert cookie.same_site == "Lax"
        assert not cookie.secure


def test_both_cookies_are_bound_to_https(app: Flask, demo: DemoLogin) -> None:
    site = "https://gesprek.example"
    client = app.test_client()
    token = client.get(LOGIN, base_url=site).text.split('name="csrf_token" value="')[1]
    answer = client.post(
        LOGIN,
        base_url=site,
        headers={"Referer": f"{site}{LOGIN}"},
        data={
            "csrf_token": token.split('"')[0],
            "email": demo.email,
            "password": demo.password,
        },
    )

    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {
        "__Host-gesprek_staff",
        "__Host-gesprek_keys",
    }
    assert all("Secure" in cookie for cookie in cookies)
