"""Fixtures for all tests.

A test that asks for `app` (or for anything built on it) gets an installation of its own, copied from
one that the real migrations and the real `flask demo` made. With `--database both` it runs once on
SQLite and once on PostgreSQL; tests that need no database, and those that say so, run once.
"""

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pwa.audit import bring_keys
from pwa.practice.models import Practice
from scripts.compile_catalogues import compile_catalogues
from tests.databases.backups import Operator
from tests.databases.homes import (
    BACKENDS,
    CHEAP,
    Backend,
    Home,
    Sqlite,
    copy_home,
    make_demo_home,
    postgres_server,
)
from tests.databases.shared_home import Show, run_show
from tests.inputs.voices import make_voice
from tests.people.kept_login import KeptLogin, keep_login
from tests.people.logins import Clock, hire_newcomer
from tests.people.stories import DemoLogin, Login

pytest_plugins = ["tests.phones.browsers"]

WITH_A_BROWSER = ("browser", "engines")

# Two cores also run browsers and databases, so a slow example is no failure.
settings.register_profile(
    "mijn-gesprek", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("mijn-gesprek")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # once, not in each process of xdist
        compile_catalogues()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[*BACKENDS, "both"],
        default="sqlite",
        help="the database that the tests run on",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Exclude all objects of the collected tests from garbage collection (gc.freeze).

    They live until the end of the run; scanning them again and again would take a tenth of it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slow tests first, so that no xdist process is left with one at the end."""

    def most_seconds(test: pytest.Item) -> float:
        own = test.get_closest_marker("timeout")
        return float(own.args[0]) if own else 0

    items.sort(key=most_seconds, reverse=True)


def _both(test: pytest.Item) -> Sequence[str]:
    """Return the databases on which a test runs with `--database both`."""
    # Browser tests do not depend on the database, so they run on one. The stories use every part
    # of the app, so they run on the one that the other browser tests do not use.
    if test.path.parent.name in WITH_A_BROWSER:
        return ("postgresql",) if test.path.name == "test_stories.py" else ("sqlite",)
    # PostgreSQL is stricter: row-level security shows no rows unless a practice is set.
    return ("postgresql",) if test.get_closest_marker("on_one_database") else BACKENDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        if metafunc.definition.get_closest_marker("postgresql"):
            chosen = "postgresql"
        backends = _both(metafunc.definition) if chosen == "both" else (chosen,)
        metafunc.parametrize("backend", backends, indirect=True, scope="session")


@pytest.fixture(scope="session")
def _backends() -> Iterator[Callable[[str], Backend]]:
    """Start a database server when the first test needs it, and stop it with the last one."""
    with ExitStack() as stack:
        started: dict[str, Backend] = {"sqlite": Sqlite()}

        def start(name: str) -> Backend:
            if name not in started:
                started[name] = stack.enter_context(postgres_server())
            return started[name]

        yield start


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest, _backends: Callable[[str], Backend]) -> Backend:
    """The database server for this parameter: SQLite or PostgreSQL."""
    return _backends(request.param)


@pytest.fixture(scope="session")
def demo_template(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The installation that every test copies."""
    return make_demo_home(backend, tmp_path_factory.mktemp("demo"), CHEAP)


@pytest.fixture(scope="module")
def _show(
    backend: Backend, demo_template: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Show]:
    """One installation per file, shared by its tests marked `changes_nothing`."""
    with run_show(backend, demo_template, tmp_path_factory.mktemp("show")) as show:
        yield show


@pytest.fixture
def home(
    request: pytest.FixtureRequest, backend: Backend, demo_template: Home, tmp_path: Path
) -> Iterator[Home]:
    """An installation with the example practice, for this test alone unless it `changes_nothing`."""
    if request.node.get_closest_marker("changes_nothing"):
        show: Show = request.getfixturevalue("_show")
        show.begin()
        yield show.home
        return
    copied = copy_home(backend, demo_template, tmp_path / "instance")
    yield copied
    backend.drop(copied.database_url)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The application's clock, which a test can move forward."""
    return Clock(monkeypatch)


@pytest.fixture
def empty_database(backend: Backend, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    url = backend.create(tmp_path)
    yield url
    backend.drop(url)


@pytest.fixture
def app(request: pytest.FixtureRequest, home: Home) -> Iterator[Flask]:
    """The app with the example practice."""
    if request.node.get_closest_marker("changes_nothing"):
        show: Show = request.getfixturevalue("_show")
        yield show.app
        return
    with home.app() as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without cookies."""
    return app.test_client()


@pytest.fixture
def db_session(app: Flask, home: Home) -> Iterator[Session]:
    """A database session of the test itself, separate from the app's.

    It has no app context, because Flask would share that with the requests of the test, and with
    it who is logged in. It has its own engine, because the app's engine takes the write lock at
    BEGIN: while a test reads a row, no request could write.
    """
    engine = create_engine(home.database_url)
    with Session(engine) as session:
        bring_keys(session, home.master_keys())
        yield session
    engine.dispose()


@pytest.fixture
def practice(db_session: Session) -> Practice:
    """The example practice."""
    found = db_session.scalars(select(Practice)).one()
    db_session.commit()  # ends the transaction, for which the app would wait
    return found


@pytest.fixture
def demo(home: Home) -> DemoLogin:
    """How the GP of the example practice logs in."""
    return home.demo()


@pytest.fixture
def newcomer(app: Flask, demo: DemoLogin) -> Login:
    """A GP of the example practice who has not logged in yet, so without a second factor."""
    return hire_newcomer(app, demo)


@pytest.fixture(scope="session")
def gps_login(
    backend: Backend, demo_template: Home, tmp_path_factory: pytest.TempPathFactory
) -> KeptLogin:
    """A login of the example practice's GP through the real pages, shared by the tests of a run."""
    return keep_login(backend, demo_template, tmp_path_factory.mktemp("login"))


@pytest.fixture
def staff_client(request: pytest.FixtureRequest, app: Flask, gps_login: KeptLogin) -> FlaskClient:
    """The GP of the example practice, who has just logged in by password and second factor."""
    client = app.test_client()
    if request.node.get_closest_marker("changes_nothing"):
        show: Show = request.getfixturevalue("_show")
        show.let_in(gps_login)
        gps_login.give_cookies(client)
    else:
        gps_login.go_on(client)
    return client


@pytest.fixture
def operator(backend: Backend, home: Home, tmp_path: Path) -> Iterator[Operator]:
    """An operator, who makes backups of the installation and restores them."""
    found = Operator(backend, home, tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="session")
def turkish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the computer's Turkish, for all that is heard until the code."""
    folder = tmp_path_factory.mktemp("voices")
    make_voice(folder, "tr")
    return folder
