"""Two worker processes share their limits in a real Redis, and work on while it is away."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select

from bench.servers import Server, run_server
from pwa.conversation.models import Conversation
from pwa.vault.patient.codes import format_code, new_code
from tests.databases.homes import Backend, Home, copy_home
from tests.databases.redis_server import RedisServer, redis_server

pytestmark = pytest.mark.on_one_database

SLUG = "de-dreef"
TOKEN = "a token that only the tests know"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def home(
    backend: Backend, demo_template: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """One installation for all tests of this file, because starting a server takes long."""
    copied = copy_home(backend, demo_template, tmp_path_factory.mktemp("home") / "instance")
    yield copied
    backend.drop(copied.database_url)


@pytest.fixture(scope="module")
def running(home: Home, store: RedisServer) -> Iterator[Server]:
    environ = {
        **home.environ,
        "BENCH_INSTANCE": str(home.instance),
        "GESPREK_LIMITS_URL": store.url,
        "GESPREK_METRICS_TOKEN": TOKEN,
        "GESPREK_LISTS_PER_NETWORK": "3 per hour",
    }
    with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
        yield server


@pytest.fixture
def server(running: Server, store: RedisServer) -> Server:
    """The server with its two processes; Redis is emptied before each test."""
    store.forget()
    return running


def guess(server: Server) -> int:
    """Try a code that nobody has, on a connection of its own: either process may answer."""
    connection = HTTPConnection("localhost", server.port, timeout=30)
    connection.request("POST", "/nl/open", urlencode({"code": format_code(new_code())}), FORM)
    status = connection.getresponse().status
    connection.close()
    return status


def share(server: Server) -> int:
    """Share a list without an invitation, on a connection of its own."""
    connection = HTTPConnection("localhost", server.port, timeout=30)
    fields = {"uid": str(uuid4()), "consent": "1", "feeling": "good"}
    headers = {**FORM, "Accept": "application/json"}
    connection.request("POST", f"/nl/check/{SLUG}", urlencode(fields), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def metrics(server: Server, token: str = TOKEN) -> tuple[int, str]:
    connection = HTTPConnection("localhost", server.port, timeout=30)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def counted(server: Server, event: str) -> float:
    found = re.search(rf'gesprek_events_total{{event="{event}"}} (\S+)', metrics(server)[1])
    return float(found[1]) if found else 0.0


def test_both_processes_count_the_same_guesses(server: Server) -> None:
    assert [guess(server) for _ in range(12)] == [404] * 5 + [429] * 7


def test_too_large_a_body_leaves_the_shared_count_alone(server: Server) -> None:
    """The limits read a field of the body; its 413 must not be taken for an outage of Redis."""
    assert [guess(server) for _ in range(3)] == [404] * 3
    for _ in range(4):  # so that both processes get some
        connection = HTTPConnection("localhost", server.port, timeout=30)
        connection.request("POST", "/nl/open", urlencode({"code": "x" * 70_000}), FORM)
        assert connection.getresponse().status == 413
        connection.close()

    assert [guess(server) for _ in range(12)] == [404] * 2 + [429] * 10
    assert counted(server, "limits-away") == 0


def test_both_processes_count_the_same_lists(server: Server, home: Home) -> None:
    statuses = [share(server) for _ in range(8)]

    engine = create_engine(home.database_url)
    with engine.connect() as connection:
        folded = connection.scalars(select(Conversation.is_folded)).all()
    engine.dispose()
    assert statuses == [201] * 8
    assert sorted(folded) == [False] * 3 + [True] * 5


def test_the_counters_of_both_processes_are_added_up(server: Server) -> None:
    before = counted(server, "code-wrong")

    for _ in range(5):
        guess(server)

    assert counted(server, "code-wrong") - before == 5


def test_the_counters_are_for_who_knows_the_token(server: Server) -> None:
    assert metrics(server)[0] == 200
    assert metrics(server, "another token")[0] == 404


def test_no_counter_tells_of_one_practice(server: Server, home: Home) -> None:
    guess(server)

    text = metrics(server)[1]

    assert home.demo().slug not in text
    assert set(re.findall(r"(\w+)=", text)) <= {"event", "pid"}


def test_nobody_is_locked_out_while_the_store_is_away(server: Server, store: RedisServer) -> None:
    """Stays the last test: the processes use Redis again only a while after an outage."""
    assert guess(server) == 404
    store.stop()

    statuses = [guess(server) for _ in range(14)]
    store.start()
    afterwards = guess(server)

    # While Redis is away each process counts alone, so up to twice five guesses are answered.
    assert set(statuses) == {404, 429}
    assert 5 <= statuses.count(404) <= 10
    assert afterwards in {404, 429}
    assert 1 <= counted(server, "limits-away") <= 2, "each process says it once"
