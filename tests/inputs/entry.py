"""Lists shared from any address, with or without a code, and whether they are folded."""

from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.practice.models import Practice
from pwa.practice.waiting_room import waiting_room_code
from pwa.vault.master.master_keys import master_keys
from pwa.web.extensions import db
from tests.inputs.invitations import Invited
from tests.pages.checked import open_page
from tests.people.stories import STORY_A

HERE = "203.0.113.7"
# IP addresses, each its own network for the limits; NEXT_DOOR is in the same /24 as HERE.
NEXT_DOOR, ELSEWHERE = "203.0.113.8", "198.51.100.1"
SETTINGS = {
    "GESPREK_LISTS_PER_NETWORK": "2 per hour",
    "GESPREK_LISTS_PER_NEIGHBOURS": "3 per hour",
    "GESPREK_LISTS_PER_PRACTICE": "4 per hour",
    "GESPREK_LISTS_WAITING_ROOM": "2 per hour",
    "GESPREK_LISTS_AT_MOST": "6 per day",
}


class Sender:
    """Shares a list as docs/http.md says, from any IP address, and reads the result."""

    def __init__(self, app: Flask, session: Session, slug: str) -> None:
        self.client, self.session, self.slug = app.test_client(), session, slug

    def __call__(self, address: str = HERE, **fields: str) -> str:
        """Share; return `open` or `folded`, or the HTTP status of a refusal."""
        answer = self.client.post(
            f"/nl/check/{self.slug}",
            data={**STORY_A, "uid": str(uuid4()), "consent": "1", **fields},
            headers={"Accept": "application/json"},
            environ_base={"REMOTE_ADDR": address},
        )
        self.answer = answer
        if answer.status_code != 201:
            return str(answer.status_code)
        self.session.rollback()
        newest = select(Conversation).order_by(Conversation.created_at.desc()).limit(1)
        row = self.session.scalars(newest).one()
        return "folded" if row.is_folded else "open"


def room_of(app: Flask, slug: str) -> str:
    """Return the code of a practice's waiting room."""
    with app.app_context():
        practice = db.session.scalars(select(Practice).where(Practice.slug == slug)).one()
        return waiting_room_code(practice, master_keys())


def attached(session: Session) -> int:
    session.rollback()
    return len(
        session.scalars(select(Conversation).where(Conversation.invitation_id.is_not(None))).all()
    )


def take_coded_only(session: Session) -> None:
    session.execute(update(Practice).values(takes_coded_only=True, revision=Practice.revision + 1))
    session.commit()


def read_code(assistant: FlaskClient, invited: Invited) -> str:
    """Read the entry code on the page of an invitation."""
    return open_page(assistant, invited.address).part("entry-code")
