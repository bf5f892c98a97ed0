"""A locum has one account in two practices; neither practice shows anything of the other."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.staff.core import Role
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import disable, hire, open_other_practice
from tests.people.logins import LIST, give, give_code, give_password
from tests.people.stories import STORY_A, DemoLogin, Login, log_in, share
from tests.people.team import (
    NEW_PASSWORD,
    TEAM,
    accept,
    follow,
    invite,
    link_on,
    membership_of,
    send,
)

pytestmark = pytest.mark.on_one_database

OTHER = "elders"


@pytest.fixture
def other_gp(app: Flask) -> FlaskClient:
    """The GP of another practice."""
    client = app.test_client()
    log_in(client, open_other_practice(app))
    return client


@pytest.fixture
def locum(app: Flask, demo: DemoLogin) -> Login:
    """A GP of the example practice, whom the other one invites too."""
    return hire(app, demo, Role.GP, "locum")


def join(app: Flask, other_gp: FlaskClient, locum: Login) -> FlaskClient:
    """Let the locum join the other practice with the password of the existing account."""
    link = invite(other_gp, "gp", name="Locum", email=locum.email)
    client = app.test_client()
    answer = send(client, link, "own", own_password=locum.password)
    assert answer.status_code == 303, answer.text
    return client


def records(client: FlaskClient) -> set[str]:
    links = open_page(client, LIST).tree.iter("a")
    return {href for link in links if "/practice/c/" in (href := link.get("href", ""))}


def test_a_locum_joins_with_the_own_password_and_sees_that_practice_only(
    app: Flask, demo: DemoLogin, other_gp: FlaskClient, locum: Login
) -> None:
    for slug in (demo.slug, OTHER):
        share(app.test_client(), slug, STORY_A)

    there = join(app, other_gp, locum)
    assert give_code(there, locum.second_factor()).status_code == 303

    (record,) = records(there)
    open_page(there, record)
    assert records(other_gp) == {record}


def test_the_first_practice_stays_as_it_was(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, other_gp: FlaskClient, locum: Login
) -> None:
    for slug in (demo.slug, OTHER):
        share(app.test_client(), slug, STORY_A)
    join(app, other_gp, locum)
    here = app.test_client()
    log_in(here, locum)

    assert records(here) == records(staff_client)
    assert not records(here) & records(other_gp)


def test_a_wrong_password_tells_nothing_and_five_end_the_link(
    app: Flask, other_gp: FlaskClient, locum: Login
) -> None:
    link = invite(other_gp, "gp", name="Locum", email=locum.email)
    for _ in range(5):
        answer = send(app.test_client(), link, "own", own_password="not the password")
        assert answer.status_code == 422
        assert "klopt niet, of er is nog geen account" in check_page(answer).text

    answer = send(app.test_client(), link, "own", own_password=locum.password)

    assert "Deze link werkt niet" in check_page(answer).text


def test_a_new_password_does_not_take_over_an_account(
    app: Flask, other_gp: FlaskClient, locum: Login
) -> None:
    link = invite(other_gp, "gp", name="Locum", email=locum.email)

    page = check_page(accept(app.test_client(), link))

    assert page.response.status_code == 422
    assert "Vul dan hieronder het wachtwoord in dat u al hebt." in page.text
    assert give_password(app.test_client(), locum).status_code == 303


def test_the_page_of_an_invitation_is_the_same_with_and_without_an_account(
    app: Flask, other_gp: FlaskClient, locum: Login
) -> None:
    texts = []
    for email in (locum.email, "nobody@elsewhere.example.com"):
        link = invite(other_gp, "gp", name="Sanne", email=email)
        texts.append(check_page(follow(app.test_client(), link)).text.replace(email, "…"))

    assert texts[0] == texts[1]


def test_a_disabled_account_joins_nothing(app: Flask, other_gp: FlaskClient, locum: Login) -> None:
    disable(app, locum)
    link = invite(other_gp, "gp", name="Locum", email=locum.email)

    answer = send(app.test_client(), link, "own", own_password=locum.password)

    assert answer.status_code == 422


def test_a_reset_by_one_practice_opens_nothing_in_the_other(
    app: Flask, staff_client: FlaskClient, other_gp: FlaskClient, locum: Login
) -> None:
    share(app.test_client(), OTHER, STORY_A)
    join(app, other_gp, locum)
    page = f"{TEAM}{membership_of(app, locum)}"
    link = link_on(give(staff_client, page, f"{page}/reset").text)
    send(app.test_client(), link, "password", password=NEW_PASSWORD, again=NEW_PASSWORD)

    text = open_page(other_gp, TEAM).text

    assert "wacht op de sleutel" in text


def test_leaving_one_practice_leaves_the_other_alone(
    app: Flask, staff_client: FlaskClient, other_gp: FlaskClient, locum: Login
) -> None:
    there = join(app, other_gp, locum)
    give_code(there, locum.second_factor())
    page = f"{TEAM}{membership_of(app, locum)}"

    give(staff_client, page, f"{page}/end")

    open_page(there, LIST)
