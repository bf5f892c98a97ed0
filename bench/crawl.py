"""Look at every page of a patient in every language and state: `make crawl`.

Each page is looked at with and without JavaScript, after an error, and without a network from what
the phone has kept. What a page has to be stands in `tests/pages/crawl.py`. The exit status is 1
when anything is wrong. The test run has each page once and each language once
(`tests/browser/test_every_page.py`).
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Error, Page, sync_playwright

from pwa.locales import LANGUAGES
from scripts.compile_catalogues import compile_catalogues
from tests.databases.homes import CHEAP, Home, Sqlite, make_demo_home
from tests.pages.crawl import PAGES, find_faults
from tests.people.stories import log_in
from tests.people.walker import Walker
from tests.phones.browsers import FLAGS, PHONE, find_headless_shell
from tests.phones.line import Line

MODES = ("script", "no script", "error", "offline")


@dataclass
class Crawl:
    """The pages of one installation, and what was found.

    Attributes:
        seen: how many pages, by mode and language.
        faults: `(mode, language, page, fault)`.
        mirror: a tab in which axe looks at pages of a phone without JavaScript.
    """

    browser: Browser
    home: Home
    line: Line
    staff: FlaskClient
    mirror: Page
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)

    @contextmanager
    def phone(self, language: str, **options: object) -> Iterator[Walker]:
        """Give a phone of its own."""
        settings: dict[str, object] = {
            "base_url": self.line.address,
            "viewport": PHONE,
            "locale": language,
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        context = self.browser.new_context(**{**settings, **options})  # type: ignore[arg-type]
        try:
            yield Walker(context, self.home.demo().slug, language)
        finally:
            context.close()

    def look(
        self,
        mode: str,
        name: str,
        walker: Walker,
        led: Iterable[str] = (),
        *,
        is_error: bool = False,
    ) -> None:
        """Note what is wrong with the page that a phone shows."""
        language = walker.language
        self.seen["error" if is_error else mode, language] += 1
        mirror = self.mirror if mode == "no script" else None
        for fault in (*led, *find_faults(walker.page, language, mirror=mirror)):
            self.faults.append(("error" if is_error else mode, language, name, fault))
            print(f"  {mode}, {language}, {name}: {fault}", flush=True)

    def visit_all(self, mode: str, language: str, *, has_script: bool) -> None:
        """Visit every page, and the code field with a code that nobody has."""
        with self.phone(language, java_script_enabled=has_script) as walker:
            walker.shares(self.staff, self.home.database_url)
            for page in PAGES:
                led = [*walker.visits(page)]
                self.look(mode, page.name, walker, led)
            walker.mistypes()
            self.look(mode, "wrong code", walker, is_error=True)

    def visit_offline(self, language: str) -> None:
        """Visit what a phone keeps, and a page that it does not, without a network."""
        kept = [page for page in PAGES if page.is_kept]
        with self.phone(language, service_workers="allow") as walker:
            paths = [page.address(language, walker.slug).split("?")[0] for page in kept]
            walker.keeps(*paths)
            self.line.down()
            try:
                for page in (page for page in PAGES if page.is_kept or page.name == "mine"):
                    walker.page.goto(page.address(language, walker.slug))
                    self.look("offline", page.name, walker)
            finally:
                self.line.up()


def write_table(crawl: Crawl, languages: Iterable[str]) -> str:
    """Write how many pages were looked at, with how many faults: a line for each state."""
    wrong = Counter((mode, language) for mode, language, _page, _fault in crawl.faults)
    lines = [f"{'':10}" + "".join(f"{language:>9}" for language in languages)]
    for mode in MODES:
        cells = (f"{crawl.seen[mode, code]} / {wrong[mode, code]}" for code in languages)
        lines.append(f"{mode:10}" + "".join(f"{cell:>9}" for cell in cells))
    total = f"{crawl.seen.total()} pages, {len(crawl.faults)} faults"
    return "\n".join(["pages / faults", *lines, total])


def main() -> int:
    """Crawl the languages of the command line, or all of them."""
    languages = sys.argv[1:] or list(LANGUAGES)
    compile_catalogues()
    with tempfile.TemporaryDirectory(prefix="gesprek-crawl-") as folder, sync_playwright() as play:
        home = make_demo_home(Sqlite(), Path(folder), CHEAP)
        browser = play.chromium.launch(executable_path=find_headless_shell(), args=FLAGS)
        with home.app() as app:
            staff = app.test_client()
            log_in(staff, home.demo())
            crawl = Crawl(
                browser, home, Line(app).up(), staff, browser.new_page(reduced_motion="reduce")
            )
            for language in languages:
                for way in (
                    lambda code: crawl.visit_all("script", code, has_script=True),
                    lambda code: crawl.visit_all("no script", code, has_script=False),
                    crawl.visit_offline,
                ):
                    try:
                        way(language)
                    except (AssertionError, Error) as error:
                        crawl.faults.append(("script", language, "the walk", str(error)[:300]))
                        print(f"  {language}: {error}", flush=True)
            crawl.line.down()
        browser.close()
    print(write_table(crawl, languages))
    return 1 if crawl.faults else 0


if __name__ == "__main__":
    sys.exit(main())
