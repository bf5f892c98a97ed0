"""A log from before the chain is hung on one, and comes back as it was."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, select

from pwa import audit
from pwa.audit.verification import verify
from pwa.store.tenants import use_practice
from pwa.vault.master.ring import master_keys
from pwa.web.extensions import db
from tests.databases import Home

ENTRIES = 5_000
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def old_app(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation from before the chain, with two practices and their log, in a context."""
    with Home(tmp_path, empty_database).app() as app, app.app_context():
        upgrade(revision="0001")
        practice, event, entries = table_of("practice"), table_of("access_event"), old_entries()
        with db.engine.begin() as connection:
            for slug in ("overvecht", "elders"):
                connection.execute(insert(practice), practice_row(slug))
            connection.execute(insert(event), entries)
        yield app


def table_of(name: str) -> Table:
    """The table as it is at this moment, whatever the models say."""
    return Table(name, MetaData(), autoload_with=db.engine)


def practice_row(slug: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": slug,
        "phone": "030",
        "out_of_hours_name": "post",
        "out_of_hours_phone": "030",
        "languages": ["nl"],
        "retention_days": 30,
        "is_example": False,
        "revision": 1,
        "created_at": START,
        "updated_at": START,
    }


def old_entries() -> list[dict[str, Any]]:
    return [
        {
            "practice_id": 1 + number % 2,
            "at": START + timedelta(milliseconds=number),
            "actor": "patient",
            "action": "check:share",
            # As text: the old table has no type that SQLite would know an id by.
            "conversation_id": UUID(int=number) if is_postgresql() else UUID(int=number).hex,
            "outcome": "done",
            "strength": "secret",
            "network": "192.0.2.0/24",
            "request_id": f"{number:032x}",
        }
        for number in range(ENTRIES)
    ]


def is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def entries() -> list[tuple[object, ...]]:
    """What the log says, whichever form it has."""
    table = table_of("access_event")
    names = sorted(set(old_entries()[0]) | {"membership_id", "role"})
    with db.engine.connect() as connection:
        rows = connection.execute(select(*(table.c[name] for name in names)))
        return sorted(tuple(map(str, row)) for row in rows)


def test_an_old_log_becomes_a_chain_and_comes_back(old_app: Flask) -> None:
    before = entries()

    for _round in range(2):
        upgrade(revision="0002")
        assert entries() == before
        assert_in_order(ENTRIES // 2)
        downgrade(revision="0001")
        assert entries() == before


def test_the_chain_goes_on_after_the_old_log(old_app: Flask) -> None:
    upgrade()
    audit.record_system(db.session(), action="log:verify", practice_id=1, at=START)
    db.session.commit()

    assert_in_order(ENTRIES // 2 + 1, practices=(1,))


def test_how_a_check_ended_has_an_older_word(old_app: Flask) -> None:
    upgrade()
    audit.record_system(
        db.session(), action="log:verify", practice_id=1, at=START, outcome=audit.Outcome.FAILED
    )
    db.session.commit()

    downgrade(revision="0001")

    table = table_of("access_event")
    with db.engine.connect() as connection:
        outcomes = connection.scalars(select(table.c.outcome).where(table.c.action == "log:verify"))
        assert outcomes.all() == ["refused"]


def assert_in_order(count: int, practices: tuple[int, ...] = (1, 2)) -> None:
    for practice_id in practices:
        use_practice(db.session(), practice_id)
        report = verify(db.session(), practice_id, master_keys(), [])
        assert (report.entries, report.findings) == (count, [])
    db.session.remove()
