"""The database goes away at any moment of any request: the answer is a page that asks to come back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from pwa.store.database import WriteLocked
from pwa.web.extensions import db
from tests.people.stories import STORY_A, DemoLogin, log_in, share
from tests.web.access_table import TABLE
from tests.web.addresses import example_values, knock, token_of

pytestmark = pytest.mark.on_one_database

# Their rows are read while they are sent: the browser is told by the connection's end that the file
# is not whole.
STREAMED = {("GET", "help_export.download"), ("GET", "accesslog.export")}


class Lock:
    """Refuses transactions of the app's engine, as SQLite's write lock does when it stays held."""

    def __init__(self) -> None:
        self.begun = self.refused = 0
        self.may_begin: int | None = None

    def begin(self, _connection: Connection) -> None:
        """Count a transaction that begins, or refuse it; a job that an address starts goes on."""
        if not has_request_context():
            return
        self.begun += 1
        if self.may_begin is not None and self.begun > self.may_begin:
            self.refused += 1
            raise WriteLocked

    @contextmanager
    def held_after(self, number: int) -> Iterator[None]:
        """Let so many transactions begin inside the block, and refuse all later ones."""
        self.begun = self.refused = 0
        self.may_begin = number
        try:
            yield
        finally:
            self.may_begin = None


@pytest.fixture
def lock(app: Flask) -> Iterator[Lock]:
    """A lock on the app's database that a test can hold."""
    lock = Lock()
    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "begin", lock.begin, insert=True)
    yield lock
    event.remove(engine, "begin", lock.begin)


def test_every_address_asks_to_come_back(
    app: Flask, demo: DemoLogin, db_session: Session, client: FlaskClient, lock: Lock
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    log_in(client, demo)
    share(client, demo.slug, STORY_A)  # so the browser has a patient's pass too
    values = example_values(app, demo, db_session)
    faults = []
    for row in TABLE:
        lock.refused, number = 1, 0
        while lock.refused:
            token_of(client)  # needs a page, and so the database
            with lock.held_after(number):
                status = ask(app, client, row, values)
            if lock.refused and status != 503:
                faults.append((row, number, status))
            number += 1

    assert faults == []


def ask(app: Flask, client: FlaskClient, row: tuple[str, str], values: dict[str, object]) -> int:
    """Give the status of the answer; a download that is cut off while it is sent counts as 503."""
    try:
        return knock(app, client, row, values).status_code
    except WriteLocked:
        return 503 if row in STREAMED else 500
