"""Measure what the Dutch under each text costs, against one language: `python -m bench.under`.

On the server: making the check page in both languages against in one, each time anew. On a phone: the
main thread's own time (CDP's `Performance`, thread ticks, which other programs on this machine do not
lengthen) until the first question stands there, and from each answer to the next question, in Chromium
with a processor slowed down. The best of several runs counts: other programs only make a run longer.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect, sync_playwright

from pwa.site.under.service import double
from scripts.compile_catalogues import compile_catalogues
from tests.databases.homes import CHEAP, Sqlite, make_demo_home
from tests.people.patient import Patient
from tests.phones.browsers import FLAGS, PHONE, find_headless_shell
from tests.phones.line import Line

RUNS = 3
TOPICS = 10
SLOWDOWNS = (4, 6)
CHOSEN = "try { sessionStorage.setItem('under', '1'); } catch {}"


def measure_server(client: FlaskClient, slug: str) -> tuple[float, float]:
    """Give the milliseconds of the page in one language, and in both."""

    def timed(work: Callable[[], object]) -> float:
        took = []
        for _ in range(RUNS):
            start = time.process_time()
            work()
            took.append(1000 * (time.process_time() - start))
        return min(took)

    def page(language: str) -> str:
        # A form is answered anew each time; the page that is read first is kept by the server.
        return client.post(f"/{language}/check/{slug}/form", data={"pain": "no"}).text

    own, dutch = page("tr"), page("nl")
    both = timed(lambda: page("tr")) + timed(lambda: page("nl"))
    return timed(lambda: page("tr")), both + timed(lambda: double(own, dutch, "Nederlands"))


def measure_phone(
    browser: Browser, address: str, slowdown: int, *, both: bool
) -> tuple[float, float]:
    """Give the milliseconds until the first question, and for each of the next ones."""
    context = browser.new_context(
        base_url=address, viewport=PHONE, locale="tr", has_touch=True, service_workers="block"
    )
    if both:
        context.add_init_script(CHOSEN)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float({one["name"]: one["value"] for one in metrics}["TaskDuration"])

    patient = Patient(page, language="tr").opens_check()
    shown = page.locator(".now h2 .dutch" if both else ".now h2")
    expect(shown).to_be_visible()
    page.wait_for_load_state("networkidle")
    first = spent()
    patient.answers({"feeling": "bad"}, until="pain")
    start = spent()
    for _ in range(TOPICS):
        step = patient.step
        patient.taps(step, "some").waits_while_asked(step)
        expect(shown).to_be_visible()
    each = (spent() - start) / TOPICS
    context.close()
    return first, each


def main() -> int:
    """Write the figures."""
    compile_catalogues()
    with tempfile.TemporaryDirectory(prefix="gesprek-under-") as folder, sync_playwright() as play:
        home = make_demo_home(Sqlite(), Path(folder), CHEAP)
        browser = play.chromium.launch(executable_path=find_headless_shell(), args=FLAGS)
        with home.app() as app:
            one, two = measure_server(app.test_client(), home.demo().slug)
            print(f"server: {one:.0f} ms in one language, {two:.0f} ms in both")
            line = Line(app).up()
            for slowdown in SLOWDOWNS:
                for both in (False, True):
                    runs = [
                        measure_phone(browser, line.address, slowdown, both=both)
                        for _ in range(RUNS)
                    ]
                    first, each = (min(column) for column in zip(*runs, strict=True))
                    name = "both languages" if both else "one language"
                    print(f"CPU / {slowdown}, {name}: {first:.0f} ms, then {each:.0f} ms a topic")
            line.down()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
