"""What is erased by a press does not stay in the write-ahead log of SQLite."""

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.web.extensions import db
from tests.inputs.handovers import put_handover
from tests.inputs.meetings import MEETINGS, TableDesk
from tests.pages.checked import open_page
from tests.people.logins import give
from tests.people.stories import DemoLogin

pytestmark = pytest.mark.on_one_database  # PostgreSQL frees erased rows at its next vacuum


def log_size(app: Flask) -> int:
    with app.app_context():
        file = Path(f"{db.engine.url.database}-wal")
        db.engine.dispose()
        return file.stat().st_size if file.exists() else 0


def test_a_sheet_that_the_practice_takes_off(app: Flask, table: TableDesk, meeting: str) -> None:
    table.makes_sheet(meeting)
    assert table.presses("remove").status_code == 303
    assert log_size(app) == 0


def test_the_sheets_of_a_meeting_that_is_cancelled(
    app: Flask, table: TableDesk, meeting: str
) -> None:
    table.makes_sheet(meeting)
    assert give(table.client, MEETINGS, f"{MEETINGS}/{meeting}/cancel").status_code == 303
    assert log_size(app) == 0


def test_the_key_of_a_letter_that_the_practice_closes(
    app: Flask, demo: DemoLogin, table: TableDesk
) -> None:
    put = put_handover(app, demo, UUID(table.address.split("/")[3]))
    page = "/practice/handovers"
    assert give(table.client, page, f"{page}/{put.id}", to="done").status_code == 303
    assert log_size(app) == 0


def test_the_key_of_a_letter_that_the_patient_takes_back(
    app: Flask, demo: DemoLogin, table: TableDesk, carer: FlaskClient
) -> None:
    put_handover(app, demo, UUID(table.address.split("/")[3]))
    form = open_page(carer, "/nl/mine/plan").find("details[@data-part='take-back']/form")
    assert carer.post(form.get("action", "")).status_code == 303
    assert log_size(app) == 0
