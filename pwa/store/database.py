"""The connection to SQLite or PostgreSQL, its transactions, and SQLite's settings.

A transaction is either read-only or may write, and the database enforces it. A GET request is
read-only, so a page that is being rendered never holds SQLite's write lock; the few pages that have
to write a row use `writing`, whose transaction is committed before the page is rendered.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, get_ident
from time import monotonic
from types import SimpleNamespace
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from pwa.store.tenants import refuse_strong_roles
from pwa.web.extensions import db, migrate

# Option of a connection: whether the transaction that begins on it may write.
_MAY_WRITE = "may_write"
# How many of the four threads of a process may wait for SQLite's write lock at once.
_MAY_WAIT = 2
_STUCK_S = 1.0


class WriteLocked(Exception):
    """Somebody holds SQLite's write lock, and enough requests wait for it; the answer is 503."""

    # Has the error name where errors of the SQLite driver have it, for the error page to read.
    orig = SimpleNamespace(sqlite_errorname="SQLITE_BUSY")


def init_app(app: Flask) -> None:
    """Bind the database; SQLite gets its settings at each connection."""
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations")
    with app.app_context():
        _tell_transactions(db.engine)
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
        else:
            refuse_strong_roles(db.engine)


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """Write in a transaction that is committed at the end of the block, before a page is rendered.

    An open read-only transaction is rolled back and replaced by one that may write. Loaded rows are
    read again at their next use; repeat inside the block every check that was made before it.
    """
    if not (session.in_transaction() and _may_write(session.connection())):
        session.rollback()
        session.connection(execution_options={_MAY_WRITE: True})
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def only_read(session: Session) -> None:
    """Roll back, and make the rest of a POST request read-only, so it holds no write lock."""
    session.rollback()
    go_on_reading(session)


def go_on_reading(session: Session) -> None:
    """Make the next transaction read-only, also in a POST request; call it after the commit."""
    session.connection(execution_options={_MAY_WRITE: False})


def overwrite_erased() -> None:
    """Empty SQLite's write-ahead log, which still holds erased data; call it after the commit.

    Otherwise the log keeps the data until later changes overwrite it, which takes weeks in a quiet
    practice. PostgreSQL frees erased rows at its next vacuum.
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
        # No implicit BEGIN, which the driver sends only before a write: `begin` below sends it.
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


def _tell_transactions(engine: Engine) -> None:
    """Let the database refuse a write in a read-only transaction."""
    line = _WritersLine()
    os.register_at_fork(after_in_child=line.start_empty)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = _may_write(connection)
        if connection.dialect.name == "postgresql":
            # The driver sends BEGIN with the first query, so this still holds for the transaction.
            connection.connection.dbapi_connection.read_only = not writes  # type: ignore[union-attr]
            return
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        if not writes:
            connection.exec_driver_sql("BEGIN")
            return
        # BEGIN IMMEDIATE waits for the write lock. A transaction that began by reading could not
        # start to write when another one wrote meanwhile (SQLITE_BUSY_SNAPSHOT).
        with line.place():
            connection.exec_driver_sql("BEGIN IMMEDIATE")


class _WritersLine:
    """Limits how many requests of a process wait for SQLite's write lock.

    Each waiting request holds a thread; if all threads waited, pages that need no database would
    wait as well. Further requests wait a second at most for a place, and not at all once the lock
    is stuck.
    """

    def __init__(self) -> None:
        self.start_empty()

    def start_empty(self) -> None:
        self._places = BoundedSemaphore(_MAY_WAIT)
        self._since: dict[int, float] = {}

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take one of the places in the line; wait for the write lock inside the block.

        Raises:
            WriteLocked: no place was free in time.
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


def _may_write(connection: Connection) -> bool:
    """Say whether a transaction may write: by its connection's option, else by the HTTP method."""
    said: bool | None = connection.get_execution_options().get(_MAY_WRITE)
    if said is not None:
        return said
    return not has_request_context() or request.method not in ("GET", "HEAD", "OPTIONS")
