"""Measure an import of 50,000 services: `python -m bench.help_import [postgresql]`."""

import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from bench.report import Figure, write_table
from pwa.directory.models import KeptService, KeptState
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.work import begin_work
from tests.databases.homes import Backend, Sqlite, make_demo_home, postgres_server
from tests.people.importer import NEW, wait_for_jobs
from tests.people.stories import find_token, log_in

SERVICES = 50_000
ROUNDS = 30
_PATIENCE_S = 600.0
_HEADINGS = "Naam;Organisatie;Wat;Onderwerp;Telefoon;Adres;Postcode;Plaats;Talen;Openingstijden"
_KINDS = ("Buurthuis", "Wandelgroep", "Spreekuur", "Eettafel", "Taalles", "Maatjes", "Fietsles")
_TOPICS = (
    "Eenzaam",
    "Te weinig geld",
    "Slecht slapen",
    "Stress",
    "Pijn",
    "Wonen",
    "Brieven en taal",
)
_PLACES = ("De Dreef", "De Gagel", "Zuilen", "Lombok", "Kanaleneiland", "Hoograven", "Wittevrouwen")
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def measure_help_import(backend: Backend, name: str, folder: Path) -> list[Figure]:
    """Bring a spreadsheet of 50,000 services into a new example practice, and take it back.

    Args:
        name: of the database, for the table.
    """
    home = make_demo_home(backend, folder)
    with home.app() as app:
        client = app.test_client()
        log_in(client, home.demo())
        return list(_measure_import(app, client, name))


def write_sheet(services: int) -> bytes:
    """Write a spreadsheet of services, each with a name, a number, an address and hours."""
    lines = [_HEADINGS]
    for number in range(services):
        kind, place = _KINDS[number % 7], _PLACES[number // 7 % 7]
        cells = (
            f"{kind} {place} nummer {number}",
            f"Team {place}",
            "Samen iets doen.",
            _TOPICS[number // 3 % 7],
            f"030 2{number:06}",
            f"Laan {number % 300}",
            f"35{number % 90 + 10} AB",
            "Utrecht",
            "nl, tr",
            "ma-vr 9-17",
        )
        lines.append(";".join(cells))
    return "\n".join(lines).encode()


def _measure_import(app: Flask, client: FlaskClient, name: str) -> Iterator[Figure]:
    sheet = write_sheet(SERVICES)
    yield Figure(f"file of {SERVICES:,} services, {name}", len(sheet) / 1e6, "MB", 10.0)
    with _measured() as reading:
        address = _upload(client, sheet)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    if seen is None:
        raise RuntimeError(client.get(address).text)
    preview = _time(client, f"{address}?page=700")
    with _measured() as publishing:
        _press(client, f"{address}/publish", seen=seen[1])
    if _shown(app) < SERVICES:
        raise RuntimeError("the import is not in the list")
    with _measured() as undoing:
        _press(client, f"{address}/undo")
    with _measured() as again:
        address = _upload(client, sheet)
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address).text)
    _press(client, f"{address}/publish", seen=seen[1] if seen else "")
    yield Figure("  upload, reading and preview", reading.seconds, "s", 30.0)
    yield Figure("  its processor time", reading.processor, "s")
    yield Figure("  memory of the child that reads", child, "MB")
    yield Figure("  more memory of the worker, reading", reading.megabytes, "MB", 200.0)
    yield Figure("  a page of the preview, median", preview[0], "ms", 300.0)
    yield Figure("  publishing", publishing.seconds, "s", 30.0)
    yield Figure("  its processor time", publishing.processor, "s")
    yield Figure("  more memory of the worker, publishing", publishing.megabytes, "MB", 200.0)
    yield Figure("  taking it back", undoing.seconds, "s", 30.0)
    yield Figure("  its processor time", undoing.processor, "s")
    yield Figure("  the same file again, preview", again.seconds, "s", 30.0)


class _Cost:
    """How long something took, by the clock and of the processor, and how much more memory.

    The processor's time is that of this process and its children: on a busy machine it says more.
    """

    seconds = 0.0
    processor = 0.0
    megabytes = 0.0


@contextmanager
def _measured() -> Iterator[_Cost]:
    cost, status = _Cost(), Path("/proc/self/status")
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # forgets the peak so far
    before, started, worked = _peak(status), time.perf_counter(), _worked()
    yield cost
    cost.seconds = time.perf_counter() - started
    cost.processor = _worked() - worked
    cost.megabytes = _peak(status) - before


def _worked() -> float:
    return time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def _peak(status: Path) -> float:
    found = _PEAK.search(status.read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0


def _upload(client: FlaskClient, sheet: bytes) -> str:
    token = find_token(client.get(NEW).text)
    sent = {"csrf_token": token, "file": (BytesIO(sheet), "utrecht.csv")}
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 303, answer.text[-3000:]
    wait_for_jobs(_PATIENCE_S)
    return answer.location


def _press(client: FlaskClient, address: str, **fields: str) -> None:
    token = find_token(client.get("/practice/").text)
    answer = client.post(address, data={"csrf_token": token, **fields})
    assert answer.status_code == 303, answer.text[-3000:]
    wait_for_jobs(_PATIENCE_S)


def _shown(app: Flask) -> int:
    with app.app_context():
        work = begin_work()
        use_practice(work.db, work.db.scalars(select(Practice.id)).one())
        shown = select(func.count()).where(KeptService.state == KeptState.SHOWN)
        return work.db.scalar(shown) or 0


def _time(client: FlaskClient, address: str) -> tuple[float, float]:
    """Ask for a page again and again; median and maximum, in milliseconds."""
    times = []
    for _round in range(ROUNDS + 2):
        started = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200, answer.status
    return statistics.median(times[2:]), max(times[2:])


def main() -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gesprek-bench-")))
        on_postgresql = sys.argv[1:] == ["postgresql"]
        backend = stack.enter_context(postgres_server()) if on_postgresql else Sqlite()
        name = "PostgreSQL" if on_postgresql else "SQLite"
        print(write_table(measure_help_import(backend, name, folder)))


if __name__ == "__main__":
    main()
