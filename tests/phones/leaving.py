"""Check after a quick exit that the browser holds nothing more of our site, in:

* databases: every IndexedDB of the site, by name
* caches: every cache, those of the service worker too
* workers: the scope of every registered service worker
* local, session: every key of both storages (only `left` stays: it says that this tab was left)
* name: the name of the tab, which lives as long as the tab
* cookies: of the whole browser, also those that scripts cannot see
* history: no page of ours is shown or painted when Back and Forward are pressed ten times
* title: the title of the page, which history, tab and list of open apps show
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
    """Return what the browser still stores for our site: kind to names or values."""
    left: dict[str, object] = page.evaluate(_INSPECT)
    return {**left, "cookies": page.context.cookies()}


def expect_nothing_left(page: Page) -> None:
    """Wait until the neutral page is shown and has wiped everything."""
    expect(page.locator("time[datetime]")).to_be_visible()
    end = time.monotonic() + PATIENCE_S
    while (left := left_behind(page)) != NOTHING:
        assert time.monotonic() < end, left
        page.wait_for_timeout(50)


def go_through_the_history(page: Page) -> None:
    """Press Back ten times, then Forward ten times; no press may show a page of ours."""
    painted: list[str] = []
    page.expose_function("tellPaint", lambda url: painted.append(url))
    page.add_init_script(_TELL_PAINT)
    for press in (page.go_back, page.go_forward):
        for _ in range(10):
            # Without a network the browser shows its own error page, and Playwright raises.
            with suppress(Error):
                press(wait_until="commit")
            _wait_until_neutral(page)
    # Addresses that painted a frame on the way; the browser's own pages do not count.
    ours = [url for url in painted if url.startswith("http")]
    # The neutral page is allowed, also as `/away#done` before its script removes the fragment.
    seen = [url for url in ours if not urlsplit(url).path.endswith("/away")]
    assert seen == [], seen


def _wait_until_neutral(page: Page) -> None:
    """Wait until the page is hidden or neutral; repeat queries that fail during a navigation."""
    end = time.monotonic() + PATIENCE_S
    while not _is_neutral(page):
        assert time.monotonic() < end, f"still to be seen: {page.url}"
        page.wait_for_timeout(20)


def _is_neutral(page: Page) -> bool:
    try:
        return bool(page.evaluate(_IS_NEUTRAL))
    except Error:
        return False
