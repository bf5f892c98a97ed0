"""Measure, and print the table: `make bench`.

Absolute figures depend on the machine; the ratios are what to look at, because everything was
measured in one run. Nothing here fails when a target is missed.
"""

import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from bench.audit import measure_audit
from bench.client import measure_client, write_rows
from bench.growth import measure_growth
from bench.help_import import measure_help_import
from bench.help_list import measure_help_list
from bench.help_search import measure_help_search
from bench.load import Result, build_request, run_load
from bench.pdf import measure_pdf
from bench.report import Figure, write_table
from bench.servers import Server, run_server
from bench.sizes import fetch, weigh_first_visit
from tests.databases.homes import Home, Sqlite, make_demo_home, postgres_server
from tests.people.stories import STORY_A

SECONDS = 4.0
# The peak of a whole country. The slow hash of the patient's code limits how many are possible.
SHARES_PER_SECOND = 10.0
CHECK = "/nl/check/{slug}"


def _measure_hello(app: str) -> Result:
    with run_server(app) as server:
        run_load(server.port, lambda: build_request("/"), seconds=1)
        return run_load(server.port, lambda: build_request("/"), seconds=SECONDS)


def _measure_check_page(server: Server, path: str) -> tuple[Result, Result]:
    """Load the page as a new visitor and as one who has it already."""
    answer = fetch(server.port, path)
    headers = {"Accept-Encoding": "br"}
    new = build_request(path, headers=headers)
    again = build_request(path, headers={**headers, "If-None-Match": answer.etag or ""})
    run_load(server.port, lambda: new, seconds=1)
    return (
        run_load(server.port, lambda: new, seconds=SECONDS),
        run_load(server.port, lambda: again, seconds=SECONDS),
    )


def _measure_share(server: Server, path: str, rate: float | None = None) -> Result:
    def make_request() -> bytes:
        fields = {**STORY_A, "uid": str(uuid.uuid4()), "consent": "1"}
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(fields, doseq=True).encode()
        return build_request(path, method="POST", headers=headers, body=body)

    return run_load(server.port, make_request, seconds=2 * SECONDS, connections=4, rate=rate)


def _count_failed(result: Result) -> int:
    return len(result.times) - result.statuses.get(201, 0)


def _measure_app(home: Home, slug: str, hello: Result) -> list[Figure]:
    path = CHECK.format(slug=slug)
    environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
    with run_server("bench.apps:gesprek()", path, environ) as server:
        visit = weigh_first_visit(server.port, path)
        page, unchanged = _measure_check_page(server, path)
        steady = _measure_share(server, path, SHARES_PER_SECOND)
        share = _measure_share(server, path)
        memory = server.memory_mb()
    ceiling = hello.per_second
    return [
        Figure("start of the server", server.start_seconds, "s", 2.0),
        Figure("check page, first response", visit.page_bytes / 1000, "kB", 10.0),
        Figure("  other requests before the first question", len(visit.blocking), "", 0),
        Figure("  with all it names", visit.all_bytes / 1000, "kB", 70.0),
        Figure("check page", page.per_second, "req/s", 0.8 * ceiling, is_ceiling=False),
        Figure("  p99", page.percentile(0.99) * 1000, "ms"),
        Figure("  its 304", unchanged.per_second, "req/s", 0.8 * ceiling, is_ceiling=False),
        Figure("share at 10 a second, median", steady.percentile(0.5) * 1000, "ms"),
        Figure("  p99", steady.percentile(0.99) * 1000, "ms", 300.0),
        Figure("share, as many as it can", share.per_second, "req/s"),
        Figure("  as a part of Flask hello", 100 * share.per_second / ceiling, "%"),
        Figure("  refused or failed", _count_failed(steady) + _count_failed(share), "", 0),
        Figure("memory of the largest worker", max(memory[1:]), "MB", 200.0),
    ]


def _measure_help(folder: Path) -> list[Figure]:
    """Measure 50,000 services of help on both databases: import, the practice's list, search."""
    figures = []
    with postgres_server() as server:
        for name, backend in (("SQLite", Sqlite()), ("PostgreSQL", server)):
            own = folder / name
            measured = [
                *measure_help_import(backend, name, own / "import"),
                *measure_help_list(make_demo_home(backend, own / "list")),
                *measure_help_search(make_demo_home(backend, own / "search")),
            ]
            figures += [replace(figure, name=f"{name}: {figure.name}") for figure in measured]
    return figures


def main() -> None:
    wsgi = _measure_hello("bench.apps:wsgi_hello")
    flask = _measure_hello("bench.apps:flask_hello")
    with tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder:
        home = make_demo_home(Sqlite(), Path(folder))
        figures = [
            Figure("bare WSGI hello", wsgi.per_second, "req/s"),
            Figure("Flask hello", flask.per_second, "req/s"),
            *_measure_app(home, home.demo().slug, flask),
            *measure_pdf(home),
            *measure_growth(home),
            *measure_audit(Path(folder) / "log"),
            *_measure_help(Path(folder) / "help"),
        ]
        rows = measure_client(home)
    print(write_table(figures), write_rows(rows), sep="\n\n")


if __name__ == "__main__":
    main()
