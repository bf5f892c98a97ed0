"""Sheets of meetings go when they should, and move with the list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.conversation.models import StoredDocument
from pwa.meetings.models import Meeting, MeetingItem
from tests.databases.backups import Operator
from tests.databases.work import work_on
from tests.inputs.meetings import MEETINGS, TableDesk, count_sheets, make_meeting, meeting_actions
from tests.pages.checked import open_page
from tests.people.desk import Desk
from tests.people.logins import give
from tests.people.stories import DemoLogin, find_token, share


def test_sheets_are_erased_a_week_after_the_meeting_and_meetings_after_a_year(
    table: TableDesk, meeting: str, db_session: Session
) -> None:
    table.makes_sheet(meeting)

    for days, sheets in ((8, 0), (9, 1)):
        now = datetime.now(UTC) + timedelta(days=days)
        assert retention.purge(work_on(db_session, now))["sheets"] == sheets
        db_session.commit()

    assert count_sheets(db_session) == 0
    assert meeting_actions(db_session)[-1] == "meeting:expire"
    assert db_session.scalars(select(MeetingItem)).all() == []
    assert len(db_session.scalars(select(Meeting)).all()) == 1
    retention.purge(work_on(db_session, datetime.now(UTC) + timedelta(days=370)))
    assert db_session.scalars(select(Meeting)).all() == []


def test_wiping_the_plan_wipes_its_sheets_and_answers_alone_do_not(
    table: TableDesk, meeting: str, carer: FlaskClient, db_session: Session
) -> None:
    table.makes_sheet(meeting)

    carer.post("/nl/mine/withdraw")
    assert count_sheets(db_session) == 1
    carer.post("/nl/mine/withdraw", data={"plan": "1"})

    assert count_sheets(db_session) == 0
    assert "Samira" not in open_page(table.client, f"{MEETINGS}/{meeting}").text


def test_a_merged_list_keeps_its_sheets(
    app: Flask, table: TableDesk, meeting: str, demo: DemoLogin, db_session: Session
) -> None:
    table.makes_sheet(meeting)
    older = UUID(table.address.split("/")[3])
    share(app.test_client(), demo.slug, {"feeling": "okay", "tired": "some"})
    found = db_session.scalars(select(StoredDocument.conversation_id).distinct()).all()
    newer = next(each for each in found if each != older)
    db_session.rollback()
    Desk(table.client, newer)
    token = find_token(table.client.get("/practice/").text)
    merged = table.client.post(
        f"/practice/c/{newer}/merge", data={"csrf_token": token, "other": str(older)}
    )
    assert merged.status_code == 200, merged.text

    assert "Wie kan haar moeder helpen?" in open_page(table.client, f"{MEETINGS}/{meeting}").text
    assert TableDesk(table.client, newer).presses("remove").status_code == 303
    assert count_sheets(db_session) == 0


def test_cancelling_a_meeting_erases_its_sheets(
    table: TableDesk, meeting: str, db_session: Session
) -> None:
    table.makes_sheet(meeting)

    answer = give(table.client, MEETINGS, f"{MEETINGS}/{meeting}/cancel")

    assert answer.status_code == 303
    assert count_sheets(db_session) == 0
    assert meeting_actions(db_session)[-2:] == ["meeting:remove", "meeting:cancel"]
    assert table.client.get(f"{MEETINGS}/{meeting}").status_code == 404


def test_what_was_taken_back_stays_so_after_a_restore(
    app: Flask, table: TableDesk, meeting: str, carer: FlaskClient, operator: Operator
) -> None:
    table.makes_sheet(meeting)
    file = operator.backup()
    form = open_page(carer, "/nl/mine/plan").find("section[@data-part='sheet']//form")
    assert carer.post(form.get("action", "")).status_code == 303

    home, _said = operator.restore(file)

    engine = create_engine(home.database_url)
    with Session(engine) as session:
        assert count_sheets(session) == 0
        assert session.scalars(select(MeetingItem.document_id)).all() == [None]
    engine.dispose()


@pytest.mark.parametrize("field", ["organisations", "name", "held_on", "meeting_id"])
def test_a_sheet_is_not_shown_at_a_table_that_nobody_agreed_to(
    table: TableDesk, meeting: str, db_session: Session, field: str
) -> None:
    table.makes_sheet(meeting)
    other = make_meeting(table.client, organisations="gemeente")
    row = db_session.get_one(Meeting, UUID(meeting))
    if field == "meeting_id":
        db_session.scalars(select(MeetingItem)).one().meeting_id = UUID(other)
    elif field == "held_on":
        row.held_on += timedelta(days=1)
    else:
        setattr(row, field, "gemeente")
    db_session.commit()

    for address in (meeting, other):
        assert "Samira" not in open_page(table.client, f"{MEETINGS}/{address}").text
    assert "Samira" not in table.opens().text
