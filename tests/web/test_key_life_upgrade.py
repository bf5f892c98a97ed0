"""The root key comes with a migration: random where nobody is yet, the master key where it was in use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, inspect

from pwa.config import read_keks
from pwa.vault.master.ring import master_keys
from pwa.vault.master.server_keys import find_root
from pwa.web.extensions import db
from tests.core.conftest import NOW
from tests.databases import Home


@pytest.fixture
def old_app(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation from before the root key, in a context."""
    with Home(tmp_path, empty_database).app() as app, app.app_context():
        upgrade(revision="0008")
        yield app


def root_of(app: Flask) -> bytes:
    root = find_root(db.session(), master_keys())
    db.session.rollback()
    return root


def open_practice() -> None:
    row = {
        "slug": "overvecht",
        "name": "Overvecht",
        "phone": "030",
        "out_of_hours_name": "post",
        "out_of_hours_phone": "030",
        "languages": ["nl"],
        "retention_days": 30,
        "is_example": False,
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
    }
    # The columns of that revision; the model has newer ones.
    table = Table("practice", MetaData(), autoload_with=db.session.connection())
    db.session.execute(insert(table).values(row))
    db.session.commit()


def test_a_new_installation_has_a_root_key_of_its_own(old_app: Flask, tmp_path: Path) -> None:
    upgrade(revision="0009")

    assert root_of(old_app) not in read_keks(tmp_path / "kek")


def test_codes_of_an_older_installation_are_still_found(old_app: Flask, tmp_path: Path) -> None:
    open_practice()

    upgrade(revision="0009")

    assert root_of(old_app) == read_keks(tmp_path / "kek")[0]


def test_the_root_key_survives_the_way_down_and_up(old_app: Flask) -> None:
    upgrade(revision="0009")
    open_practice()
    root = root_of(old_app)

    downgrade(revision="0008")
    upgrade(revision="0009")

    assert root_of(old_app) == root


def test_an_empty_installation_goes_down_without_a_trace(old_app: Flask) -> None:
    upgrade(revision="0009")

    downgrade(revision="0008")

    assert "server_key" not in inspect(db.engine).get_table_names()
    assert "verified_at" not in {c["name"] for c in inspect(db.engine).get_columns("key_holder")}
