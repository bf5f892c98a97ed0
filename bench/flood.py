"""Flood a practice with lists beside honest patients, and measure its day's list: `make flood`.

A real server runs with two workers, SQLite and Redis. The flood comes as fast as the machine takes
it, within the hour by which the rate limits count; the table says how long it took. The list of the
day is measured meanwhile, and for a minute more when all lists are there and more come at the pace
of 10,000 in an hour. Addresses are those of `X-Forwarded-For`, as a trusted proxy writes them. For
fewer lists and one kind of flood: `python -m bench.flood 300 one`. The flood ends after all lists,
or after an hour.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle, islice
from json import loads
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from bench.report import Figure, write_table
from bench.servers import run_server
from pwa.appointments.core import Appointment
from pwa.appointments.invitations import create_invitation, open_invitation
from pwa.practice.models import Practice
from pwa.store.tenants import use_practice
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import begin_work
from tests.databases.homes import Home, Sqlite, make_demo_home
from tests.databases.redis_server import redis_server
from tests.pages.checked import check_page
from tests.people.stories import STORY_A, find_token, log_in

LISTS = 10_000
INVITED, UNINVITED = 50, 20
SENDERS = 4
LONGEST_S = 3_600
# Seconds between two lists when all come within an hour, and seconds for which that is measured.
PACE_S, LOOKS_S = LONGEST_S / LISTS, 60
LIST = "/practice/"
# The networks that each kind of flood comes from.
FLOODS: Mapping[str, tuple[str, ...]] = {
    "one": ("203.0.113.7",),
    "block": tuple(f"2001:db8:7:{number:x}::1" for number in range(1_000)),
    "many": tuple(f"198.18.{number // 250}.{number % 250 + 1}" for number in range(500)),
}


@dataclass
class Flooded:
    """The results of a flood.

    Attributes:
        answers: HTTP status to the number of lists of the flood that got it.
        honest: name to code, of the honest patients whose list was stored.
        busy_ms: times of the list of the day while lists came as fast as the machine takes them.
        list_ms: times of the list of the day afterwards, with all lists there and more at PACE_S.
    """

    seconds: float = 0.0
    answers: dict[int, int] = field(default_factory=dict)
    honest: dict[str, str] = field(default_factory=dict)
    busy_ms: list[float] = field(default_factory=list)
    list_ms: list[float] = field(default_factory=list)


class Sending(NamedTuple):
    """A list to send: of an honest patient with a name, or of the flood with an empty name."""

    name: str
    address: str
    fields: Mapping[str, object]


class Phones:
    """Send a queue of lists; one refused with `Retry-After` is sent again later, as phones do."""

    def __init__(self, port: int, slug: str, came: Flooded) -> None:
        self.port, self.path, self.came = port, f"/nl/check/{slug}", came
        self.until = time.monotonic() + LONGEST_S
        self.waiting: SimpleQueue[Sending] = SimpleQueue()
        self.lock = threading.Lock()

    def send_all(self) -> None:
        """Send until the queue is empty, with SENDERS threads."""
        senders = [threading.Thread(target=self._send_next) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    def _send_next(self) -> None:
        while time.monotonic() < self.until:
            try:
                sending = self.waiting.get_nowait()
            except Empty:
                return
            status, code = self.share(sending)
            with self.lock:
                if sending.name and code:
                    self.came.honest[sending.name] = code
                elif not sending.name:
                    self.came.answers[status] = self.came.answers.get(status, 0) + 1

    def share(self, sending: Sending) -> tuple[int, str]:
        """Share one list; gives the status and the code, which only status 201 brings."""
        body = urlencode({"uid": str(uuid4()), "consent": "1", **sending.fields}, doseq=True)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "X-Forwarded-For": sending.address,
        }
        while True:
            with closing(HTTPConnection("localhost", self.port, timeout=60)) as connection:
                connection.request("POST", self.path, body, headers)
                answer = connection.getresponse()
                said = answer.read()
            if answer.status == 201:
                return 201, str(loads(said)["code"])
            wait = int(answer.headers.get("Retry-After", "0"))
            if not wait or wait > 60 or time.monotonic() + wait > self.until:
                return answer.status, ""
            time.sleep(wait)


class Desk(threading.Thread):
    """Opens the list of the day twice a second, until it is told to stop."""

    def __init__(self, port: int, cookies: str, took_ms: list[float]) -> None:
        super().__init__()
        self.port, self.cookies, self.took_ms = port, cookies, took_ms
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.5):
            self.took_ms.append(_look(self.port, self.cookies))

    def stop(self) -> None:
        self.is_over.set()
        self.join()


def flood(home: Home, port: int, kind: str, lists: int, cookies: str) -> Flooded:
    """Send the lists of a flood, and spread among them those of honest patients."""
    came = Flooded()
    phones = Phones(port, home.demo().slug, came)
    for sending in _mix(list(_honest(home, kind)), _nobody(kind, lists), lists):
        phones.waiting.put(sending)
    desk, began = Desk(port, cookies, came.busy_ms), time.monotonic()
    desk.start()
    phones.send_all()
    desk.stop()
    came.seconds = time.monotonic() - began
    desk = Desk(port, cookies, came.list_ms)
    desk.start()
    for sending in _nobody(kind, int(LOOKS_S / PACE_S)):
        started = time.monotonic()
        phones.share(sending)
        time.sleep(max(0.0, PACE_S - (time.monotonic() - started)))
    desk.stop()
    return came


def _nobody(kind: str, lists: int) -> Iterator[Sending]:
    for number, address in enumerate(islice(cycle(FLOODS[kind]), lists)):
        yield Sending("", address, {"feeling": "good", "known_as": f"niemand {number}"})


def _mix(people: list[Sending], nobody: Iterator[Sending], lists: int) -> Iterator[Sending]:
    """Spread the honest patients evenly among the lists of the flood."""
    every = max(1, lists // len(people))
    for number, sending in enumerate(nobody):
        yield sending
        if number % every == 0 and people:
            yield people.pop(0)
    yield from people


def _honest(home: Home, kind: str) -> Iterator[Sending]:
    """Give the honest patients, half of them at an address of the flood; the invited ones first."""
    theirs, tokens = cycle(FLOODS[kind]), _invite(home)
    for number in range(INVITED + UNINVITED):
        address = next(theirs) if number % 2 else f"192.0.2.{number + 1}"
        is_invited = number < INVITED
        name = f"{'Genodigde' if is_invited else 'Eerlijke'} {number:03}"
        extra = {"invitation": tokens[number]} if is_invited else {}
        yield Sending(name, address, {**STORY_A, "known_as": name, **extra})


def _invite(home: Home) -> list[str]:
    """Make the invitations, all for today; gives their tokens."""
    demo = home.demo()
    with home.app() as app, app.app_context():
        work = begin_work()
        practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
        use_practice(work.db, practice.id)
        held = unwrap_by_recovery(work.db, practice.id, demo.recovery_key, work.master)
        consults = (Appointment(work.now, f"mw. {number}", "nl", None) for number in range(INVITED))
        rows = [create_invitation(work, practice.id, consult) for consult in consults]
        work.db.commit()
        return [open_invitation(row, held).token for row in rows]


def _look(port: int, cookies: str) -> float:
    """Open the list of the day at the desk; gives the milliseconds that it took."""
    started = time.perf_counter()
    with closing(HTTPConnection("localhost", port, timeout=60)) as connection:
        connection.request("GET", LIST, headers={"Cookie": cookies})
        answer = connection.getresponse()
        page = answer.read()
    if answer.status != 200 or b"data-lines" not in page:
        raise RuntimeError(f"the desk sees {answer.status} in the place of its list")
    return 1000 * (time.perf_counter() - started)


def _on_top(client: FlaskClient) -> int:
    """Count the invited patients who shared and stand on the first page before anybody else."""
    rows = check_page(client.get(LIST)).tree.findall(".//tr[@data-row]")
    lines = ["".join(row.itertext()) for row in rows]
    others = [place for place, line in enumerate(lines) if "Genodigde" not in line]
    return others[0] if others else len(lines)


def _found(client: FlaskClient, came: Flooded) -> int:
    """Count the patients without an invitation whom the desk finds by name and by code."""
    token, found = find_token(client.get(LIST).text), 0
    for name, code in came.honest.items():
        if name.startswith("Eerlijke"):
            by_name = client.post(f"{LIST}open", data={"csrf_token": token, "code": name})
            by_code = client.post(f"{LIST}open", data={"csrf_token": token, "code": code})
            found += name in by_name.text and by_code.status_code == 303
    return found


def show(kind: str, came: Flooded, on_top: int, found: int) -> list[Figure]:
    """Write the results as figures with their targets."""
    stored = came.answers.get(201, 0)
    return [
        Figure(f"flood from {kind}: lists of nobody that came in", stored, ""),
        Figure("  refused", sum(came.answers.values()) - stored, ""),
        Figure("  seconds", came.seconds, "s", LONGEST_S),
        Figure("  honest patients who shared", len(came.honest), "", INVITED + UNINVITED, False),
        Figure("  invited on top of the list", on_top, "", INVITED, False),
        Figure("  without an invitation, found by name and code", found, "", UNINVITED, False),
        Figure("  list of the day, p99, lists at the hour's pace", _p99(came.list_ms), "ms", 300.0),
        Figure("    as fast as the machine takes them", _p99(came.busy_ms), "ms"),
    ]


def _p99(times: list[float]) -> float:
    return sorted(times)[int(0.99 * (len(times) - 1))]


def measure(folder: Path, kind: str, lists: int) -> list[Figure]:
    """Set up an installation, flood it, and look at its list of the day."""
    home = make_demo_home(Sqlite(), folder / kind)
    with redis_server(folder) as store, home.app() as app:
        client = app.test_client()
        log_in(client, home.demo())
        # The server and this client share keys and database, so the server accepts these cookies.
        cookies = client.get(LIST).request.headers["Cookie"]
        environ = {
            **home.environ,
            "BENCH_INSTANCE": str(home.instance),
            "GESPREK_LIMITS_URL": store.url,
            "GESPREK_TRUSTED_PROXIES": "1",
        }
        with run_server("bench.apps:gesprek()", "/nl/", environ) as server:
            came = flood(home, server.port, kind, lists, cookies)
        return show(kind, came, _on_top(client), _found(client, came))


def main(arguments: list[str]) -> bool:
    lists = next((int(one) for one in arguments if one.isdecimal()), LISTS)
    kinds = [one for one in arguments if one in FLOODS] or list(FLOODS)
    figures = []
    for kind in kinds:
        with tempfile.TemporaryDirectory(prefix="gesprek-flood-") as folder:
            (Path(folder) / kind).mkdir()
            figures += measure(Path(folder), kind, lists)
    print(write_table(figures))
    return all(figure.is_reached is not False for figure in figures)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
