"""A colleague is invited by a link that works once; opening its page does not use it up."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Outcome
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.team.models import TeamLink
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire, open_other_practice
from tests.people.logins import LIST, LOGIN, Clock, give, is_inside
from tests.people.stories import DemoLogin, log_in
from tests.people.team import INVITE, TEAM, accept, enrol, follow, invite, page_of, secret_of, send

pytestmark = pytest.mark.on_one_database

EMAIL = "sanne@dedreef.example.com"
DEAD = "Deze link werkt niet"


def test_a_colleague_follows_the_link_and_works(
    app: Flask, client: FlaskClient, staff_client: FlaskClient
) -> None:
    link = invite(staff_client, "gp")

    open_page(client, page_of(link))
    page = check_page(follow(client, link))
    assert "nodigt u uit als huisarts" in page.text
    answer = accept(client, link)
    assert answer.status_code == 303
    login = enrol(client, EMAIL)

    open_page(client, LIST)
    again = app.test_client()
    log_in(again, login)


def test_looking_uses_nothing_up(client: FlaskClient, staff_client: FlaskClient) -> None:
    link = invite(staff_client, "assistant")

    for _ in range(3):
        assert client.get(page_of(link)).status_code == 200
        assert follow(client, link).status_code == 200

    assert accept(client, link).status_code == 303


def test_the_page_of_the_link_tells_nobody_what_it_is_for(
    client: FlaskClient, staff_client: FlaskClient
) -> None:
    link = invite(staff_client, "assistant")

    page = open_page(client, page_of(link))

    assert "Sanne" not in page.text
    assert "huisarts" not in page.text


def test_without_a_script_the_whole_link_is_pasted(
    client: FlaskClient, staff_client: FlaskClient
) -> None:
    link = invite(staff_client, "assistant")

    assert "Welkom" in check_page(give(client, page_of(link), link=f" {link} ")).text
    empty = check_page(give(client, page_of(link), link=" "))

    assert empty.response.status_code == 422
    assert "Er staat nog geen link." in empty.text


def test_a_link_works_once(app: Flask, client: FlaskClient, staff_client: FlaskClient) -> None:
    link = invite(staff_client, "assistant")
    accept(client, link)

    for answer in (follow(app.test_client(), link), accept(app.test_client(), link)):
        assert answer.status_code == 422
        assert DEAD in check_page(answer).text


@pytest.mark.parametrize("secret", ["x", "A" * 22, "\N{SNOWMAN}" * 22, "A" * 5000])
def test_what_is_no_link_meets_the_same_page(
    client: FlaskClient, demo: DemoLogin, secret: str
) -> None:
    answer = give(client, f"/practice/join/{demo.slug}", link=secret)

    assert answer.status_code == 422
    assert DEAD in check_page(answer).text


def test_a_link_dies_after_two_days(
    client: FlaskClient, staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = invite(staff_client, "assistant")
    clock = Clock(monkeypatch)

    clock.forward(hours=47)
    assert follow(client, link).status_code == 200
    clock.forward(hours=1)

    assert DEAD in check_page(follow(client, link)).text


def test_a_link_that_was_taken_back_is_dead(
    client: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    link = invite(staff_client, "assistant")
    assert "Sanne de Wit" in open_page(staff_client, TEAM).text
    link_id = db_session.scalars(select(TeamLink.id)).one()
    db_session.rollback()

    answer = give(staff_client, TEAM, f"/practice/team/links/{link_id}/withdraw")

    assert answer.status_code == 303
    assert "De link is ingetrokken" in open_page(staff_client, TEAM).text
    assert DEAD in check_page(follow(client, link)).text


def test_a_new_link_for_the_same_person_replaces_the_old_one(
    client: FlaskClient, staff_client: FlaskClient
) -> None:
    old, new = invite(staff_client, "assistant"), invite(staff_client, "poh")

    assert DEAD in check_page(follow(client, old)).text
    assert "als POH" in check_page(follow(client, new)).text


def test_a_link_of_one_practice_does_not_work_at_another(
    app: Flask, client: FlaskClient, staff_client: FlaskClient
) -> None:
    open_other_practice(app)
    link = invite(staff_client, "assistant")

    answer = give(client, "/practice/join/elders", link=secret_of(link))

    assert DEAD in check_page(answer).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Vul een naam in."),
        ({"email": "sanne"}, "Dit is geen e-mailadres."),
        ({"role": ""}, "Kies een rol."),
        ({"role": "admin"}, "Kies een rol."),
        ({"email": " Bakker@DeDreef.example.com "}, "Met dit e-mailadres werkt hier al iemand."),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    staff_client: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    typed = {"name": "Sanne de Wit", "email": EMAIL, "role": "poh", **fields}

    page = check_page(give(staff_client, INVITE, **typed))

    assert page.response.status_code == 422
    assert sentence in page.text
    if "name" not in fields:
        assert page.find("input[@name='name']").get("value") == "Sanne de Wit"


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("te kort", "te kort", "minstens 12 tekens"),
        ("wachtwoord123456", "wachtwoord123456", "makkelijk te raden"),
        ("sannes lange zin", "sannes lange zin", "uw naam"),
        ("vier losse woorden hier", "vier andere woorden hier", "niet gelijk"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays(
    client: FlaskClient, staff_client: FlaskClient, password: str, again: str, sentence: str
) -> None:
    link = invite(staff_client, "assistant")

    page = check_page(send(client, link, "new", password=password, again=again))

    assert page.response.status_code == 422
    assert sentence in page.text
    assert accept(client, link).status_code == 303


def test_addresses_are_kept_in_one_form(
    client: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    accept(client, invite(staff_client, "assistant", email=" Sanne@DeDreef.Example.com "))

    assert db_session.scalars(select(Account.email).order_by(Account.id.desc())).first() == EMAIL


def test_an_invitation_of_the_manager_opens_the_desk_and_waits_for_the_rest(
    app: Flask, demo: DemoLogin, client: FlaskClient
) -> None:
    manager = app.test_client()
    log_in(manager, hire(app, demo, Role.MANAGER))
    answer = give(manager, INVITE, name="Sanne de Wit", email=EMAIL, role="gp")
    assert "U hebt de sleutel van de antwoorden zelf niet." in check_page(answer).text

    link = invite(manager, "gp")
    accept(client, link)
    enrol(client, EMAIL)

    open_page(client, LIST)
    page = open_page(client, "/practice/c/00000000-0000-4000-8000-000000000000", status=403)
    assert "sleutel" in page.text


def test_who_sat_at_the_browser_is_logged_out(
    staff_client: FlaskClient, db_session: Session
) -> None:
    link = invite(staff_client, "assistant")

    accept(staff_client, link)

    assert not is_inside(staff_client)
    enrol(staff_client, EMAIL)
    newest = db_session.scalars(select(Membership).order_by(Membership.id.desc())).first()
    assert newest
    assert newest.account.email == EMAIL
    assert is_inside(staff_client)


def test_the_log_tells_of_invitations_and_never_an_address(
    client: FlaskClient, staff_client: FlaskClient, db_session: Session
) -> None:
    link = invite(staff_client, "assistant")
    send(client, link, "own", own_password="not the password")
    accept(client, link)

    events = db_session.scalars(select(AccessEvent)).all()
    told = {(event.action, event.outcome) for event in events}

    assert told >= {
        ("account:invite", Outcome.DONE),
        ("account:join", Outcome.REFUSED),
        ("account:join", Outcome.DONE),
    }
    words = " ".join(str(vars(event)) for event in events)
    assert "sanne" not in words.lower()


def test_a_link_leads_to_no_login_by_itself(client: FlaskClient, staff_client: FlaskClient) -> None:
    follow(client, invite(staff_client, "gp"))

    assert client.get(LIST).location.startswith(LOGIN)
