"""Measure our check on a patient's phone beside the lightest possible page, in one run.

`python -m bench.client` prints this table alone.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench import phone as phones
from bench.limit import write_limit
from bench.line import open_line
from bench.phone import (
    Questions,
    Use,
    Visit,
    open_phone,
    percentile,
    use,
    visit,
    visit_without_script,
)
from bench.report import write_columns
from bench.servers import run_server
from bench.sizes import weigh_first_visit
from tests.databases.homes import Home, Sqlite, make_demo_home
from tests.phones.browsers import FLAGS, find_chromium

ROUNDS = 5
USES = 3


@dataclass(frozen=True)
class Subject:
    """A page that is measured.

    Attributes:
        is_kept: a service worker keeps the page; otherwise the browser's cache does, for an hour.
    """

    name: str
    port: int
    path: str
    questions: Questions
    is_kept: bool


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes:
        ours: as measured for our page, in `unit`.
        limit: as measured for the lightest possible page.
        target: the most that `ours` may be, or with `is_ratio` the ratio of the two; or None.
    """

    name: str
    unit: str
    ours: float
    limit: float
    target: float | None = None
    is_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.limit if self.limit else None

    @property
    def is_reached(self) -> bool | None:
        if self.target is None:
            return None
        value = self.ratio if self.is_ratio else self.ours
        return value is not None and value <= self.target

    def cells(self) -> tuple[str, ...]:
        bound = "" if self.target is None else f"≤ {self.target:,.4g}"
        bound += " × limit" if self.is_ratio else f" {self.unit}" if bound else ""
        reached = {None: "", True: "yes", False: "NO"}[self.is_reached]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (
            self.name,
            f"{self.ours:,.4g} {self.unit}",
            f"{self.limit:,.4g} {self.unit}",
            ratio,
            bound,
            reached,
        )


@dataclass
class Measured:
    """Everything about one page."""

    page_kb: float
    requests: float
    cold_ms: float
    plain_ms: float
    all_kb: float
    repeat_ms: float
    offline_ms: float
    use: Use


def _middle(visits: list[Visit]) -> float:
    return median(found.answerable_ms for found in visits)


def _visits(
    browser: Browser, port: int, look: Callable[[BrowserContext], Visit], **options: bool
) -> list[Visit]:
    """Visit ROUNDS times, each time with a new phone without cookies and caches."""
    found = []
    for _round in range(ROUNDS):
        with open_phone(browser, port, **options) as phone:
            found.append(look(phone))
    return found


def _measure(browser: Browser, subject: Subject) -> Measured:
    path = subject.path
    with open_line(subject.port) as line:
        cold = _visits(browser, line.port, lambda phone: visit(phone, path))
        plain = _visits(
            browser, line.port, lambda phone: visit_without_script(phone, path), has_script=False
        )
        before = line.bytes_down
        with open_phone(browser, line.port) as phone:
            visit(phone, path, is_kept=subject.is_kept)
            all_bytes = line.bytes_down - before
            repeat = [visit(phone, path) for _round in range(ROUNDS)]
            line.cut()
            offline = [visit(phone, path) for _round in range(ROUNDS)]
    return Measured(
        page_kb=weigh_first_visit(subject.port, path).page_bytes / 1000,
        requests=max(found.requests for found in cold),
        cold_ms=_middle(cold),
        plain_ms=_middle(plain),
        all_kb=all_bytes / 1000,
        repeat_ms=_middle(repeat),
        offline_ms=_middle(offline),
        use=_use(browser, subject),
    )


def _use(browser: Browser, subject: Subject) -> Use:
    whole = Use()
    for _round in range(USES):
        with open_phone(browser, subject.port) as phone:
            once = use(phone, subject.path, subject.questions)
        whole.answers_ms += once.answers_ms
        whole.next_ms += once.next_ms
        whole.tasks_ms += once.tasks_ms
    return whole


def _rows(ours: Measured, limit: Measured) -> list[Row]:
    def ms(name: str, read: Callable[[Measured], float], target: float | None = None) -> Row:
        return Row(name, "ms", read(ours), read(limit), target)

    def times(name: str, read: Callable[[Measured], float], most: float) -> Row:
        return Row(name, "ms", read(ours), read(limit), most, is_ratio=True)

    return [
        Row("first response", "kB", ours.page_kb, limit.page_kb, 10),
        Row("requests before the first question", "", ours.requests, limit.requests, 1),
        times("first question, cold, 3G line", lambda page: page.cold_ms, 1.15),
        ms("  3G line, without JavaScript", lambda page: page.plain_ms),
        times("first question again, 3G line", lambda page: page.repeat_ms, 1.3),
        times("first question again, no network", lambda page: page.offline_ms, 1.3),
        Row("first page and all that is kept", "kB", ours.all_kb, limit.all_kb),
        ms("tap on an answer to paint, median", lambda page: percentile(page.use.answers_ms, 0.5)),
        ms("  p98", lambda page: percentile(page.use.answers_ms, 0.98), 48),
        ms("tap on Next to paint, median", lambda page: percentile(page.use.next_ms, 0.5)),
        ms("  p98", lambda page: percentile(page.use.next_ms, 0.98), 56),
        ms("main thread blocked", lambda page: page.use.blocked_ms, 0),
        ms("longest task (0: below 50)", lambda page: max(page.use.tasks_ms, default=0), 50),
    ]


def write_rows(rows: list[Row]) -> str:
    """Write the table, with ratios of ours to the limit."""
    head = ("on the phone", "ours", "limit", "ratio", "target", "reached")
    return write_columns([head, *(row.cells() for row in rows)])


@contextmanager
def _subjects(home: Home, folder: Path) -> Iterator[tuple[Subject, Subject]]:
    page = folder / "limit.html"
    page.write_text(write_limit(home), "utf-8")
    path = f"/nl/check/{home.demo().slug}"
    environ = {**home.environ, "BENCH_INSTANCE": str(home.instance)}
    with (
        run_server("bench.apps:gesprek()", path, environ) as ours,
        run_server("bench.apps:limit()", "/", {"BENCH_LIMIT": str(page)}) as limit,
    ):
        yield (
            Subject("ours", ours.port, path, phones.one_by_one, is_kept=True),
            Subject("limit", limit.port, "/", phones.all_below_each_other, is_kept=False),
        )


def measure_client(home: Home) -> list[Row]:
    """Measure both pages, with a browser of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder,
        _subjects(home, Path(folder)) as (ours, limit),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        rows = _rows(_measure(browser, ours), _measure(browser, limit))
        browser.close()
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="gesprek-bench-") as folder:
        print(write_rows(measure_client(make_demo_home(Sqlite(), Path(folder)))))
