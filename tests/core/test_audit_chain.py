"""Log entries are added to the chain of their practice right before the commit."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit import AccessChain, AccessEvent
from pwa.audit.chain import is_head_sealed, mac_of, open_key
from pwa.audit.core import NOTHING_BEFORE
from pwa.audit.recording import bring_keys
from pwa.web.extensions import db
from tests.databases.homes import Home

HERE = UUID(int=1)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def log(app: Flask, db_session: Session) -> Iterator[Session]:
    """A session on the example practice's log, separate from the app's sessions."""
    yield db_session
    db_session.rollback()


def note(db: Session, action: str, practice_id: int = 1) -> None:
    audit.record_patient(db, action=action, practice_id=practice_id, conversation_id=HERE, at=NOW)


def actions(db: Session) -> list[str]:
    found = db.scalars(select(AccessEvent).order_by(AccessEvent.number)).all()
    return [entry.action for entry in found]


def test_entries_are_numbered_and_hang_on_each_other(log: Session, home: Home) -> None:
    note(log, "check:share")
    log.commit()
    note(log, "check:change")
    note(log, "check:withdraw")
    log.commit()

    chain = log.scalars(select(AccessChain)).one()
    entries = log.scalars(select(AccessEvent).order_by(AccessEvent.number)).all()
    key = open_key(chain, home.master_keys())
    before = NOTHING_BEFORE
    for number, entry in enumerate(entries, start=1):
        assert entry.number == number
        assert entry.mac == mac_of(key, before, entry)
        before = entry.mac
    assert (chain.number, chain.mac) == (3, before)
    assert is_head_sealed(chain, key)


def test_a_savepoint_that_is_rolled_back_takes_its_entries_along(log: Session) -> None:
    note(log, "check:share")
    outer = log.begin_nested()
    note(log, "check:change")
    with log.begin_nested():
        note(log, "plan:erase")
    outer.rollback()
    with log.begin_nested():
        note(log, "check:withdraw")
    assert actions(log) == []
    log.commit()

    assert actions(log) == ["check:share", "check:withdraw"]


def test_a_flush_that_fails_in_a_savepoint_takes_its_entry_along(log: Session) -> None:
    note(log, "check:share")
    savepoint = log.begin_nested()
    note(log, "check:change")
    log.add(AccessChain(practice_id=1))
    with pytest.raises(DBAPIError):
        log.flush()
    savepoint.rollback()
    log.commit()

    assert actions(log) == ["check:share"]


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_what_is_not_committed_is_not_noted_later(log: Session, end: str) -> None:
    note(log, "check:share")
    getattr(log, end)()
    note(log, "check:change")
    log.commit()

    assert actions(log) == ["check:change"]


def test_without_keys_there_is_no_entry_and_no_data(app: Flask, home: Home) -> None:
    engine = create_engine(home.database_url)
    with Session(engine) as session:
        note(session, "check:share")
        with pytest.raises(RuntimeError, match="application context"):
            session.commit()
        session.rollback()
        assert actions(session) == []
    engine.dispose()


def test_many_writers_leave_one_chain_without_gaps(app: Flask, home: Home, log: Session) -> None:
    engine = engine_of(app)

    def write(number: int) -> None:
        with Session(engine) as session:
            bring_keys(session, home.master_keys())
            for _round in range(10):
                note(session, f"check:{'abcdefgh'[number]}")
                session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    numbers = log.scalars(select(AccessEvent.number).order_by(AccessEvent.number)).all()
    assert numbers == list(range(1, 81))
    assert len(log.scalars(select(AccessChain)).all()) == 1


def test_a_writer_that_waits_for_a_row_does_not_hold_the_chain(
    app: Flask, home: Home, log: Session
) -> None:
    """One transaction logs and then locks a row, the other locks and then logs: no deadlock."""
    engine = engine_of(app)
    lock = text("UPDATE practice SET name = name WHERE id = 1")

    def record_first() -> None:
        with Session(engine) as session:
            bring_keys(session, home.master_keys())
            note(session, "check:share")
            session.execute(lock)
            session.commit()

    log.execute(lock)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(record_first)
        note(log, "check:change")
        log.commit()
        other.result(timeout=20)

    assert sorted(actions(log)) == ["check:change", "check:share"]


def engine_of(app: Flask) -> Engine:
    """Return the app's engine, whose transactions on SQLite take the write lock at BEGIN."""
    with app.app_context():
        return db.engine


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_event SET action = 'check:withdraw'",
        "UPDATE access_event SET number = 7",
        "DELETE FROM access_event",
        "UPDATE access_anchor SET number = 7",
        "DELETE FROM access_anchor",
        "INSERT OR REPLACE INTO access_event SELECT * FROM access_event",
        "INSERT OR REPLACE INTO access_anchor SELECT * FROM access_anchor",
        "TRUNCATE access_event",
        "TRUNCATE access_anchor",
    ],
)
def test_the_database_itself_refuses(log: Session, home: Home, statement: str) -> None:
    is_sqlite = home.database_url.startswith("sqlite")
    note(log, "check:share")
    log.commit()
    log.execute(
        text(
            "INSERT INTO access_anchor (practice_id, at, mark, number, mac, seal)"
            " SELECT practice_id, at, 'head', number, mac, mac FROM access_event"
        )
    )
    log.commit()
    is_known = ("TRUNCATE" not in statement) if is_sqlite else ("REPLACE" not in statement)

    with pytest.raises(DBAPIError, match="never changed" if is_known else "syntax"):
        log.execute(text(statement))
    log.rollback()

    assert actions(log) == ["check:share"]
