"""The connection to SQLite or PostgreSQL, with what SQLite must be told to be safe."""

from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Connection, Engine, event

from pwa.extensions import db, migrate
from pwa.http import is_practice_side
from pwa.tenants import refuse_strong_roles


def init_app(app: Flask) -> None:
    """Bind the database; SQLite gets its settings at each connection."""
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations")
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
        else:
            refuse_strong_roles(db.engine)


def overwrite_erased() -> None:
    """Empty SQLite's log, which still holds what was just erased; call it after the commit.

    The log would keep it until other changes push it out, which in a quiet practice takes weeks.
    PostgreSQL frees what was erased at its next vacuum.
    """
    if db.engine.dialect.name == "sqlite":
        connection = db.engine.raw_connection()  # not in a transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            connection.close()


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver would begin a transaction on its own, but too late; `begin` below does it.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged answer survives a power cut
            "foreign_keys=ON",
            "busy_timeout=30000",
            "secure_delete=ON",  # erased means overwritten
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # Two readers that both want to write would fail at once instead of waiting for each other.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _may_write() else "BEGIN")


def _may_write() -> bool:
    """Say whether this unit of work may write: all but the patient's plain reading."""
    if not has_request_context():
        return True
    return request.method not in ("GET", "HEAD") or is_practice_side()
