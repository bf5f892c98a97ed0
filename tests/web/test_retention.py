"""What is shared is erased when its time is over, and only then."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa import retention
from pwa.conversation.models import Conversation, StoredDocument
from tests.pages import check_page, open_page
from tests.people import STORY_A, share


@pytest.fixture
def keys(client: FlaskClient) -> dict[str, str]:
    return share(client, "de-dreef", STORY_A)


def _purge(db: Session, *, days: float) -> int:
    erased = retention.purge(db, now=datetime.now(UTC) + timedelta(days=days))
    db.commit()
    return erased


def _documents(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(StoredDocument)) or 0


def test_a_check_is_kept_for_thirty_days_and_not_longer(
    app: Flask, db_session: Session, keys: dict[str, str]
) -> None:
    assert _purge(db_session, days=29.9) == 0
    assert _documents(db_session) == 1

    assert _purge(db_session, days=30.1) == 1
    assert _documents(db_session) == 0
    assert _purge(db_session, days=31) == 0

    answer = app.test_client().post("/nl/open", data={"code": keys["code"]})
    assert answer.status_code == 410
    check_page(answer)


def test_the_days_count_from_reading(db_session: Session, keys: dict[str, str]) -> None:
    conversation = db_session.scalars(select(Conversation)).one()
    conversation.first_read_at = datetime.now(UTC) + timedelta(days=10)
    db_session.commit()

    assert _purge(db_session, days=35) == 0
    assert _purge(db_session, days=40.1) == 1


def test_a_change_of_what_has_expired_is_not_taken_and_lost(
    client: FlaskClient, db_session: Session, keys: dict[str, str]
) -> None:
    token = open_page(client, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    _purge(db_session, days=40)

    answer = client.post(
        "/nl/check/de-dreef",
        data={**STORY_A, "uid": str(uuid4()), "consent": "1", "reply_to": token},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 410
    assert _documents(db_session) == 0


def test_the_command_says_what_it_did(app: Flask, keys: dict[str, str]) -> None:
    answer = app.test_cli_runner().invoke(args=["purge"])

    assert answer.output == "Erased what had expired in 0 conversations.\n"
