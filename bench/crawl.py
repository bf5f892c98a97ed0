"""Look at every page of a patient in every language and state: `make crawl`.

Each page is looked at with and without JavaScript, after errors, without a network from what the
phone has kept, with the Dutch under it (from the server and by a script), and by ear. What a page
has to be stands in `tests/pages/crawl.py`. The exit status is 1 when anything is wrong. The test
run has each page once and each language once (`tests/browser/test_every_page.py`).
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Error, Page, sync_playwright

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.web.extensions import limiter
from scripts.compile_catalogues import compile_catalogues
from tests.databases.homes import CHEAP, Home, Sqlite, make_demo_home
from tests.pages.crawl import PAGES, find_covered, find_faults
from tests.people.stories import log_in
from tests.people.stumbler import MET, STUMBLES, stumble
from tests.people.walker import Walker
from tests.phones.browsers import FLAGS, PHONE, find_headless_shell
from tests.phones.line import Line
from tests.phones.waits import wait_until

# Notes of a tab.
BY_EAR, DUTCH_UNDER = "ear", "under"
NOTE = "try {{ sessionStorage.setItem('{name}', 'on'); }} catch {{}}"
# What a script shows on a page for a note, and on which pages.
SHOWN = {
    BY_EAR: ("header [data-ear]", ".by-ear [data-ear-stop]"),
    DUTCH_UNDER: ("[data-under]", ".dutch"),
}
# Whether the page with the Dutch of the bar for listening has come, and was put there.
BAR_IS_READ = """async () => {
  const has = performance.getEntriesByType("resource").some(({ name, responseEnd }) => responseEnd && name.endsWith("-nl/by-ear"));
  if (has) await new Promise((resolve) => { setTimeout(resolve, 50); });
  return has;
}"""


@dataclass(frozen=True)
class Mode:
    """A way in which the pages are seen.

    Attributes:
        errors: what goes wrong on the way.
        notes: what each page finds in its tab: that somebody listens, or wants both languages.
        is_double: whether the Dutch stands under each text.
    """

    name: str
    has_script: bool = True
    errors: Iterable[str] = ()
    is_offline: bool = False
    is_double: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_from_server(self) -> bool:
        """Say whether the server puts the Dutch under the texts."""
        return self.is_double and not self.notes


MODES = (
    Mode("script", errors=STUMBLES),
    Mode("no script", has_script=False, errors=STUMBLES),
    Mode("offline", is_offline=True),
    Mode("dual", errors=STUMBLES, is_double=True),
    Mode("dual by script", errors=MET, is_double=True, notes=(DUTCH_UNDER,)),
    Mode("by ear", notes=(BY_EAR,)),
    Mode("by ear, dual", is_double=True, notes=(BY_EAR, DUTCH_UNDER)),
)


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
    def phone(self, mode: Mode, language: str) -> Iterator[Walker]:
        """Give a phone of its own."""
        context = self.browser.new_context(
            base_url=self.line.address,
            viewport=PHONE,
            locale=language,
            reduced_motion="reduce",
            service_workers="allow" if mode.is_offline else "block",
            java_script_enabled=mode.has_script,
        )
        for name in mode.notes:
            context.add_init_script(NOTE.format(name=name))
        slug = self.home.demo().slug
        try:
            yield Walker(context, slug, language, is_double=mode.is_from_server)
        finally:
            context.close()

    def look(
        self,
        mode: Mode,
        name: str,
        walker: Walker,
        led: Iterable[str] = (),
    ) -> None:
        """Note what is wrong with the page that a phone shows."""
        language, kind = walker.language, f"{mode.name}, errors" if name in STUMBLES else mode.name
        self.seen[kind, language] += 1
        mirror = None if mode.has_script else self.mirror
        found = [*led, *_settle(mode, walker.page)]
        # Leaving takes the note of the tab away.
        is_double = mode.is_double and (mode.is_from_server or name != "away")
        found += find_faults(walker.page, language, mirror=mirror, is_double=is_double)
        if BY_EAR in mode.notes:
            found += find_covered(walker.page)
        for fault in found:
            self.faults.append((kind, language, name, fault))
            print(f"  {kind}, {language}, {name}: {fault}", flush=True)

    def visit(self, mode: Mode, language: str) -> None:
        """Visit every page in one way, and what goes wrong on the way."""
        if mode.is_double and language == PRACTICE_LANGUAGE.code:
            return
        limiter.reset()
        with self.phone(mode, language) as walker:
            if mode.is_offline:
                self._visit_offline(mode, walker)
                return
            walker.shares(self.staff, self.home.database_url)
            for page in PAGES:
                led = [*walker.visits(page)]
                self.look(mode, page.name, walker, led)
        for name in mode.errors:
            with self.phone(mode, language) as walker:
                stumble(walker, name)
                self.look(mode, name, walker)

    def _visit_offline(self, mode: Mode, walker: Walker) -> None:
        """Visit what a phone keeps, and a page that it does not, without a network."""
        kept = [page for page in PAGES if page.is_kept]
        paths = [page.address(walker.way, walker.slug).split("?")[0] for page in kept]
        walker.keeps(*paths)
        self.line.down()
        try:
            for page in (page for page in PAGES if page.is_kept or page.name == "mine"):
                walker.page.goto(page.address(walker.way, walker.slug))
                self.look(mode, page.name, walker)
        finally:
            self.line.up()


def _settle(mode: Mode, page: Page) -> Iterator[str]:
    """Wait until the script of a mode has done its work on the page."""
    for name in mode.notes:
        offered, wanted = SHOWN[name]
        if not page.locator(offered).count():
            continue
        try:
            page.locator(wanted).first.wait_for()
        except Error:
            yield f"{wanted} does not come"
    if len(mode.notes) > 1 and page.locator("[data-ear-bar]").count():
        wait_until(
            page, BAR_IS_READ
        )  # the Dutch of the bar comes from a page that is read after it


def write_table(crawl: Crawl, languages: Iterable[str]) -> str:
    """Write how many pages were looked at, with how many faults: a line for each mode."""
    wrong = Counter((kind, language) for kind, language, _page, _fault in crawl.faults)
    kinds = dict.fromkeys(kind for kind, _language in crawl.seen)
    lines = [f"{'':24}" + "".join(f"{language:>9}" for language in languages)]
    for kind in kinds:
        cells = (f"{crawl.seen[kind, code]} / {wrong[kind, code]}" for code in languages)
        lines.append(f"{kind:24}" + "".join(f"{cell:>9}" for cell in cells))
    total = f"{crawl.seen.total()} pages, {len(crawl.faults)} faults"
    return "\n".join(["pages / faults", *lines, total])


def read_arguments() -> argparse.Namespace:
    """Read which languages are wanted in which modes; all of both without arguments."""
    parser = argparse.ArgumentParser(prog="make crawl", description="ARGS: what is looked at")
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES), choices=[*LANGUAGES, []])
    names = [mode.name for mode in MODES]
    parser.add_argument("--mode", action="append", choices=names, help="may come more than once")
    return parser.parse_args()


def main() -> int:
    """Crawl the languages of the command line, or all of them."""
    wanted = read_arguments()
    modes = [mode for mode in MODES if wanted.mode is None or mode.name in wanted.mode]
    compile_catalogues()
    with tempfile.TemporaryDirectory(prefix="gesprek-crawl-") as folder, sync_playwright() as play:
        home = make_demo_home(Sqlite(), Path(folder), CHEAP)
        browser = play.chromium.launch(executable_path=find_headless_shell(), args=FLAGS)
        with home.app() as app:
            staff = app.test_client()
            log_in(staff, home.demo())
            mirror = browser.new_page(reduced_motion="reduce")
            crawl = Crawl(browser, home, Line(app).up(), staff, mirror)
            for language, mode in product(wanted.languages, modes):
                try:
                    crawl.visit(mode, language)
                except (AssertionError, Error) as error:
                    crawl.faults.append((mode.name, language, "the walk", str(error)[:300]))
                    print(f"  {mode.name}, {language}: {error}", flush=True)
            crawl.line.down()
        browser.close()
    print(write_table(crawl, wanted.languages))
    return 1 if crawl.faults else 0


if __name__ == "__main__":
    sys.exit(main())
