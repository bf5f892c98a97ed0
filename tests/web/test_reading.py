"""Opening what a patient shared is noted in the access log, even if the answer then fails."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import weasyprint
from flask import Flask, before_render_template
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.conversation.models import Conversation
from pwa.meetings.models import MeetingItem
from pwa.web.assets import build_id
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.inputs.handovers import handover_values, put_handover
from tests.inputs.help import EXAMPLE_HELP, put_change
from tests.inputs.help_imports import put_import
from tests.inputs.help_list import report
from tests.inputs.help_sets import put_set
from tests.inputs.invitations import put_invitation
from tests.inputs.meetings import TableDesk, put_meeting
from tests.inputs.phrases import put_phrase
from tests.inputs.recording_room import put_room
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share
from tests.people.team import open_team
from tests.web.addresses import STATIC_FILE, knock, routes
from tests.web.reading import World
from tests.web.reading_table import LOOKS, TABLE
from tests.web.reading_without import WITHOUT

ANSWERS = [(row, answer) for row, answers in TABLE.items() for answer in answers]

# GET requests that write to the database: this one stores the WebAuthn challenge for the next step.
WRITES_ON_GET: frozenset[str] = frozenset({"factors.new_passkey"})


@pytest.fixture
def world(app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session) -> World:
    patient = app.test_client()
    link = share(patient, demo.slug, STORY_A)["link"].partition("#")[2]
    share(app.test_client(), demo.slug, STORY_B)
    made = select(Conversation.id).order_by(Conversation.created_at)
    first, second = db_session.scalars(made).all()
    db_session.commit()
    Desk(staff_client, second)
    Desk(staff_client, first).saves(CARERS_FORM)
    meeting, handed = put_meeting(app, demo), put_handover(app, demo, first)
    TableDesk(staff_client, first).makes_sheet(str(meeting))
    put_meeting(app, demo)
    report(db_session, EXAMPLE_HELP, "nummer klopt niet")
    invitation, sheet = put_invitation(app, demo), db_session.scalars(select(MeetingItem.id)).one()
    db_session.commit()
    return World(staff_client, patient, first, second, invitation, link, meeting, sheet, handed)


@pytest.fixture
def new_lines(db_session: Session) -> Callable[[], list[str]]:
    """Make a function that gives the access log's actions since its last call."""
    seen = 0

    def look() -> list[str]:
        nonlocal seen
        rows = db_session.scalars(select(AccessEvent).order_by(AccessEvent.number)).all()
        db_session.commit()
        fresh, seen = [row.action for row in rows[seen:]], len(rows)
        return fresh

    return look


@contextmanager
def at_rendering(app: Flask, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` just before each template is rendered, for a page or a PDF."""

    def on_template(_app: Flask, **_rest: object) -> None:
        act()

    with before_render_template.connected_to(on_template, app):
        yield


def is_free_to_write(home: Home) -> bool:
    """Say whether no lock keeps another connection from sharing and adding to the access log."""
    if home.database_url.startswith("sqlite"):
        with sqlite3.connect(home.database_url.removeprefix("sqlite:///"), timeout=0) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            other.rollback()
        return True
    address = home.database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address) as connection:
        try:
            connection.execute("SELECT 1 FROM access_chain FOR UPDATE NOWAIT")
        except psycopg.errors.LockNotAvailable:
            return False
    return True


def test_every_route_has_a_row(app: Flask) -> None:
    assert routes(app) == TABLE.keys() | WITHOUT
    assert not TABLE.keys() & WITHOUT


def test_every_answer_has_its_lines_and_nobody_waits_while_it_is_made(
    app: Flask, home: Home, world: World, new_lines: Callable[[], list[str]]
) -> None:
    new_lines()
    free: list[bool] = []
    for row, answer in ANSWERS:
        free.clear()
        with at_rendering(app, lambda: free.append(is_free_to_write(home))):
            got = answer.ask(world)
        where = f"{row}, {answer.name}: {got.status}"

        assert got.status_code == answer.status, where
        assert new_lines() == list(answer.lines), where
        if answer.lines and answer.shows:
            assert free, where
            assert all(free), where


def test_nobody_waits_while_a_form_is_only_looked_at(
    app: Flask, home: Home, world: World, new_lines: Callable[[], list[str]]
) -> None:
    new_lines()
    free: list[bool] = []
    for answer in LOOKS:
        free.clear()
        with at_rendering(app, lambda: free.append(is_free_to_write(home))):
            got = answer.ask(world)

        assert (got.status_code, new_lines()) == (answer.status, []), answer.name
        assert free, answer.name
        assert all(free), answer.name


def test_the_line_stays_when_the_answer_cannot_be_made(
    app: Flask, world: World, new_lines: Callable[[], list[str]]
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    world.gp.get("/practice/")
    new_lines()
    for row, answer in ANSWERS:
        if not answer.shows:
            continue
        with failing_templates(app):
            got = answer.ask(world)

        assert got.status_code == 500, (row, answer.name)
        assert new_lines() == list(answer.lines), (row, answer.name)


@contextmanager
def failing_templates(app: Flask) -> Iterator[None]:
    """Make rendering fail for every template except the list of today and the error page."""

    def fail(_app: Flask, template: Any, **_rest: object) -> None:
        if not template.name.startswith(("desk/today", "error")):
            raise ArithmeticError(template.name)

    with before_render_template.connected_to(fail, app):
        yield


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements that are sent to the database."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


WRITES = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE")


@pytest.fixture
def values(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> dict[str, object]:
    """Give values for the parameters of all routes.

    The list is shared in the GP's browser, so it can open pages of patients and of the practice.
    """
    share(staff_client, demo.slug, STORY_A)
    found = db_session.scalars(select(Conversation.id)).one()
    db_session.commit()
    return {
        "lang": "nl",
        "slug": demo.slug,
        "code": "K7QM-4T2X-9HDF",
        "conversation_id": found,
        "build": build_id(),
        "filename": STATIC_FILE,
        "paper": "a4",
        "topic": "money",
        "number": 16,
        "side": "nl",
        **open_team(app, demo),
        "invitation_id": put_invitation(app, demo),
        "import_id": put_import(app, demo),
        "set_id": put_set(app),
        "phrase_uid": put_phrase(app, demo),
        "session_id": uuid4(),
        "passkey_id": 0,
        "uid": EXAMPLE_HELP,
        "change_id": put_change(app, demo),
        **handover_values(app, demo),
        **put_room(app, demo),
    }


def test_looking_at_anything_else_writes_nothing_and_shows_no_contents(
    app: Flask,
    staff_client: FlaskClient,
    values: dict[str, object],
    new_lines: Callable[[], list[str]],
) -> None:
    staff_client.get("/practice/")
    new_lines()
    looked = 0
    # Before the list is confirmed, these two lead to the question whose list it is.
    for row in sorted(WITHOUT | {("GET", "consult.overview"), ("GET", "plan.edit")}):
        if row[0] != "GET" or row[1] in WRITES_ON_GET:
            continue
        with statements(app) as heard:
            answer = knock(app, staff_client, row, {**values, "rest": "own"})
        wrote = [said for said in heard if said.startswith(WRITES) or "FOR UPDATE" in said]
        looked += 1

        assert not wrote, (row, wrote)
        assert new_lines() == [], row
        if answer.request.path.startswith("/practice"):
            assert "hoofdpijn" not in answer.text, row
    assert looked > 50


def test_ten_refused_forms_are_ten_lines_on_the_patients_page(world: World) -> None:
    for _round in range(5):
        for form in ("plan", "together"):
            assert world.post(f"/practice/c/LIST/{form}").status_code == 422

    page = open_page(world.patient, "/nl/mine/log")

    assert "Antwoorden of plan gelezen 10 keer" in page.text


# Twice for the consult: once in a transaction of its own that marks the sendings as read.
@pytest.mark.parametrize(
    ("path", "times"), [("/practice/c/LIST", 2), ("/practice/c/LIST/his", 1), ("/nl/mine", 1)]
)
def test_a_page_asks_for_the_sendings_of_a_list_once(
    app: Flask, world: World, path: str, times: int
) -> None:
    with statements(app) as heard:
        answer = world.get(path) if "LIST" in path else world.patient.get(path)

    assert answer.status_code == 200
    assert len([said for said in heard if "FROM submission" in said]) == times


def test_somebody_shares_while_a_plan_is_printed(
    app: Flask, demo: DemoLogin, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = weasyprint.Document.write_pdf
    receipts: list[str] = []

    def write_slowly(document: weasyprint.Document, *args: Any, **named: Any) -> Any:
        # A thread has its own connection, as another worker has; waiting for a lock times out here.
        with ThreadPoolExecutor(1) as other:
            shared = other.submit(share, app.test_client(), demo.slug, STORY_B)
            receipts.append(shared.result(timeout=10)["receipt"])
        return write(document, *args, **named)

    monkeypatch.setattr(weasyprint.Document, "write_pdf", write_slowly)

    assert world.get("/practice/c/LIST/plan.pdf").status_code == 200
    assert world.patient.get("/nl/mine/plan.pdf").status_code == 200
    assert len(receipts) == 2
