"""Presses in the practice's list of local help: check, hide, remove, take back; the history."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.directory.hsds import Access
from pwa.directory.keeping.service import change_service
from pwa.directory.models import KeptService
from pwa.directory.packaged import NATIONAL, load_services
from pwa.staff.core import Role
from pwa.typed.folding import fold
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from tests.inputs.help_list import (
    LIST,
    actions,
    check_all,
    line,
    press,
    uid_of,
    undo,
)
from tests.pages.catalogues import dutch
from tests.pages.checked import HtmlPage, open_page
from tests.people.colleagues import hire, open_other_practice
from tests.people.logins import in_a_request_of
from tests.people.stories import DemoLogin, find_token, log_in

HOME = "Buurtteam Overvecht"
LUISTERLIJN = "De Luisterlijn"


@pytest.fixture(autouse=True)
def checked(app: Flask, db_session: Session) -> None:
    """Everything that the practice keeps was checked ten days ago."""
    check_all(db_session)


@pytest.fixture
def nurse(app: Flask, demo: DemoLogin) -> FlaskClient:
    client = app.test_client()
    log_in(client, hire(app, demo, Role.POH, "Sanne de Wit"))
    return client


def test_a_press_keeps_the_tab_the_words_and_the_page(
    staff_client: FlaskClient, db_session: Session
) -> None:
    uid = uid_of(db_session, HOME)

    answer = press(staff_client, "check", uid, show="all", q="buurt & team", page="2", next="…")

    assert answer.location == f"{LIST}?show=all&q=buurt+%26+team&page=2#main"


def test_a_national_line_is_checked_hidden_and_shown_but_not_removed(
    staff_client: FlaskClient, db_session: Session
) -> None:
    line_113 = load_services(NATIONAL)[0]

    press(staff_client, "check", line_113.id)
    assert "Bakker" in line(open_page(staff_client, f"{LIST}?show=all"), line_113.name)
    press(staff_client, "hide", line_113.id)
    assert "verborgen" in line(open_page(staff_client, f"{LIST}?show=all"), line_113.name)
    assert line_113.name not in staff_client.get("/nl/help/de-dreef?topic=lonely").text
    assert press(staff_client, "remove", line_113.id).location == f"{LIST}/{line_113.id}/history"
    press(staff_client, "show", line_113.id)
    assert line_113.name in staff_client.get("/nl/help/de-dreef?topic=lonely").text

    assert actions(db_session) == ["help:check", "help:hide", "help:show"]


@pytest.mark.parametrize(
    ("verb", "said"),
    [("hide", "is verborgen"), ("remove", "is weggehaald"), ("check", "klopt nog")],
)
def test_what_was_pressed_can_be_taken_back_at_once(
    staff_client: FlaskClient, db_session: Session, verb: str, said: str
) -> None:
    uid = uid_of(db_session, HOME)
    before = db_session.scalars(select(KeptService).where(KeptService.uid == uid)).one()
    state, content = before.state, before.content
    db_session.commit()
    press(staff_client, verb, uid)
    page = open_page(staff_client, f"{LIST}?show=all")
    assert f"{HOME} {said}" in page.text

    assert undo(staff_client, page.response.text).status_code == 303

    assert "is weer zoals het was" in open_page(staff_client, LIST).text
    after = db_session.scalars(select(KeptService).where(KeptService.uid == uid)).one()
    db_session.refresh(after)
    assert (after.state, after.content) == (state, content)
    db_session.commit()
    assert actions(db_session)[-1] == "help:undo"


def test_taking_back_twice_says_that_it_was_done(
    staff_client: FlaskClient, db_session: Session
) -> None:
    uid = uid_of(db_session, HOME)
    press(staff_client, "hide", uid)
    page = open_page(staff_client, f"{LIST}?show=all").response.text
    undo(staff_client, page)

    answer = undo(staff_client, page)

    assert answer.location == f"{LIST}/{uid}/history"
    history = open_page(staff_client, answer.location)
    assert "Dit is niet teruggedraaid" in history.text
    assert "Verborgen" in history.text
    assert "Laatste verandering teruggedraaid" in history.text


def test_hiding_twice_is_one_change(staff_client: FlaskClient, db_session: Session) -> None:
    uid = uid_of(db_session, HOME)

    assert [press(staff_client, "hide", uid).status_code for _time in range(2)] == [303, 303]
    assert actions(db_session) == ["help:hide"]


def facts_of(page: HtmlPage) -> dict[str, str]:
    """Read the fields that changed, label to words."""
    return {
        "".join(term.itertext()): " ".join("".join(said.itertext()).split())
        for term, said in zip(page.tree.iter("dt"), page.tree.iter("dd"), strict=True)
    }


def test_the_history_says_who_changed_which_fields(
    app: Flask, staff_client: FlaskClient, nurse: FlaskClient, db_session: Session
) -> None:
    row = db_session.scalars(select(KeptService).where(KeptService.name == fold(HOME))).one()
    uid, content = row.uid, row.content
    db_session.commit()
    changed = replace(
        content,
        name="Buurtteam Oost",
        what={**content.what, "nl": "Kom langs.", "tr": "Gelin."},
        phones=(),
        access=(Access.WALK_IN,),
        topics=frozenset({"pain"}),
        strengths=frozenset({"asking_help"}),
        url="https://example.org",
    )
    with in_a_request_of(app, nurse) as staff:
        change_service(begin_work(), staff, uid, changed)
        db.session.commit()

    page = open_page(staff_client, f"{LIST}/{uid}/history")

    facts = facts_of(page)
    assert facts.pop("Naam") == f"eerst: {HOME} nu: Buurtteam Oost"
    assert facts.pop("Wat, in één zin").endswith("nu: Kom langs.")
    assert facts.pop("Wat, in één zin (Turks)").endswith("nu: Gelin.")
    assert facts.pop("Telefoonnummer") == "eerst: 030 000 00 01 nu: leeg"
    assert facts.pop("Website") == "eerst: leeg nu: https://example.org"
    assert facts.pop("Onderwerpen").endswith("nu: Pijn")
    assert facts.pop(dutch("Gives strength through")).endswith(f"nu: {dutch('I ask for help')}")
    assert facts.pop("Hoe").endswith("nu: loop binnen")
    assert set(facts) == {"Nagekeken op"}
    assert "Sanne de Wit" in page.text

    undone = undo(staff_client, page.response.text, **{"from": "history"})
    assert undone.location == f"{LIST}/{uid}/history"
    assert (
        "Wie heeft wat veranderd: " + HOME in open_page(staff_client, f"{LIST}/{uid}/history").text
    )


@pytest.mark.parametrize("verb", ["check", "hide", "show", "remove", "history"])
def test_what_another_practice_keeps_does_not_exist(
    app: Flask, db_session: Session, verb: str
) -> None:
    client = app.test_client()
    log_in(client, open_other_practice(app))

    for uid in (uid_of(db_session, HOME), str(uuid4())):
        address = f"{LIST}/{uid}/{verb}"
        asked = client.get(address) if verb == "history" else press(client, verb, uid)
        assert asked.status_code == 404


def test_every_role_keeps_the_help(app: Flask, demo: DemoLogin, db_session: Session) -> None:
    uid = uid_of(db_session, HOME)
    for role in Role:
        client = app.test_client()
        log_in(client, hire(app, demo, role, f"{role} twee"))
        assert press(client, "check", uid).status_code == 303
    assert len(actions(db_session)) == len(Role)


def test_patients_find_a_change_at_once(staff_client: FlaskClient, db_session: Session) -> None:
    uid = uid_of(db_session, HOME)
    assert HOME in staff_client.get("/nl/help/de-dreef?topic=lonely").text

    press(staff_client, "remove", uid)

    assert HOME not in staff_client.get("/nl/help/de-dreef?topic=lonely").text


@pytest.mark.parametrize("verbs", [("check", "check"), ("remove", "check"), ("hide", "remove")])
def test_two_presses_at_once_both_get_an_answer(
    staff_client: FlaskClient, nurse: FlaskClient, db_session: Session, verbs: tuple[str, str]
) -> None:
    uid = uid_of(db_session, HOME)
    tokens = [find_token(client.get(LIST).text) for client in (staff_client, nurse)]
    both = zip((staff_client, nurse), tokens, verbs, strict=True)

    with ThreadPoolExecutor(2) as pool:
        answers = [
            pool.submit(client.post, f"{LIST}/{uid}/{verb}", data={"csrf_token": token})
            for client, token, verb in both
        ]
        assert [answer.result().status_code for answer in answers] == [303, 303]


def test_two_undos_at_once_take_back_once(
    staff_client: FlaskClient, nurse: FlaskClient, db_session: Session
) -> None:
    uid = uid_of(db_session, HOME)
    press(staff_client, "hide", uid)
    pages = [client.get(f"{LIST}/{uid}/history").text for client in (staff_client, nurse)]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(undo, (staff_client, nurse), pages))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert actions(db_session) == ["help:hide", "help:undo"]
