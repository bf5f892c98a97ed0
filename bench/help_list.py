"""Measure the practice's list of 50,000 services: `python -m bench.help_list [postgresql]`."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select, update

from bench.help_search import fill
from bench.report import Figure, write_table
from pwa.directory.keeping.listing import count_to_check
from pwa.directory.models import KeptService
from pwa.directory.service import directory_of
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.web.extensions import db
from tests.databases.homes import Home, Sqlite, make_demo_home, postgres_server
from tests.people.stories import find_token, log_in

TIMES = 20
LIMIT_MS = 300.0
PAGES = {
    "to check": "/practice/help",
    "to check, page 200": "/practice/help?page=200",
    "reports": "/practice/help?show=reports",
    "all": "/practice/help?show=all",
    "all, page 900": "/practice/help?show=all&page=900",
    "a search": "/practice/help?show=all&q=wandelgroep",
}


def measure_help_list(home: Home) -> list[Figure]:
    """Fill the example practice, and measure whole pages, a press, and the header's number."""
    with home.app() as app:
        with app.app_context():
            practice = db.session.scalars(select(Practice)).one()
            use_practice(db.session(), practice.id)
            fill(practice)
            some = select(KeptService.id).limit(200)
            reported = update(KeptService).where(KeptService.id.in_(some)).values(open_reports=1)
            db.session.execute(reported)
            db.session.commit()
        client = app.test_client()
        log_in(client, home.demo())
        figures = [
            figure
            for name, page in PAGES.items()
            for figure in _measure(name, lambda page=page: _ask(client, page))  # type: ignore[misc]
        ]
        figures += _measure("the page, a press, the page after it", lambda: _press(client))
        with app.app_context():
            practice = db.session.scalars(select(Practice)).one()
            use_practice(db.session(), practice.id)
            directory, today = directory_of(practice), local_day(datetime.now(UTC))
            figures += _measure("header's number", lambda: count_to_check(directory, today))
    return figures


def _measure(name: str, act: Callable[[], object]) -> list[Figure]:
    """Give the slowest of some times; on a busy machine the processor time says more than the clock."""
    act()
    times = []
    for _time in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        act()
        times.append((time.perf_counter() - clock, time.process_time() - processor))
    clock, processor = (1000 * max(each) for each in zip(*times, strict=True))
    return [
        Figure(f"list, {name}, slowest", clock, "ms", LIMIT_MS),
        Figure("  processor time of this process", processor, "ms"),
    ]


def _ask(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def _press(client: FlaskClient) -> None:
    page = client.get("/practice/help").text
    uid = page.split('id="check-')[1].split('"')[0]
    fields = {"csrf_token": find_token(page)}
    client.post(f"/practice/help/{uid}/check", data=fields, follow_redirects=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder:
        if "postgresql" in sys.argv:
            with postgres_server() as server:
                figures = measure_help_list(make_demo_home(server, Path(folder)))
        else:
            figures = measure_help_list(make_demo_home(Sqlite(), Path(folder)))
    print(write_table(figures))


if __name__ == "__main__":
    main()
