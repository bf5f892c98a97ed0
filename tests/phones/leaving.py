"""What is looked at after somebody has left a phone: everything that a browser keeps for a site.

* databases: every IndexedDB of the site, by name
* caches: every cache, those of the service worker too
* workers: every registered service worker, and whether one still answers for this page
* local, session: every key of both storages (the tab keeps the mark that it was left, and no more)
* name: the name of the tab, which lives as long as the tab
* cookies: of the whole browser, also those that scripts cannot see
* history: Back ten times and Forward ten times, each looked at and each frame that was painted
* title: what the history, the tab and the list of open apps show
"""

import time
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, expect

from tests.phones.waits import PATIENCE_S

_INSPECT = """
async () => ({
  databases: (await indexedDB.databases()).map((database) => database.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map((worker) => worker.scope),
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  name: window.name,
  title: document.title,
})
"""
NOTHING: dict[str, object] = {
    "databases": [],
    "caches": [],
    "workers": [],
    "local": [],
    "session": ["left"],
    "name": "",
    "title": "Kalender",
    "cookies": [],
}

_TELL_PAINT = """
new PerformanceObserver(() => tellPaint(location.href)).observe({ type: "paint", buffered: true });
"""
_IS_NEUTRAL = """
document.documentElement.hidden || /^about:blank$|^chrome-error:|[/]away$/.test(location.href)
"""


def left_behind(page: Page) -> dict[str, object]:
    """List what is left on the phone of whoever has just left."""
    left: dict[str, object] = page.evaluate(_INSPECT)
    return {**left, "cookies": page.context.cookies()}


def expect_nothing_left(page: Page) -> None:
    """Wait until the neutral page has wiped what it has to wipe, and see that it is everything."""
    expect(page.locator("time[datetime]")).to_be_visible()
    end = time.monotonic() + PATIENCE_S
    while (left := left_behind(page)) != NOTHING:
        assert time.monotonic() < end, left
        page.wait_for_timeout(50)


def go_through_the_history(page: Page) -> None:
    """Press Back ten times and Forward ten times, and look each time."""
    painted: list[str] = []
    page.expose_function("tellPaint", lambda url: painted.append(url))
    page.add_init_script(_TELL_PAINT)
    for press in (page.go_back, page.go_forward):
        for _ in range(10):
            # Without a network the browser has a page of its own.
            with suppress(Error):
                press(wait_until="commit")
            _wait_until_neutral(page)
    # Not a single frame of a page of ours was drawn on the way.
    ours = [url for url in painted if url.startswith("http")]
    # Forward finds the calendar with "#done" behind its address, until its script has come.
    seen = [url for url in ours if not urlsplit(url).path.endswith("/away")]
    assert seen == [], seen


def _wait_until_neutral(page: Page) -> None:
    """Wait until nothing of ours is to be seen; a page on its way out cannot be asked."""
    end = time.monotonic() + PATIENCE_S
    while not _is_neutral(page):
        assert time.monotonic() < end, f"still to be seen: {page.url}"
        page.wait_for_timeout(20)


def _is_neutral(page: Page) -> bool:
    try:
        return bool(page.evaluate(_IS_NEUTRAL))
    except Error:
        return False
