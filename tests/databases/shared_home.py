"""One installation for many tests that only look, or send what is refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import MetaData, create_engine, select

from pwa.web.extensions import limiter
from tests.databases.homes import Backend, Home, copy_home
from tests.people.kept_login import KeptLogin

# A session notes when it was seen last, and some of them are put in for the tests themselves.
_MAY_CHANGE = {"staff_session"}


@dataclass
class Show:
    """An installation with the example practice that stays as it is.

    Attributes:
        is_open: the GP is logged in, for all who take those cookies.
    """

    home: Home
    app: Flask
    is_open: bool = field(default=False)

    def let_in(self, login: KeptLogin) -> None:
        """Log the GP in, once."""
        if not self.is_open:
            login.go_on(self.app.test_client())
            self.is_open = True

    def begin(self) -> None:
        """Forget how often the tests before have asked."""
        with self.app.app_context():
            limiter.reset()


@contextmanager
def run_show(backend: Backend, template: Home, folder: Path) -> Iterator[Show]:
    """Open the app, and see to it that nothing was changed."""
    home = copy_home(backend, template, folder / "instance")
    before = _rows(home)
    with home.app() as app:
        yield Show(home, app)
    after = _rows(home)
    backend.drop(home.database_url)
    changed = [name for name, rows in after.items() if rows != before[name]]
    assert not changed, f"a test that is marked `changes_nothing` has changed {changed}"


def _rows(home: Home) -> Mapping[str, list[str]]:
    """Read every table, so that it can be told which one was changed."""
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
