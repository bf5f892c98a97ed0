"""What is erased by a press does not stay in the write-ahead log of SQLite."""

from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from pwa.web.extensions import db
from tests.inputs.handovers import put_handover
from tests.inputs.meetings import MEETINGS, TableDesk
from tests.pages.checked import open_page
from tests.people.logins import give
from tests.people.stories import DemoLogin

HANDOVERS = "/practice/handovers"


def log_size(app: Flask) -> int:
    """Give the bytes in the log; PostgreSQL has none, it frees erased rows at its next vacuum."""
    with app.app_context():
        file = Path(f"{db.engine.url.database}-wal")
        return file.stat().st_size if file.exists() else 0


def test_sheets_and_the_keys_of_letters_leave_the_log_with_the_press(
    app: Flask, demo: DemoLogin, table: TableDesk, meeting: str, carer: FlaskClient
) -> None:
    conversation = UUID(table.address.split("/")[3])

    table.makes_sheet(meeting)
    assert table.presses("remove").status_code == 303
    assert log_size(app) == 0

    table.makes_sheet(meeting)
    assert give(table.client, MEETINGS, f"{MEETINGS}/{meeting}/cancel").status_code == 303
    assert log_size(app) == 0

    put = put_handover(app, demo, conversation)
    assert give(table.client, HANDOVERS, f"{HANDOVERS}/{put.id}", to="done").status_code == 303
    assert log_size(app) == 0

    put_handover(app, demo, conversation)
    form = open_page(carer, "/nl/mine/plan").find("details[@data-part='take-back']/form")
    assert carer.post(form.get("action", "")).status_code == 303
    assert log_size(app) == 0
