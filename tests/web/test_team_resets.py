"""A colleague resets a forgotten password or a lost phone; the reset alone gives no keys."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.staff.core import Role
from pwa.vault.patient.codes import parse_link_secret
from tests.databases.homes import Backend, Home
from tests.pages.checked import check_page, open_page
from tests.people.colleagues import hire
from tests.people.crime import commit_crime
from tests.people.logins import LIST, LOGIN, SET_UP, give, give_code, give_password, is_inside
from tests.people.stories import STORY_A, DemoLogin, Login, log_in, share
from tests.people.team import (
    MISSING_KEY,
    NEW_PASSWORD,
    TEAM,
    enrol,
    follow,
    invite,
    link_on,
    membership_of,
    secret_of,
    send,
)

RECOVERY = "/practice/team/recovery-key"


@pytest.fixture
def nurse(app: Flask, demo: DemoLogin) -> Login:
    """A colleague who forgets the password."""
    return hire(app, demo, Role.POH)


def make_reset(app: Flask, client: FlaskClient, colleague: Login, **fields: str) -> str:
    page = f"{TEAM}{membership_of(app, colleague)}"
    answer = give(client, page, f"{page}/reset", **fields)
    assert answer.status_code == 200, answer.text
    check_page(answer)
    return link_on(answer.text)


def set_password(client: FlaskClient, link: str, password: str = NEW_PASSWORD) -> str:
    """Set a new password with the link; gives the address of the redirect."""
    answer = send(client, link, "password", password=password, again=password)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_new_password_opens_nothing_until_a_colleague_gives_the_key(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login, demo: DemoLogin
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    link = make_reset(app, staff_client, nurse)

    assert "Nieuw wachtwoord" in check_page(follow(client, link)).text
    set_password(client, link)
    give_code(client, nurse.second_factor())
    assert client.get(LIST).location == MISSING_KEY
    page = open_page(client, MISSING_KEY)
    assert "Uw sleutel van de praktijk ontbreekt." in page.text
    assert page.find(f"a[@href='{RECOVERY}']") is not None

    assert "wacht op de sleutel" in open_page(staff_client, LIST).text
    give(staff_client, LIST, f"{TEAM}{membership_of(app, nurse)}/keys")

    assert client.get(MISSING_KEY).location == LIST
    page = open_page(client, LIST)  # without a new login
    record = next(
        href for link in page.tree.iter("a") if "/practice/c/" in (href := link.get("href", ""))
    )
    open_page(client, record)
    assert "wacht op de sleutel" not in open_page(staff_client, LIST).text


def test_who_waits_for_the_keys_is_refused_nothing_and_alarms_nobody(
    app: Flask,
    staff_client: FlaskClient,
    client: FlaskClient,
    nurse: Login,
    db_session: Session,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_password(client, make_reset(app, staff_client, nurse))
    answer = give_code(client, nurse.second_factor())

    page = check_page(client.get(answer.location, follow_redirects=True))

    assert page.response.status_code == 200
    assert page.path == MISSING_KEY
    actions = set(db_session.scalars(select(AccessEvent.action)))
    assert "page:open" not in actions
    assert "page-refused" not in capsys.readouterr().err


def test_the_recovery_key_opens_them_too(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login, demo: DemoLogin
) -> None:
    set_password(client, make_reset(app, staff_client, nurse))
    give_code(client, nurse.second_factor())
    open_page(client, RECOVERY)

    wrong = give(client, RECOVERY, recovery_key="K7QM-4T2X-9HDF")
    assert wrong.status_code == 422
    assert "Dit is niet de herstelsleutel van deze praktijk." in check_page(wrong).text
    answer = give(client, RECOVERY, recovery_key=demo.recovery_key.lower().replace("-", " "))

    assert (answer.status_code, answer.location) == (303, LIST)
    open_page(client, LIST)


def test_the_recovery_key_gives_an_assistant_the_desk_alone(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    assistant = hire(app, demo, Role.ASSISTANT)
    set_password(client, make_reset(app, staff_client, assistant))
    give_code(client, assistant.second_factor())

    give(client, RECOVERY, recovery_key=demo.recovery_key)

    open_page(client, LIST)
    give(staff_client, TEAM, f"{TEAM}{membership_of(app, assistant)}/role", role="poh")
    # The new role needs the care key, which the GP gave along with the role: 404 instead of 403.
    open_page(client, "/practice/c/00000000-0000-4000-8000-000000000000", status=404)


def test_the_old_password_is_dead_and_every_session_ends(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login
) -> None:
    open_session = app.test_client()
    log_in(open_session, nurse)

    link = make_reset(app, staff_client, nurse)
    assert is_inside(open_session)  # the link alone changes nothing
    set_password(client, link)

    assert not is_inside(open_session)
    assert give_password(app.test_client(), nurse).status_code == 422


def test_the_second_factor_stays_required(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login
) -> None:
    leads_to = set_password(client, make_reset(app, staff_client, nurse))

    assert leads_to.startswith("/practice/second-factor")
    assert not leads_to.startswith(SET_UP)
    assert client.get(LIST).location.startswith(LOGIN)


def test_a_lost_phone_is_replaced_with_the_same_link(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login
) -> None:
    link = make_reset(app, staff_client, nurse, second_factor="y")

    assert "tweede stap opnieuw" in check_page(follow(client, link)).text
    assert set_password(client, link).startswith(SET_UP)
    phone = enrol(client, nurse.email)

    again = app.test_client()
    give_password(again, phone)
    assert give_code(again, nurse.second_factor()).status_code == 422


def test_who_waits_for_the_keys_runs_no_team(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    boss = hire(app, demo, Role.MANAGER)
    set_password(client, make_reset(app, staff_client, boss))
    give_code(client, boss.second_factor())

    for page in (TEAM, f"{TEAM}invite", f"{TEAM}keys"):
        open_page(client, page, status=403)


def test_guessing_the_recovery_key_is_slowed_down(staff_client: FlaskClient) -> None:
    for _ in range(10):
        assert give(staff_client, RECOVERY, recovery_key="0000").status_code == 422

    answer = give(staff_client, RECOVERY, recovery_key="0000")

    assert answer.status_code == 429
    check_page(answer)


def test_a_reset_link_invites_nobody_and_an_invitation_resets_nothing(
    app: Flask, staff_client: FlaskClient, nurse: Login
) -> None:
    reset, invitation = make_reset(app, staff_client, nurse), invite(staff_client, "gp")

    for link, step in ((reset, "new"), (invitation, "password")):
        answer = send(app.test_client(), link, step, password=NEW_PASSWORD, again=NEW_PASSWORD)
        assert "Deze link werkt niet" in check_page(answer).text


def test_a_weak_new_password_is_refused_and_the_link_stays(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login
) -> None:
    link = make_reset(app, staff_client, nurse)

    answer = send(client, link, "password", password="kort", again="kort")

    assert answer.status_code == 422
    assert "minstens 12 tekens" in check_page(answer).text
    set_password(client, link)


def test_a_manager_gives_the_desk_key_alone(
    app: Flask, manager: FlaskClient, client: FlaskClient, nurse: Login
) -> None:
    set_password(client, make_reset(app, manager, nurse))
    give_code(client, nurse.second_factor())

    give(manager, LIST, f"{TEAM}{membership_of(app, nurse)}/keys")

    open_page(client, LIST)
    open_page(client, "/practice/c/00000000-0000-4000-8000-000000000000", status=403)
    assert (
        "wacht op de sleutel" not in open_page(manager, LIST).text
    )  # a manager has no care key to give


def test_an_administrators_reset_alone_opens_nothing_to_a_thief(
    app: Flask,
    home: Home,
    backend: Backend,
    demo: DemoLogin,
    manager: FlaskClient,
    client: FlaskClient,
) -> None:
    words = {**STORY_A, "own_words": "alleen voor de dokter zzq"}
    share(app.test_client(), demo.slug, words)
    link = make_reset(app, manager, demo)
    set_password(client, link)

    crime = commit_crime(app, home, backend)
    thief = crime.thief(secret_of(link).encode(), passwords=[NEW_PASSWORD])

    assert not thief.has_read("alleen voor de dokter zzq")
    assert crime.thief(passwords=[NEW_PASSWORD]).opened
    assert secret_of(link) not in str(crime.loot.places_of(secret_of(link)))


def test_an_invitation_opens_with_its_secret_and_with_nothing_at_rest(
    app: Flask, home: Home, backend: Backend, staff_client: FlaskClient, demo: DemoLogin
) -> None:
    words = {**STORY_A, "own_words": "alleen voor de dokter zzq"}
    share(app.test_client(), demo.slug, words)
    link = invite(staff_client, "gp")

    crime = commit_crime(app, home, backend)

    assert crime.loot.places_of(secret_of(link)) == []
    assert not crime.thief().has_read("alleen voor de dokter zzq")
    secret = parse_link_secret(secret_of(link)).secret
    assert crime.thief(secret).has_read("alleen voor de dokter zzq")


def test_resets_are_in_the_log_of_every_practice_of_the_person(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login, db_session: Session
) -> None:
    set_password(client, make_reset(app, staff_client, nurse))

    told = set(db_session.scalars(select(AccessEvent.action)))

    assert told >= {"account:reset-link", "account:reset", "password:reset"}


def test_giving_keys_again_is_in_the_log(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, nurse: Login, db_session: Session
) -> None:
    set_password(client, make_reset(app, staff_client, nurse))
    give(staff_client, LIST, f"{TEAM}{membership_of(app, nurse)}/keys")

    given = db_session.scalars(select(AccessEvent).where(AccessEvent.action == "keys:give")).one()

    assert given.about_id == membership_of(app, nurse)
