"""The app's database role can add entries to the access log, but not change or delete any."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.app import create_app
from pwa.audit.anchors import AnchorFile, set_anchor
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work
from pwa.web.extensions import db
from tests.core.conftest import Town
from tests.databases.homes import Backend, Postgres

ROLE = "gesprek_app"
OLD = datetime.now(UTC) - timedelta(days=6 * 366)


def make_role(backend: Backend) -> None:
    if isinstance(backend, Postgres):
        with psycopg.connect(
            host=str(backend.socket), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if found.fetchone() is None:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN")


@pytest.fixture
def guarded(backend: Backend, empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose tables another role owns, with an old log that was anchored."""
    make_role(backend)
    environ = {
        "GESPREK_DATABASE_URL": empty_database.replace("//postgres@", f"//{ROLE}@"),
        "GESPREK_OWNER_DATABASE_URL": empty_database,
        "GESPREK_DEMO": "1",
    }
    app = create_app(environ, tmp_path)
    with app.app_context():
        upgrade()
        Town(db.session()).add_practice("overvecht")
        db.session.commit()
        for _round in range(3):
            audit.record_system(db.session(), action="check:expire", practice_id=1, at=OLD)
            db.session.commit()
        file = AnchorFile(app.config["ANCHOR_FILE"])
        use_practice(db.session(), 1)
        set_anchor(Work(db.session(), master_keys(), OLD), 1, file, [])
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_event SET action = 'check:share'",
        "DELETE FROM access_event",
        "UPDATE access_anchor SET number = 1",
        "DELETE FROM access_anchor",
        "ALTER TABLE access_event DISABLE TRIGGER access_event_no_delete",
        "TRUNCATE access_event",
    ],
)
def test_the_application_takes_nothing_back(guarded: Flask, statement: str) -> None:
    with guarded.app_context(), pytest.raises(DBAPIError):
        db.session.execute(text(statement))


def test_the_owner_clears_away_what_is_too_old(guarded: Flask, empty_database: str) -> None:
    runner = guarded.test_cli_runner()

    purged, checked = (runner.invoke(args=["audit", name]) for name in ("purge", "verify"))

    assert purged.output == "Removed 3 entries.\n"
    assert checked.output == "overvecht: 1 entries, nothing wrong.\n"
    engine = create_engine(empty_database)
    with Session(engine) as session:
        assert session.scalars(text("SELECT number FROM access_event ORDER BY number")).all() == [
            4,
            5,
        ]
    engine.dispose()
