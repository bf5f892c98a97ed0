"""The migrations make the tables that the models describe, and the installation's root key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from pwa.config import read_keks
from pwa.vault.master.master_keys import master_keys
from pwa.vault.master.server_keys import ServerKey, find_root
from pwa.web.extensions import Base, db
from tests.databases.homes import Home


@pytest.fixture
def new_app(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation with tables and without a practice, in a context."""
    with Home(tmp_path, empty_database).app() as app, app.app_context():
        upgrade()
        yield app


def test_the_tables_are_those_of_the_models(new_app: Flask) -> None:
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_new_installation_has_a_root_key_of_its_own(new_app: Flask, tmp_path: Path) -> None:
    root = find_root(db.session(), master_keys())

    assert root not in read_keks(tmp_path / "kek")
    assert db.session.scalar(select(func.count()).select_from(ServerKey)) == 1


def test_the_way_down_leaves_nothing_and_the_way_up_makes_all_of_it_again(new_app: Flask) -> None:
    tables = set(inspect(db.engine).get_table_names())
    first = find_root(db.session(), master_keys())
    db.session.remove()

    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        functions = functions_of(connection.dialect.name)
        assert connection.execute(text(functions)).all() == []
    upgrade()

    assert left == {"alembic_version"}
    assert set(inspect(db.engine).get_table_names()) == tables
    assert find_root(db.session(), master_keys()) != first


def functions_of(database: str) -> str:
    """Return the query that lists our triggers (SQLite) or functions (PostgreSQL)."""
    if database == "sqlite":
        return "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
