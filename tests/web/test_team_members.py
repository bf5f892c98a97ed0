"""Changes of role, blocking and leaving take effect at once, also for keys; the last one stays."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.vault.practice.models import KeyKind, PracticeKey
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.colleagues import hire, open_other_practice, work_elsewhere
from tests.people.logins import LIST, Clock, give, give_password, is_inside
from tests.people.stories import STORY_A, DemoLogin, Login, log_in, share
from tests.people.team import (
    MISSING_KEY,
    TEAM,
    accept,
    enrol,
    follow,
    invite,
    membership_of,
    page_of,
)

MANAGER = Login("manager@de-dreef.example.org", "", "")


class Team:
    """A member of staff who changes one colleague on that colleague's page of the team."""

    def __init__(self, app: Flask, client: FlaskClient, colleague: Login) -> None:
        self.client = client
        self.page = f"{TEAM}{membership_of(app, colleague)}"

    def does(self, what: str, *, status: int = 303, **fields: str) -> HtmlPage | None:
        answer = give(self.client, self.page, f"{self.page}/{what}", **fields)
        assert answer.status_code == status, answer.text
        return check_page(answer) if status != 303 else None


def come_in(app: Flask, login: Login) -> FlaskClient:
    client = app.test_client()
    log_in(client, login)
    return client


def generations(db_session: Session) -> dict[KeyKind, int]:
    newest = select(PracticeKey.kind, func.max(PracticeKey.generation)).group_by(PracticeKey.kind)
    rows = db_session.execute(newest).all()
    db_session.rollback()
    return {row[0]: row[1] for row in rows}


def test_the_team_page_shows_who_works_here(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    hire(app, demo, Role.ASSISTANT)

    page = open_page(staff_client, TEAM)

    for words in ("Bakker", "huisarts", "assistent", "in orde", "nog niet"):
        assert words in page.text


@pytest.mark.parametrize("role", [Role.POH, Role.SOCIAL_WORKER, Role.ASSISTANT])
def test_only_gp_and_manager_run_the_team(app: Flask, demo: DemoLogin, role: Role) -> None:
    page = open_page(come_in(app, hire(app, demo, role)), TEAM, status=403)

    assert TEAM not in [link.get("href") for link in page.find("nav").iter("a")]


def test_changes_ask_again_who_it_is_after_a_quarter_of_an_hour(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"{TEAM}{membership_of(app, hire(app, demo, Role.ASSISTANT))}"
    clock = Clock(monkeypatch)
    for _ in range(2):
        clock.forward(minutes=10)
        assert is_inside(staff_client)

    open_page(staff_client, TEAM)
    answer = give(staff_client, page, f"{page}/role", role="gp")

    assert answer.status_code == 307
    assert answer.location.startswith("/practice/account/")


def test_a_new_role_counts_at_once(app: Flask, staff_client: FlaskClient, demo: DemoLogin) -> None:
    login = hire(app, demo, Role.ASSISTANT)
    colleague = come_in(app, login)
    share(app.test_client(), demo.slug, STORY_A)

    Team(app, staff_client, login).does("role", role="gp")

    open_page(colleague, TEAM)
    page = open_page(staff_client, TEAM)
    assert "wacht op de sleutel" not in page.text
    address = find_record(colleague)
    open_page(colleague, address)


def find_record(client: FlaskClient) -> str:
    links = [link.get("href", "") for link in open_page(client, LIST).tree.iter("a")]
    return next(link for link in links if link.startswith("/practice/c/"))


def test_a_manager_makes_a_gp_who_waits_for_the_key(
    app: Flask, manager: FlaskClient, demo: DemoLogin
) -> None:
    login = hire(app, demo, Role.ASSISTANT)

    Team(app, manager, login).does("role", role="gp")

    assert "wacht op de sleutel" in open_page(manager, TEAM).text


def test_a_role_without_the_key_takes_it_and_the_others_get_a_new_one(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    login = hire(app, demo, Role.POH)
    colleague = come_in(app, login)
    share(app.test_client(), demo.slug, STORY_A)
    address = find_record(colleague)

    Team(app, staff_client, login).does("role", role="assistant")

    assert generations(db_session) == {KeyKind.DESK: 1, KeyKind.CARE: 2}
    open_page(colleague, address, status=403)
    open_page(colleague, LIST)
    open_page(staff_client, address)


def test_who_leaves_is_out_at_once_and_the_keys_are_new(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    login = hire(app, demo, Role.POH)
    colleague = come_in(app, login)
    share(app.test_client(), demo.slug, STORY_A)

    Team(app, staff_client, login).does("end")

    assert not is_inside(colleague)
    assert give_password(app.test_client(), login).status_code == 422
    assert login.email not in open_page(staff_client, TEAM).response.text
    assert generations(db_session) == {KeyKind.DESK: 2, KeyKind.CARE: 2}
    open_page(staff_client, find_record(staff_client))


def test_a_link_that_the_leaver_made_is_dead(
    app: Flask, staff_client: FlaskClient, manager: FlaskClient, client: FlaskClient
) -> None:
    link = invite(manager, "gp")

    Team(app, staff_client, MANAGER).does("end")

    assert "Deze link werkt niet" in check_page(follow(client, link)).text


def test_a_link_of_who_may_not_run_the_team_any_more_is_dead(
    app: Flask, staff_client: FlaskClient, manager: FlaskClient, client: FlaskClient
) -> None:
    link = invite(manager, "gp")

    Team(app, staff_client, MANAGER).does("role", role="assistant")

    assert "Deze link werkt niet" in check_page(follow(client, link)).text


def test_an_open_invitation_carries_no_old_key(
    app: Flask,
    staff_client: FlaskClient,
    demo: DemoLogin,
    client: FlaskClient,
    db_session: Session,
) -> None:
    link = invite(staff_client, "gp")
    Team(app, staff_client, hire(app, demo, Role.POH)).does("end")

    accept(client, link)
    enrol(client, "sanne@dedreef.example.com")

    assert client.get(LIST).location == MISSING_KEY
    assert "Sanne de Wit wacht op de sleutel" in open_page(staff_client, f"{TEAM}keys").text


def test_the_last_gp_cannot_leave_a_practice_with_a_manager(
    manager: FlaskClient, app: Flask, demo: DemoLogin
) -> None:
    page = Team(app, manager, demo).does("end", status=422)

    assert page
    assert "Alleen deze collega heeft de sleutel van de antwoorden." in page.text


@pytest.mark.parametrize(("what", "fields"), [("end", {}), ("role", {"role": "poh"})])
def test_the_last_who_runs_the_team_cannot_stop(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, what: str, fields: dict[str, str]
) -> None:
    hire(app, demo, Role.POH)

    page = Team(app, staff_client, demo).does(what, status=422, **fields)

    assert page
    assert "Iemand moet het team kunnen beheren." in page.text
    assert is_inside(staff_client)


def test_one_may_leave_oneself_when_others_stay(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    hire(app, demo, Role.GP)

    Team(app, staff_client, demo).does("end")

    assert not is_inside(staff_client)


def test_blocking_keeps_out_at_once_until_somebody_lets_in_again(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    login = hire(app, demo, Role.POH)
    colleague = come_in(app, login)
    team = Team(app, staff_client, login)

    team.does("block")
    assert not is_inside(colleague)
    assert give_password(app.test_client(), login).status_code == 422
    assert "geblokkeerd" in open_page(staff_client, TEAM).text

    team.does("let-in")
    assert not is_inside(colleague)
    come_in(app, login)


@pytest.mark.parametrize("what", ["block", "let-in", "reset", "keys"])
def test_some_things_nobody_does_to_oneself(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, what: str
) -> None:
    Team(app, staff_client, demo).does(what, status=404)


def test_a_colleague_of_another_practice_does_not_exist(
    app: Flask, staff_client: FlaskClient
) -> None:
    elsewhere = membership_of(app, open_other_practice(app))

    open_page(staff_client, f"{TEAM}{elsewhere}", status=404)
    for what in ("role", "block", "end", "reset", "keys"):
        answer = give(staff_client, TEAM, f"{TEAM}{elsewhere}/{what}", role="gp")
        assert answer.status_code == 404


def test_who_left_and_works_elsewhere_may_come_back_with_the_own_password(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    login = hire(app, demo, Role.POH)
    work_elsewhere(app, login)
    Team(app, staff_client, login).does("end")
    link = invite(staff_client, "poh", name="poh", email=login.email)
    client = app.test_client()

    page = page_of(link)
    give(client, page, f"{page}/own", link=link, own_password=login.password)

    assert is_inside(come_in(app, login))
    rows = select(func.count()).select_from(Membership).join(Account)
    assert db_session.scalar(rows.where(Account.email == login.email)) == 2


def test_who_left_everything_begins_anew_without_the_old_password_and_phone(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    login = hire(app, demo, Role.POH)
    Team(app, staff_client, login).does("end")
    client = app.test_client()

    accept(client, invite(staff_client, "poh", name="Noor", email=login.email))
    enrol(client, login.email)

    open_page(client, LIST)
    assert give_password(app.test_client(), login).status_code == 422


def test_changes_are_in_the_log(
    app: Flask, staff_client: FlaskClient, demo: DemoLogin, db_session: Session
) -> None:
    team = Team(app, staff_client, hire(app, demo, Role.POH))
    team.does("role", role="assistant")
    team.does("block")
    team.does("let-in")
    team.does("end")

    told = set(db_session.scalars(select(AccessEvent.action)))

    assert told >= {"team:role", "team:block", "team:let-in", "team:leave", "keys:replace"}
