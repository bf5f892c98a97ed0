"""The connection to SQLite or PostgreSQL, with what SQLite must be told to be safe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, get_ident
from time import monotonic
from types import SimpleNamespace
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Connection, Engine, event

from pwa.extensions import db, migrate
from pwa.http import is_practice_side
from pwa.tenants import refuse_strong_roles

# Of the four threads of a process, two stay for everybody else.
_MAY_WAIT = 2
_STUCK_S = 1.0


class WriteLocked(Exception):
    """Somebody holds SQLite's write lock, and enough requests wait for it; the answer is 503."""

    # As the errors of the driver name theirs.
    orig = SimpleNamespace(sqlite_errorname="SQLITE_BUSY")


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

    line = _WritersLine()
    os.register_at_fork(after_in_child=line.start_empty)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not _may_write():
            connection.exec_driver_sql("BEGIN")
            return
        # Two readers that both want to write would fail at once instead of waiting for each other.
        with line.place():
            connection.exec_driver_sql("BEGIN IMMEDIATE")


class _WritersLine:
    """Lets few requests of a process wait for SQLite's write lock, and no more once it is stuck.

    Each of them holds a thread, and when all threads wait, pages that need no database wait as well.
    """

    def __init__(self) -> None:
        self.start_empty()

    def start_empty(self) -> None:
        self._places = BoundedSemaphore(_MAY_WAIT)
        self._since: dict[int, float] = {}

    @contextmanager
    def place(self) -> Iterator[None]:
        """Wait for the lock inside of this.

        Raises:
            WriteLocked: others have waited for too long already.
        """
        is_stuck = any(monotonic() - since > _STUCK_S for since in list(self._since.values()))
        if not self._places.acquire(timeout=0 if is_stuck else _STUCK_S):
            raise WriteLocked
        self._since[get_ident()] = monotonic()
        try:
            yield
        finally:
            del self._since[get_ident()]
            self._places.release()


def _may_write() -> bool:
    """Say whether this unit of work may write: all but the patient's plain reading."""
    if not has_request_context():
        return True
    return request.method not in ("GET", "HEAD") or is_practice_side()
