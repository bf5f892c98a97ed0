"""Setting up a practice with an account that already works in another practice."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Outcome
from pwa.practice.models import Practice
from pwa.staff.models import Account, Membership
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.colleagues import disable
from tests.people.founder import START, Founder, make_link
from tests.people.logins import give, is_inside
from tests.people.stories import DemoLogin, Login, log_in

OWN = f"{START}/own"
PRACTICES = "/practice/account/practices"


@pytest.fixture
def founder(app: Flask) -> Founder:
    """A first person who has printed and typed the recovery key, and is on the last page."""
    founder = Founder(app.test_client(), make_link(app)).begins().tells()
    return founder.types(founder.prints())


def finishes(founder: Founder, login: Login, *, role: str = "gp", password: str = "") -> None:
    founder.sends(OWN, fields(login, role, password))


def fails(founder: Founder, login: Login, password: str) -> HtmlPage:
    return check_page(founder.sends(OWN, fields(login, "gp", password), status=422))


def fields(login: Login, role: str, password: str) -> dict[str, str | list[str]]:
    own = password or login.password
    return {"email": login.email.upper(), "role": role, "own_password": own}


def count(db_session: Session, table: type[object]) -> int:
    db_session.rollback()
    return db_session.scalar(select(func.count()).select_from(table)) or 0


def test_a_gp_with_a_second_practice_sets_it_up_with_the_account_that_is_there(
    app: Flask, founder: Founder, demo: DemoLogin, db_session: Session
) -> None:
    page = open_page(founder.client, f"{START}/person")
    assert page.find(f"a[@href='{OWN}']") is not None

    finishes(founder, demo)

    assert (count(db_session, Account), count(db_session, Membership)) == (1, 2)
    client = app.test_client()
    log_in(client, demo)
    choice = open_page(client, PRACTICES)
    assert "Praktijk De Linde" in choice.text
    there = db_session.scalars(select(Membership.id).order_by(Membership.id)).all()[-1]
    give(client, PRACTICES, f"{PRACTICES}/{there}")
    assert is_inside(client)
    assert "Praktijk De Linde" in open_page(client, "/practice/").text
    assert open_page(client, "/practice/team/").response.status_code == 200


def test_the_password_alone_opens_neither_practice(
    founder: Founder, demo: DemoLogin, client: FlaskClient
) -> None:
    finishes(founder, demo)

    assert not is_inside(founder.client)


def test_a_wrong_password_makes_nothing_and_stands_in_the_log(
    founder: Founder, demo: DemoLogin, db_session: Session
) -> None:
    known = fails(founder, demo, "een heel ander wachtwoord").text
    nobody = fails(founder, Login("nobody@example.org", "", ""), "een heel ander wachtwoord").text

    for text in (known, nobody):
        assert "Dit wachtwoord klopt niet" in text
    assert count(db_session, Practice) == 1
    refused = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "account:login"))
    assert [entry.outcome for entry in refused] == [Outcome.REFUSED]


def test_a_disabled_account_sets_nothing_up(
    app: Flask, founder: Founder, demo: DemoLogin, db_session: Session
) -> None:
    disable(app, demo)

    fails(founder, demo, demo.password)

    assert count(db_session, Practice) == 1


def test_guessing_is_slowed_down(founder: Founder, demo: DemoLogin) -> None:
    for _ in range(10):
        fails(founder, demo, "een heel ander wachtwoord")

    answer = give(founder.client, OWN, **{"email": demo.email, "own_password": demo.password})

    assert answer.status_code == 429


def test_before_the_paper_was_typed_back_it_leads_to_the_first_page(app: Flask) -> None:
    client = Founder(app.test_client(), make_link(app)).begins().client

    assert client.get(OWN).location == f"{START}/practice"
