"""Folded lists: more lists without an invitation than usual, and what the desk does with them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.conversation.core import ListPart
from pwa.conversation.models import Conversation, Submission
from pwa.locales import local_day
from tests.pages.checked import HtmlPage
from tests.people.logins import LIST
from tests.people.stories import STORY_A, find_token, share

ASIDE = "/practice/aside"
FOLD = "/practice/fold"


def share_as(app: Flask, slug: str, name: str) -> dict[str, str]:
    """Share as a patient; return the answer with the code and the link."""
    return share(app.test_client(), slug, {**STORY_A, "known_as": name})


def fold_all(db_session: Session) -> None:
    """Mark all shared lists as folded, a minute apart and on one day."""
    start = datetime.now(UTC).replace(microsecond=0)
    rows = db_session.scalars(select(Conversation).order_by(Conversation.created_at)).all()
    span = timedelta(minutes=len(rows))
    if local_day(start + span) != local_day(start):
        start -= span
    for minutes, row in enumerate(rows):
        row.is_folded = True
        at = start + timedelta(minutes=minutes)
        own = update(Submission).where(Submission.conversation_id == row.id)
        db_session.execute(own.values(list_part=ListPart.FOLD, received_at=at))
    db_session.commit()


def ids_by_age(db_session: Session) -> list[UUID]:
    found = list(db_session.scalars(select(Conversation.id).order_by(Conversation.created_at)))
    db_session.commit()
    return found


def post(
    client: FlaskClient, address: str, ids: Iterable[UUID], fields: Mapping[str, str] | None = None
) -> TestResponse:
    """Post the desk's form with these lists ticked."""
    token = find_token(client.get(LIST).text)
    ticked = [str(item) for item in ids]
    return client.post(address, data={"csrf_token": token, "list": ticked, **(fields or {})})


def put_aside(client: FlaskClient, *ids: UUID) -> None:
    assert post(client, ASIDE, ids).status_code == 303


def bring_back(client: FlaskClient, *ids: UUID) -> None:
    assert post(client, f"{ASIDE}/back", ids).status_code == 303


def names_on(page: HtmlPage) -> list[str]:
    """Read the names of the lines, from top to bottom."""
    cells = page.tree.findall(".//td[@class='who-is']")
    return [" ".join("".join(cell.itertext()).split()) for cell in cells]
