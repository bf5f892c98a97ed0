"""Two real workers answer requests while the master key, outside the database, is replaced."""

import json
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.servers import Server, run_server
from pwa.config import read_keks
from pwa.conversation.models import CodeLookup, Conversation
from pwa.vault.crypto import MasterKey
from tests.databases.homes import Backend, Home, make_demo_home
from tests.inputs.key_life import logged_in, reads, share_one
from tests.people.stories import STORY_A, DemoLogin

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GOOD = {
    ("share", 201),
    ("open what was just shared", 303),
    ("come back", 303),
    ("list", 200),
    ("read", 200),
}
PATIENCE_SECONDS = 60
THREE_MINUTES = 180


@pytest.fixture
def home(backend: Backend, tmp_path: Path) -> Iterator[Home]:
    """An installation with the real Argon2 costs, which the workers use to open its keys."""
    made = make_demo_home(backend, tmp_path / "instance")
    yield made
    backend.drop(made.database_url)


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
    with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
        yield server


class Visitors:
    """Patients and staff who send requests all the time; either worker may answer each of them.

    Attributes:
        answers: how often, by what was done and the status of the answer.
    """

    def __init__(self, server: Server, slug: str, code: str, cookie: str, address: str) -> None:
        self.server, self.slug, self.code = server, slug, code
        self.cookie, self.address = cookie, address
        self.answers: Counter[tuple[str, int]] = Counter()
        self.is_over = Event()

    def ask(
        self, method: str, path: str, fields: Mapping[str, object], **headers: str
    ) -> tuple[int, str]:
        connection = HTTPConnection("localhost", self.server.port, timeout=30)
        connection.request(method, path, urlencode(fields, doseq=True), {**FORM, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def share(self) -> None:
        fields = {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1"}
        path = f"/nl/check/{self.slug}"
        status, text = self.ask("POST", path, fields, Accept="application/json")
        self.answers["share", status] += 1
        if status == 201:
            status, _ = self.ask("POST", "/nl/open", {"code": json.loads(text)["code"]})
            self.answers["open what was just shared", status] += 1

    def come_back(self) -> None:
        status, _ = self.ask("POST", "/nl/open", {"code": self.code})
        self.answers["come back", status] += 1

    def look_at_the_list(self) -> None:
        status, _ = self.ask("GET", "/practice/", {}, Cookie=self.cookie)
        self.answers["list", status] += 1

    def read(self) -> None:
        status, _ = self.ask("GET", self.address, {}, Cookie=self.cookie)
        self.answers["read", status] += 1

    def let_them_go_on(self) -> None:
        """Wait until each kind of request has succeeded three more times."""
        aim = {done: self.answers[done] + 3 for done in GOOD}
        end = time.monotonic() + PATIENCE_SECONDS
        while any(self.answers[done] < count for done, count in aim.items()):
            assert time.monotonic() < end, self.answers
            time.sleep(0.1)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Send requests of all kinds, each in a thread of its own, until the end of the block."""
        steps = (self.share, self.come_back, self.look_at_the_list, self.read)
        with ThreadPoolExecutor(len(steps)) as pool:
            running = [pool.submit(self.go_on, step) for step in steps]
            try:
                yield
            finally:
                self.is_over.set()
        for each in running:
            each.result()

    def go_on(self, step: Callable[[], None]) -> None:
        while not self.is_over.is_set():
            step()


def cookies_of(app: Flask, demo: DemoLogin, address: str) -> str:
    """Log in and open the list once, which confirms whose it is; gives the cookies."""
    client = logged_in(app, demo)
    assert reads(client, address)
    found = [client.get_cookie(name) for name in ("gesprek_staff", "gesprek_keys")]
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie)


def test_nobody_notices_that_the_master_key_is_replaced(
    app: Flask, home: Home, demo: DemoLogin, server: Server, db_session: Session
) -> None:
    code, address = share_one(app, demo.slug, db_session)
    cookie = cookies_of(app, demo, address)
    visitors = Visitors(server, demo.slug, code, cookie, address)
    kek_file = home.instance / "kek"
    (old,) = read_keks(kek_file)
    keys = app.test_cli_runner()

    with visitors.at_work():
        visitors.let_them_go_on()
        rotated = keys.invoke(args=["keys", "rotate"])
        visitors.let_them_go_on()
        earlier = time.time() - THREE_MINUTES
        os.utime(kek_file, (earlier, earlier))
        swept = keys.invoke(args=["keys", "rewrap"])
        retired = keys.invoke(args=["keys", "retire"])
        visitors.let_them_go_on()

    for command in (rotated, swept, retired):
        assert command.exit_code == 0, command.output
    assert len(read_keks(kek_file)) == 1
    assert set(visitors.answers) == GOOD, visitors.answers
    starts = {
        bytes(wrap)[:5]
        for column in (Conversation.care_wrap, CodeLookup.wrap)
        for wrap in db_session.scalars(select(column))
        if wrap
    }
    assert MasterKey(old).wrap_start not in starts
    assert len(starts) == 1
