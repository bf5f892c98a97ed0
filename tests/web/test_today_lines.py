"""An open list of today polls for changes: with few queries, and without prolonging the session."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench.growth import fill_day
from pwa.appointments import lines as listing
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.databases.statements import Statement, statements
from tests.inputs.invitations import invite, today
from tests.pages.checked import open_page
from tests.people.logins import LIST, Clock, give, is_inside
from tests.people.stories import STORY_A, DemoLogin, share

LINES = "/practice/lines"
# Queries of one request: eight for the lines, the others for session, keys, the staff who see
# patients, and the colleagues who wait for the key.
MOST_QUERIES = 27


def plan_of(engine: Engine, statement: Statement) -> list[str]:
    """Ask the database for its query plan; PostgreSQL plans as if its tables were long."""
    is_sqlite = engine.dialect.name == "sqlite"
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if not is_sqlite:
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement[0]}", statement[1])
        return [str(row[-1]) for row in cursor.fetchall()]
    finally:
        connection.close()


def is_about_lines(statement: Statement) -> bool:
    asked_from = statement[0].split("WHERE")[0].split("FROM")[-1].split()[0]
    return asked_from in {"conversation", "invitation", "submission", "document"}


def is_whole_table(step: str) -> bool:
    if step in {
        "SCAN CONSTANT ROW",
        "SCAN (subquery-1)",
    }:  # an empty list of ids is scanned, not a table
        return False
    is_scan = (step.startswith("SCAN ") and "INDEX" not in step) or "Seq Scan" in step
    # `merged_into_id` is NULL in nearly every row, so using its index reads nearly the whole table.
    return is_scan or "(merged_into_id=" in step or "ix_conversation_merged_into_id" in step


@pytest.mark.parametrize("address", [LIST, LINES])
def test_a_list_takes_as_many_questions_for_one_line_as_for_fifty(
    app: Flask, staff_client: FlaskClient, address: str
) -> None:
    counts = []
    for lines in (2, 50):
        fill_day(app, lines)
        with statements(app) as asked:
            staff_client.get(address)
        counts.append(len([item for item in asked if is_about_lines(item)]))
        assert len(asked) <= MOST_QUERIES

    assert counts == [8, 8]


def test_every_question_of_a_list_goes_by_an_index(
    app: Flask, home: Home, staff_client: FlaskClient
) -> None:
    fill_day(app, 6)
    with statements(app) as asked:
        staff_client.get(LIST)
    with app.app_context():
        engine = db.engine
        about = [item for item in asked if is_about_lines(item)]
        slow = [
            f"{step}\n  {item[0]}"
            for item in about
            for step in plan_of(engine, item)
            if is_whole_table(step)
        ]

    assert len(about) == 8
    assert not slow, "\n".join(slow)


def test_nothing_new_is_answered_without_a_body(
    app: Flask, staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    first = staff_client.get(LINES)
    tag = {"If-None-Match": first.headers["ETag"]}
    same = staff_client.get(LINES, headers=tag)

    share(client, demo.slug, {**STORY_A, "known_as": "Fátima"})
    other = staff_client.get(LINES, headers=tag)

    assert (same.status_code, same.data) == (304, b"")
    assert other.status_code == 200
    assert "Fátima" in other.text
    assert other.headers["Cache-Control"] == "no-store"


def test_the_page_begins_with_the_state_that_it_shows(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    share(client, demo.slug, STORY_A)
    table = open_page(staff_client, LIST).find("table")

    address = table.get("data-lines-at", "")
    answer = staff_client.get(address, headers={"If-None-Match": f'"{table.get("data-tag")}"'})

    assert answer.status_code == 304


def test_an_open_list_keeps_nobody_logged_in(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    for _minutes in range(4):
        clock.forward(minutes=4)
        answer = staff_client.get(LINES)

    assert answer.status_code == 303
    assert not is_inside(staff_client)


def test_somebody_who_looks_stays_logged_in(
    staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    for _minutes in range(4):
        clock.forward(minutes=4)
        assert is_inside(staff_client)


def test_the_choice_of_a_clinician_is_remembered_and_hides_nobody_without_one(
    staff_client: FlaskClient, client: FlaskClient, demo: DemoLogin
) -> None:
    form = open_page(staff_client, "/practice/invite").find("select[@name='with_id']")
    (bakker,) = [item.get("value", "") for item in form if item.text == "Bakker"]
    for label, with_id in (("van Bakker", bakker), ("van iedereen", "")):
        invite(staff_client, label=label, with_id=with_id, day=today().isoformat())
    share(client, demo.slug, {**STORY_A, "known_as": "zonder afspraak"})

    shown = open_page(staff_client, f"{LIST}?with=999999").text
    again = open_page(staff_client, LIST).text

    for page in (shown, again):
        assert "van Bakker" not in page
        assert "van iedereen" in page
        assert "zonder afspraak" in page
    assert "van Bakker" in open_page(staff_client, f"{LIST}?with=").text


def test_a_very_long_day_is_cut_into_parts_and_searched_as_a_whole(
    app: Flask, staff_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pwa.desk.view_models.LINES_PER_PAGE", 10)
    monkeypatch.setattr(listing, "LINES_PER_PAGE", 10)
    fill_day(app, 25)

    parts = [
        {
            row.get("data-row")
            for row in open_page(staff_client, address).tree.iterfind(".//tr[@data-row]")
        }
        for address in (LIST, f"{LIST}?page=2", f"{LIST}?page=3")
    ]
    assert [len(part) for part in parts] == [10, 10, 5]
    assert len(set.union(*parts)) == 25
    assert staff_client.get(f"{LIST}?page=99").status_code == 200


def test_a_name_is_found_in_the_weeks_around(
    app: Flask, staff_client: FlaskClient, db_session: Session
) -> None:
    for days, label in ((9, "mw. Later"), (20, "mw. Ver weg")):
        day = (today() + timedelta(days=days)).isoformat()
        invite(staff_client, label=label, day=day)

    here = give(staff_client, LIST, "/practice/open", code="mw.")
    around = give(staff_client, LIST, "/practice/open", code="mw.", around="1")

    assert "Later" not in here.text
    assert "Zoek in de 2 weken" in here.text
    assert "Later" in around.text
    assert "Ver weg" not in around.text
