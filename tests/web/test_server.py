"""The production server: two worker processes that share only the database and the key file."""

import json
import uuid
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import pytest

from bench.servers import Server, run_server
from tests.databases.homes import Home
from tests.people.stories import STORY_A

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
VISITS = 12  # on fresh connections, so that both processes answer some


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
    with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
        yield server


def ask(
    server: Server,
    method: str,
    path: str,
    fields: Mapping[str, object] | None = None,
    **headers: str,
) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("localhost", server.port, timeout=30)
    body = urlencode(fields or {}, doseq=True)
    connection.request(method, path, body, {**FORM, **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_what_one_process_shared_the_other_opens(server: Server, home: Home) -> None:
    fields = {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1"}
    path = f"/nl/check/{home.demo().slug}"
    answer, text = ask(server, "POST", path, fields, Accept="application/json")
    assert answer.status == 201, text

    for _visit in range(VISITS):
        answer, _ = ask(server, "POST", "/nl/open", {"code": json.loads(text)["code"]})
        assert answer.status == 303
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        answer, page = ask(server, "GET", "/nl/mine", Cookie=cookie)
        assert answer.status == 200
        assert "Moe zijn" in page


@pytest.mark.on_one_database
def test_both_processes_give_the_same_page(server: Server, home: Home) -> None:
    path = f"/ar/check/{home.demo().slug}"

    pages = {ask(server, "GET", path)[1] for _visit in range(VISITS)}

    assert len(pages) == 1
