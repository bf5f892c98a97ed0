"""The example patients, whom `make run` puts on the list of the day."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.commands.example.stories import PATIENTS, PLAN_A
from pwa.conversation.models import Conversation, Invitation
from pwa.practice.models import Practice
from pwa.staff.models import Account, Membership
from pwa.store.tenants import use_practice
from pwa.vault.patient.codes import format_code, new_recovery_key
from pwa.web.extensions import db
from tests.databases.homes import Home
from tests.pages.checked import open_page
from tests.people.logins import Clock

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lists(app: Flask, home: Home) -> dict[str, str]:
    """Put the patients on the list; return what was written down for the newcomer."""
    assert _run(app).exit_code == 0
    return _written(home)


def _run(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["demo", "--lists"], catch_exceptions=False)


def _written(home: Home) -> dict[str, str]:
    written: dict[str, str] = json.loads((home.instance / "demo_lists.json").read_text("utf-8"))
    return written


def _count(session: Session) -> tuple[int | None, int | None]:
    session.rollback()
    counts = (
        session.scalar(select(func.count()).select_from(row)) for row in (Invitation, Conversation)
    )
    invited, shared = counts
    return invited, shared


@pytest.mark.usefixtures("lists")
def test_the_list_of_today_has_a_line_of_every_kind(staff_client: FlaskClient) -> None:
    page = open_page(staff_client, "/practice/")

    rows = page.tree.findall(".//tr[@data-row]")
    assert [row.get("data-state") for row in rows] == [
        "planned", "withdrawn", "read", *["shared"] * 5, "invited",
    ]  # fmt: skip
    for patient in PATIENTS:
        assert patient.name in page.text
        assert f"{patient.at:%H:%M}" in page.text
        assert patient.clinician in page.text
    assert "wil alleen praten" in page.text


def test_the_code_opens_list_and_plan(client: FlaskClient, lists: dict[str, str]) -> None:
    client.post("/nl/open", data={"code": lists["code"]})

    assert PLAN_A["goal"] in open_page(client, "/nl/mine/plan").text


def test_the_code_shows_what_follows_a_plan(client: FlaskClient, lists: dict[str, str]) -> None:
    client.post("/nl/open", data={"code": lists["code"]})
    plan = open_page(client, "/nl/mine/plan")
    then = open_page(client, "/nl/mine/then-and-now")

    assert "030 236 17 40" in plan.text
    assert len(plan.tree.findall(".//button[@aria-pressed='true']")) == 1
    assert "samen met mijn zus gaan" in plan.text
    assert "elke dag even buiten zitten" in plan.text
    assert "2 keer per week sporten" in then.text


@pytest.mark.usefixtures("lists")
def test_the_practice_has_an_open_handover(staff_client: FlaskClient) -> None:
    page = open_page(staff_client, "/practice/handovers")

    assert "Amina" in page.text
    assert "Mantelzorg Utrecht" in page.text


@pytest.mark.usefixtures("lists")
def test_whoever_took_the_answers_back_has_a_plan(
    staff_client: FlaskClient, db_session: Session
) -> None:
    one = Conversation.withdrawn_at.is_not(None)
    row = db_session.scalars(select(Conversation).where(one)).one()
    db_session.rollback()

    assert "Niet meer roken" in staff_client.get(f"/practice/c/{row.id}/plan").text


def test_a_day_has_its_lists_once(
    app: Flask, lists: dict[str, str], home: Home, db_session: Session
) -> None:
    before = _count(db_session)
    again = _run(app)

    assert again.exit_code == 0
    assert before == _count(db_session) == (len(PATIENTS), len(PATIENTS) - 1)
    assert _written(home) == lists


def test_the_next_day_has_lists_of_its_own(
    clock: Clock, app: Flask, lists: dict[str, str], home: Home, db_session: Session
) -> None:
    clock.forward(days=1)
    assert _run(app).exit_code == 0

    assert _count(db_session) == (2 * len(PATIENTS), 2 * len(PATIENTS) - 2)
    assert _written(home)["day"] > lists["day"]


@pytest.mark.usefixtures("lists")
def test_a_colleague_who_left_stops_nothing(clock: Clock, app: Flask, db_session: Session) -> None:
    with app.app_context():
        use_practice(db.session(), db.session.scalars(select(Practice.id)).one())
        is_hers = Account.email == "yilmaz@dedreef.example.com"
        db.session.scalars(
            select(Membership).join(Account).where(is_hers)
        ).one().ended_at = clock.time
        db.session.commit()
    clock.forward(days=1)

    assert _run(app).exit_code == 0
    assert _count(db_session) == (2 * len(PATIENTS), 2 * len(PATIENTS) - 2)


def test_a_real_practice_gets_no_example_patients(
    app: Flask, home: Home, db_session: Session
) -> None:
    with app.app_context():
        db.session.scalars(select(Practice)).one().is_example = False
        db.session.commit()

    assert _run(app).exit_code == 1
    assert _count(db_session) == (0, 0)
    assert not (home.instance / "demo_lists.json").exists()


def test_another_recovery_key_stops_nothing(app: Flask, home: Home, db_session: Session) -> None:
    path = home.instance / "demo.json"
    other = format_code(new_recovery_key())
    path.write_text(path.read_text("utf-8").replace(home.demo().recovery_key, other), "utf-8")

    told = _run(app)

    assert told.exit_code == 0
    assert "No example patients" in told.output
    assert _count(db_session) == (0, 0)


def test_the_newcomer_reads_who_is_on_the_list(home: Home, lists: dict[str, str]) -> None:
    told = subprocess.run(
        [sys.executable, "scripts/welcome.py"],
        cwd=ROOT,
        env={**os.environ, "GESPREK_FOLDER": str(home.instance)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert f"{len(PATIENTS)} example patients" in told
    assert lists["code"] in told
    assert home.demo().password in told
