"""The connection to SQLite or PostgreSQL, with what SQLite must be told to be safe.

A transaction either reads or may write, and the database holds it to that. Whoever only looks at a page
reads, so no page keeps others from sharing while it is made; the few pages that have to write a line do
so by `writing`, in a transaction of their own that is over before the page is made.
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
        _tell_transactions(db.engine)
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
        else:
            refuse_strong_roles(db.engine)


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """Write in a transaction that ends with the block, before a page is made of it.

    In a transaction that reads, one that may write takes its place; what was loaded is loaded again
    at its next use, and what was found before has to be looked at again.
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
    """Write nothing in this request, though a form was sent: others may share meanwhile."""
    session.rollback()
    go_on_reading(session)


def go_on_reading(session: Session) -> None:
    """Only read from here on, also where a form was sent: what is shown now is committed."""
    session.connection(execution_options={_MAY_WRITE: False})


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


def _tell_transactions(engine: Engine) -> None:
    """Let the database refuse a write in a transaction that reads."""
    line = _WritersLine()
    os.register_at_fork(after_in_child=line.start_empty)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = _may_write(connection)
        if connection.dialect.name == "postgresql":
            # Nothing was sent yet: the driver begins with the first question.
            connection.connection.dbapi_connection.read_only = not writes  # type: ignore[union-attr]
            return
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        if not writes:
            connection.exec_driver_sql("BEGIN")
            return
        # A reader that wants to write after all fails when somebody else wrote meanwhile; one that
        # says so at the beginning waits for its turn.
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


def _may_write(connection: Connection) -> bool:
    """Say whether a transaction may write: by what was asked for it, else by the request."""
    said: bool | None = connection.get_execution_options().get(_MAY_WRITE)
    if said is not None:
        return said
    return not has_request_context() or request.method not in ("GET", "HEAD", "OPTIONS")
