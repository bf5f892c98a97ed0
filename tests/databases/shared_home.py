"""One installation for many tests that change no data: they only read, or are refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import MetaData, create_engine, select

from pwa.web.extensions import limiter
from tests.databases.homes import Backend, Home, copy_home
from tests.people.kept_login import KeptLogin

# Each request updates `seen_at` of its session, and tests insert sessions to be logged in.
_MAY_CHANGE = {"staff_session"}


@dataclass
class Show:
    """An installation with the example practice whose data must not change.

    Attributes:
        is_open: the GP's session is in the database; its cookies log a client in.
    """

    home: Home
    app: Flask
    is_open: bool = field(default=False)

    def let_in(self, login: KeptLogin) -> None:
        """Insert the GP's session, once."""
        if not self.is_open:
            login.go_on(self.app.test_client())
            self.is_open = True

    def begin(self) -> None:
        """Reset the rate limits, which count the requests of the tests before."""
        with self.app.app_context():
            limiter.reset()


@contextmanager
def run_show(backend: Backend, template: Home, folder: Path) -> Iterator[Show]:
    """Open the app for a file of tests, and check at the end that no table changed."""
    home = copy_home(backend, template, folder / "instance")
    before = _rows(home)
    with home.app() as app:
        yield Show(home, app)
    after = _rows(home)
    backend.drop(home.database_url)
    changed = [name for name, rows in after.items() if rows != before[name]]
    assert not changed, f"a test that is marked `changes_nothing` has changed {changed}"


def _rows(home: Home) -> Mapping[str, list[str]]:
    """Read the rows of every table: table name to rows, to find the one that changed."""
    schema, engine = MetaData(), create_engine(home.database_url)
    with engine.connect() as connection:
        schema.reflect(connection)
        rows = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in schema.sorted_tables
            if table.name not in _MAY_CHANGE
        }
    engine.dispose()
    return rows
