"""The receiver of a warm handover in the access log, and the way of older logs to that actor."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit import AccessEvent, Actor, Outcome, Strength
from pwa.audit.anchors import AnchorFile
from pwa.audit.restored import read_outside
from pwa.audit.verification import verify
from tests.core.conftest import Town
from tests.databases.homes import Home

HERE = UUID(int=1)
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PRACTICE, MANY = 1, 5_000


def note_receiver(db: Session, practice_id: int) -> None:
    audit.record_receiver(
        db, action="check:share", practice_id=practice_id, conversation_id=HERE, at=NOW
    )


def test_what_a_receiver_does_is_noted_without_a_name(town: Town) -> None:
    note_receiver(town.db, town.add_practice("overvecht"))
    town.db.commit()

    event = town.db.scalars(select(AccessEvent)).one()
    assert (event.actor, event.membership_id, event.role) == (Actor.RECEIVER, None, None)
    assert (event.outcome, event.strength) == (Outcome.DONE, Strength.SECRET)
    assert event.conversation_id == HERE


def test_a_long_log_goes_down_and_up_unchanged_and_stays_closed(
    app: Flask, home: Home, db_session: Session, tmp_path: Path
) -> None:
    nothing = read_outside(AnchorFile(tmp_path / "none"), home.master_keys()).anchors
    for _entry in range(MANY):
        audit.record_system(db_session, action="check:expire", practice_id=PRACTICE, at=NOW)
    note_receiver(db_session, PRACTICE)
    db_session.commit()
    written = verify(db_session, PRACTICE, home.master_keys(), nothing).entries
    db_session.rollback()

    for step, revision in ((downgrade, "0017"), (upgrade, "head")):
        with app.app_context():
            step(revision=revision)
        report = verify(db_session, PRACTICE, home.master_keys(), nothing)
        db_session.rollback()
        assert (report.entries, report.findings) == (written, [])
        for statement in ("UPDATE access_event SET number = 1", "DELETE FROM access_event"):
            with pytest.raises(DBAPIError, match="never changed"):
                db_session.execute(text(statement))
            db_session.rollback()
    note_receiver(db_session, PRACTICE)
    db_session.commit()
    assert written > MANY
