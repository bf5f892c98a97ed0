"""The health checks, and the answers when the database is full, locked or away."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bench.servers import Server, run_server
from pwa.web.extensions import db, limiter
from tests.databases.homes import Home, Sqlite, make_demo_home
from tests.pages.checked import open_page
from tests.people.stories import STORY_A

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, object]]]:
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_sound_installation_is_alive_and_ready(client: FlaskClient) -> None:
    assert (client.get("/healthz").status_code, client.get("/readyz").text) == (200, "ready\n")


def lose_key(app: Flask, home: Home) -> None:
    (home.instance / "kek").unlink()


def lose_schema(app: Flask, home: Home) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()


def lose_limits(app: Flask, home: Home) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = "shared://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"store": f"redis+unix://{home.instance}/none"}
    limiter.init_app(app)


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    ("lose", "fault"), [(lose_key, "key file"), (lose_schema, "schema"), (lose_limits, "limits")]
)
def test_what_is_missing_is_told_in_the_log_only(
    app: Flask,
    home: Home,
    lines: Callable[[], list[dict[str, object]]],
    lose: Callable[[Flask, Home], None],
    fault: str,
) -> None:
    with home.app() as broken:
        lose(broken, home)
        answer = broken.test_client().get("/readyz")

        assert (answer.status_code, answer.text) == (503, "not ready\n")
        assert fault in [line.get("faults") for line in lines()]
        assert broken.test_client().get("/healthz").status_code == 200


def test_without_a_database_it_lives_and_is_not_ready(home: Home) -> None:
    nowhere = f"sqlite:///{home.instance}/none/gesprek.sqlite3"
    with home.app(GESPREK_DATABASE_URL=nowhere) as app:
        assert app.test_client().get("/healthz").status_code == 200
        assert app.test_client().get("/readyz").status_code == 503


@pytest.mark.on_one_database
@pytest.mark.parametrize("side", ["nl", "ar", "practice"])
def test_the_proxy_finds_the_words_for_too_large_a_body(client: FlaskClient, side: str) -> None:
    page = open_page(client, f"/{side}/too-large")
    answer = client.get(f"/{side}/too-large", headers={"Accept": "application/json"})

    assert answer.json is not None
    assert answer.json["errors"]["form"].startswith(page.find("h1").text or "?")
    assert client.get("/xx/too-large").status_code == 404


def fail_on_disk(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE junk (x)")
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("INSERT INTO junk VALUES (randomblob(1000000))")


def fail_by_lock(path: Path) -> None:
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path, timeout=0)) as two:
        one.execute("BEGIN IMMEDIATE")
        two.execute("BEGIN IMMEDIATE")


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    ("fail", "event"), [(fail_on_disk, "disk-full"), (fail_by_lock, "write-lock")]
)
def test_a_full_disk_and_a_lock_are_told_apart(
    app: Flask,
    tmp_path: Path,
    lines: Callable[[], list[dict[str, object]]],
    fail: Callable[[Path], None],
    event: str,
) -> None:
    """Uses real errors of the SQLite driver, wrapped as SQLAlchemy wraps them."""

    def view() -> str:
        try:
            fail(tmp_path / "small.sqlite3")
        except sqlite3.OperationalError as error:
            raise OperationalError("INSERT", {}, error) from error
        return "nothing went wrong"

    app.add_url_rule("/nl/fail", "fail", view)

    answer = app.test_client().get("/nl/fail")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert event in {line["event"] for line in lines()}


@pytest.mark.on_one_database
def test_a_database_that_goes_while_an_error_is_answered_is_no_fault_of_ours(
    app: Flask, tmp_path: Path
) -> None:
    class Refused(Exception):
        pass

    def view() -> str:
        raise Refused

    def answer_by_asking(_error: Refused) -> str:
        try:
            fail_by_lock(tmp_path / "small.sqlite3")
        except sqlite3.OperationalError as error:
            raise OperationalError("SELECT", {}, error) from error
        return "nothing went wrong"

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/nl/fail", "fail", view)
    app.register_error_handler(Refused, answer_by_asking)

    assert app.test_client().get("/nl/fail").status_code == 503


LONGEST_WAIT_S = 30  # so long SQLite waits for the write lock (busy_timeout)
SHARES = 16  # twice as many as the server has threads


@pytest.fixture
def home_on_sqlite(tmp_path: Path) -> Home:
    """An installation on SQLite, which lets one transaction write at a time."""
    folder = tmp_path / "sqlite"
    folder.mkdir()
    return make_demo_home(Sqlite(), folder)


@pytest.fixture
def server(home_on_sqlite: Home) -> Iterator[Server]:
    environ = {**home_on_sqlite.environ, "BENCH_INSTANCE": str(home_on_sqlite.instance)}
    with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
        yield server


def ask(server: Server, method: str, path: str, body: str = "") -> tuple[int, float]:
    """Send a request; gives the status and the seconds that it took."""
    started = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request(method, path, body, FORM)
        status = connection.getresponse().status
    return status, time.monotonic() - started


def share(server: Server) -> int:
    fields = {**STORY_A, "uid": str(uuid4()), "consent": "1"}
    return ask(server, "POST", "/nl/check/de-dreef", urlencode(fields, doseq=True))[0]


@pytest.mark.alone
def test_a_long_write_lock_hangs_no_page_that_needs_no_database(
    server: Server, home_on_sqlite: Home
) -> None:
    path = home_on_sqlite.database_url.removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as holder,
        ThreadPoolExecutor(SHARES) as pool,
    ):
        holder.execute("BEGIN IMMEDIATE")
        shares = [pool.submit(share, server) for _ in range(SHARES)]
        time.sleep(2)
        pages = [ask(server, "GET", "/healthz") for _ in range(8)]
        holder.execute(
            "ROLLBACK"
        )  # only now, so that the pages were asked for while shares waited for the lock
        statuses = {each.result() for each in shares}

    assert [status for status, _ in pages] == [200] * 8
    assert max(seconds for _, seconds in pages) < LONGEST_WAIT_S / 2
    assert statuses == {201, 503}, "some waited for the lock, the others are asked to come again"
    assert share(server) == 201
