"""Meetings and sheets, made through the real pages or straight into the database."""

import re
from datetime import timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit import AccessEvent
from pwa.conversation.core import MEETING
from pwa.conversation.models import StoredDocument
from pwa.locales import local_day
from pwa.meetings.models import Meeting, MeetingItem
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from tests.inputs.invitations import tomorrow
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.logins import give
from tests.people.stories import DemoLogin, find_token

MEETINGS = "/practice/meetings"
TABLE = {
    "name": "Wijktafel",
    "organisations": "buurtteam Overvecht, wijkverpleging",
}


def put_meeting(app: Flask, demo: DemoLogin) -> UUID:
    """Put a meeting for tomorrow into the database; gives its id."""
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        meeting = Meeting(
            practice_id=practice.id,
            name=TABLE["name"],
            organisations=TABLE["organisations"],
            held_on=local_day(work.now) + timedelta(days=1),
            created_at=work.now,
        )
        work.db.add(meeting)
        work.db.commit()
        return meeting.id


def fill_meetings(app: Flask, demo: DemoLogin) -> None:
    """Put a row into each table of meetings: a meeting, and a sheet that was taken back."""
    meeting_id = put_meeting(app, demo)
    with app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        work.db.add(MeetingItem(practice_id=practice.id, meeting_id=meeting_id))
        work.db.commit()


def make_meeting(client: FlaskClient, **fields: str) -> str:
    """Make a meeting by its page; gives its id."""
    before = _listed(client)
    answer = give(client, MEETINGS, **{**TABLE, "day": tomorrow(), **fields})
    assert answer.status_code == 303, answer.text
    [made] = _listed(client) - before
    return made


def _listed(client: FlaskClient) -> set[str]:
    return set(re.findall(rf"{MEETINGS}/([0-9a-f-]{{36}})", client.get(MEETINGS).text))


class TableDesk:
    """A member of the practice who asks a patient for a sheet, through the real pages."""

    def __init__(self, client: FlaskClient, conversation: UUID) -> None:
        self.client = client
        self.address = f"/practice/c/{conversation}/discuss"

    def opens(self) -> HtmlPage:
        return open_page(self.client, self.address)

    def sends(self, **fields: str | list[str]) -> TestResponse:
        token = find_token(self.client.get("/practice/").text)
        return self.client.post(self.address, data={"csrf_token": token, **fields})

    def steps(self) -> list[str]:
        """Give the ids of the plan's steps, as the form offers them."""
        return re.findall(r'name="step" value="([^"]+)"', self.client.get(self.address).text)

    def asks(self, meeting: str, **fields: str | list[str]) -> dict[str, str | list[str]]:
        """Fill in the form; gives what the page with the question would send, without an answer."""
        wanted: dict[str, str | list[str]] = {
            "meeting": meeting,
            "patient": "Samira",
            "question": "Wie kan haar moeder helpen?",
            "words": "ar",
            "step": self.steps()[:1],
            **fields,
        }
        answer = self.sends(**wanted)
        assert answer.status_code == 200, answer.text
        page = check_page(answer)
        return {**wanted, "shown": page.find("input[@name='shown']").get("value", "")}

    def makes_sheet(self, meeting: str, **fields: str | list[str]) -> None:
        answer = self.sends(**self.asks(meeting, **fields), answer="yes")
        assert answer.status_code == 303, answer.text

    def prints(self) -> bytes:
        """Print the only sheet."""
        found = re.search(
            rf"{self.address}/[0-9a-f-]{{36}}\.pdf", self.client.get(self.address).text
        )
        assert found, "no sheet to print"
        document: bytes = self.client.get(found[0]).data
        return document

    def presses(self, action: str, **fields: str) -> TestResponse:
        """Press a button of the only sheet."""
        found = re.search(
            rf"{self.address}/[0-9a-f-]{{36}}/{action}", self.client.get(self.address).text
        )
        assert found, "no such button"
        token = find_token(self.client.get("/practice/").text)
        return self.client.post(found[0], data={"csrf_token": token, **fields})


def count_sheets(db_session: Session) -> int:
    db_session.rollback()
    found = db_session.scalars(select(StoredDocument.id).where(StoredDocument.kind == MEETING))
    count = len(found.all())
    db_session.rollback()
    return count


def meeting_actions(db_session: Session) -> list[str]:
    found = select(AccessEvent.action).where(AccessEvent.action.startswith("meeting:"))
    said = list(db_session.scalars(found.order_by(AccessEvent.number)))
    db_session.rollback()
    return said
