"""A member's own account: the password, and the list of places where it is logged in."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.vault.practice.models import StaffSession
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import disable, hire
from tests.people.logins import LIST, LOGIN, give, give_password, is_inside
from tests.people.stories import DemoLogin, Login, log_in

pytestmark = pytest.mark.on_one_database

ACCOUNT = "/practice/account/"
PASSWORD = "/practice/account/password"
NEW = "kaars tunnel mosterd vlieger"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.fixture
def elsewhere(app: Flask, staff_client: FlaskClient, demo: DemoLogin) -> FlaskClient:
    """The same GP at another computer."""
    client = app.test_client()
    client.environ_base = {"HTTP_USER_AGENT": EDGE, "REMOTE_ADDR": "192.0.2.77"}
    log_in(client, demo)
    return client


def change(client: FlaskClient, current: str, new: str = NEW, again: str = NEW) -> TestResponse:
    passwords = {"current_password": current, "new_password": new, "new_password_again": again}
    return give(client, PASSWORD, **passwords)


def test_the_page_shows_the_own_account(staff_client: FlaskClient, demo: DemoLogin) -> None:
    assert ACCOUNT in open_page(staff_client, LIST).response.text

    page = open_page(staff_client, ACCOUNT)

    for part in (demo.email, "Praktijk De Dreef", "huisarts", "ingesteld", "nog 10", "deze"):
        assert part in page.text


def test_a_new_password_takes_the_place_of_the_old_one(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    open_page(staff_client, PASSWORD)

    answer = change(staff_client, demo.password)

    assert (answer.status_code, answer.location) == (303, ACCOUNT)
    assert "Uw wachtwoord is veranderd." in open_page(staff_client, ACCOUNT).text
    assert is_inside(staff_client)
    client = app.test_client()
    assert give_password(client, demo).status_code == 422
    log_in(client, Login(demo.email, NEW, demo.totp_secret))


def test_a_new_password_ends_every_other_session(
    staff_client: FlaskClient, elsewhere: FlaskClient, demo: DemoLogin
) -> None:
    assert is_inside(elsewhere)

    change(staff_client, demo.password)

    assert not is_inside(elsewhere)
    assert is_inside(staff_client)


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("kort", "kort", "Kies een wachtwoord van minstens 12 tekens."),
        ("welkom2026!!", "welkom2026!!", "Dit wachtwoord is makkelijk te raden."),
        ("naar de dreef toe", "naar de dreef toe", "In dit wachtwoord staat uw naam"),
        ("x1z" * 100, "x1z" * 100, "Dit wachtwoord is te lang."),
        (NEW, NEW[:-1], "Dit is niet twee keer hetzelfde wachtwoord."),
        ("", "", "Kies een wachtwoord van minstens 12 tekens."),
    ],
)
def test_a_password_that_is_refused_changes_nothing(
    staff_client: FlaskClient,
    elsewhere: FlaskClient,
    demo: DemoLogin,
    new: str,
    again: str,
    sentence: str,
) -> None:
    answer = change(staff_client, demo.password, new, again)

    assert answer.status_code == 422
    page = check_page(answer)
    assert sentence in page.text
    assert demo.password not in answer.text
    assert is_inside(elsewhere)


def test_the_password_until_now_is_needed(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    for wrong in ("", "not the password", "not the password", "x" * 5_000, NEW):
        answer = change(staff_client, wrong)
        assert answer.status_code == 422
        assert "uw wachtwoord van nu" in check_page(answer).text

    log_in(app.test_client(), demo)


def test_somebody_at_an_open_screen_does_not_guess_for_long(
    staff_client: FlaskClient, demo: DemoLogin
) -> None:
    for _ in range(4):
        assert change(staff_client, "not the password").status_code == 422

    assert change(staff_client, "not the password").location == LOGIN
    assert not is_inside(staff_client)


def test_a_session_tells_enough_to_be_recognised(
    staff_client: FlaskClient, elsewhere: FlaskClient, db_session: Session
) -> None:
    page = open_page(staff_client, ACCOUNT)

    assert "Edge" in page.text
    assert "192.0.2.0/24" in page.text
    assert "192.0.2.77" not in page.response.text
    rows = db_session.scalars(select(StaffSession)).all()
    assert EDGE not in str([vars(row) for row in rows])


def test_one_session_can_be_ended(
    staff_client: FlaskClient, elsewhere: FlaskClient, db_session: Session
) -> None:
    page = open_page(staff_client, ACCOUNT)
    action = next(
        form.get("action", "")
        for form in page.tree.iter("form")
        if "/sessions/" in form.get("action", "") and "-" in form.get("action", "")
    )

    answer = give(staff_client, ACCOUNT, action)

    assert answer.location == ACCOUNT
    assert not is_inside(elsewhere)
    assert is_inside(staff_client)
    assert "session:end" in db_session.scalars(select(AccessEvent.action)).all()


def test_all_others_can_be_ended_at_once(
    app: Flask, staff_client: FlaskClient, elsewhere: FlaskClient, demo: DemoLogin
) -> None:
    third, colleague = app.test_client(), app.test_client()
    log_in(third, demo)
    log_in(colleague, hire(app, demo, Role.POH))

    give(staff_client, ACCOUNT, f"{ACCOUNT}sessions/end")

    inside = [is_inside(client) for client in (staff_client, elsewhere, third, colleague)]
    assert inside == [True, False, False, True]


def test_nobody_ends_the_session_of_a_colleague(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    colleague = app.test_client()
    log_in(colleague, hire(app, demo, Role.POH))
    newest = select(StaffSession.id).order_by(StaffSession.created_at.desc()).limit(1)
    theirs = db_session.scalars(newest).one()
    db_session.rollback()

    for session_id in (theirs, uuid4()):
        answer = give(staff_client, ACCOUNT, f"{ACCOUNT}sessions/{session_id}/end")
        assert answer.status_code == 404

    assert is_inside(colleague)


def test_a_session_that_waits_or_is_over_is_not_listed(
    app: Flask, staff_client: FlaskClient, elsewhere: FlaskClient, demo: DemoLogin
) -> None:
    give_password(app.test_client(), demo)
    give(elsewhere, LIST, "/practice/logout")

    assert "Daar uitloggen" not in open_page(staff_client, ACCOUNT).text


def test_a_disabled_account_changes_nothing_any_more(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    open_page(staff_client, PASSWORD)
    token = staff_client.get(PASSWORD).text.split('name="csrf_token" value="')[1].split('"')[0]

    disable(app, demo)

    fields = {"current_password": demo.password, "new_password": NEW, "new_password_again": NEW}
    answer = staff_client.post(PASSWORD, data={"csrf_token": token, **fields})
    assert answer.location.startswith(LOGIN)


@pytest.mark.parametrize(
    ("agent", "name"), [(FIREFOX, "Firefox"), (EDGE, "Edge"), ("curl/8", "een browser")]
)
def test_a_browser_is_named_as_its_owner_does(
    app: Flask, demo: DemoLogin, agent: str, name: str
) -> None:
    client = app.test_client()
    client.environ_base = {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": "192.0.2.1"}
    log_in(client, demo)

    assert name in open_page(client, ACCOUNT).text
