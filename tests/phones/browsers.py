"""Fixtures with a real browser: Debian's Chromium, driven by Playwright."""

import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from werkzeug.serving import make_server

from tests.phones.outside import Outside, outside

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that gives tones; only the recording room asks for one.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
# Long timeouts, so that a slow build machine fails no test.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

# `serve_forever` checks this often whether to stop. The default of 0.5 s would delay each test.
LOOKS_EACH_S = 0.01

PHONE: ViewportSize = {"width": 360, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 720}

OpenContext = Callable[..., BrowserContext]


def find_chromium() -> str:
    """Return the path of the installed Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("Chromium is missing; `make test` installs it (as root).")


def find_headless_shell() -> str:
    """Return the path of Chromium's headless shell, which runs faster than the full browser."""
    return shutil.which("chromium-headless-shell") or find_chromium()


def crash(page: Page) -> Page:
    """Kill the process of a tab; return a new tab in the same context."""
    context = page.context
    target = context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["targetId"]
    assert context.browser is not None
    browser = context.browser.new_browser_cdp_session()
    way = {"targetId": target, "flatten": False}
    session = browser.send("Target.attachToTarget", way)["sessionId"]
    # Sent through the browser's session: a crashed tab never answers the command.
    message = {"sessionId": session, "message": '{"id": 1, "method": "Page.crash"}'}
    with page.expect_event("crash"):
        browser.send("Target.sendMessageToTarget", message)
    fresh = context.new_page()
    page.close()
    return fresh


@pytest.fixture(scope="session")
def world() -> Iterator[Outside]:
    """The proxy that records requests of the browser to other hosts than our server."""
    with outside() as proxy:
        yield proxy


@pytest.fixture(scope="session")
def browser(world: Outside) -> Iterator[Browser]:
    """Chromium, started once; each context in it is a device of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_headless_shell(), args=[*FLAGS, world.flag]
        )
        yield browser
        browser.close()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The app of this test, served on a port of its own; yields its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(LOOKS_EACH_S,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Faults:
    """Console errors, script errors and third-party requests of the pages of a test."""

    def __init__(self, world: Outside) -> None:
        self.said: list[str] = []
        self.network_fails = False  # a test that breaks the network sets it
        self._world = world
        self._before = len(world.asked)

    @property
    def third_parties(self) -> list[str]:
        """Return the requests to third parties since the test began."""
        return self._world.asked[self._before :]

    @property
    def found(self) -> list[str]:
        """Return all faults, as text."""
        return [*self.said, *(f"third party: {line}" for line in self.third_parties)]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.said.append(f"script: {error.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form (422) or an expired page (404, 410) is an answer, not a fault.
        if self.network_fails and "Failed to load resource" in message.text:
            return
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.said.append(f"console: {message.text}")


@pytest.fixture
def faults(world: Outside) -> Faults:
    """The faults of this test's pages; `open_device` asserts at the end that there are none."""
    return Faults(world)


@pytest.fixture
def open_device(browser: Browser, live_server: str, faults: Faults) -> Iterator[OpenContext]:
    """A function that opens a device: a browser context with its own storage."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> BrowserContext:
        settings: dict[str, object] = {
            "base_url": live_server,
            "viewport": PHONE,
            "locale": "nl-NL",
            # During a fade-in the contrast is too low for axe.
            "reduced_motion": "reduce",
            # A service worker would answer before the routes of a test, and from an older cache.
            # Tests of offline use allow it.
            "service_workers": "block",
        }
        context = browser.new_context(**{**settings, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        faults.watch(context)
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # a route may still hold a request back
        context.close()
    assert not faults.found


@pytest.fixture
def browser_page(open_device: OpenContext) -> Page:
    """A patient's phone, 360 × 640."""
    return open_device(has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def page_without_script(open_device: OpenContext) -> Page:
    """A patient's phone on which JavaScript does not run."""
    return open_device(has_touch=True, is_mobile=True, java_script_enabled=False).new_page()


@pytest.fixture
def desk_page(open_device: OpenContext) -> Page:
    """A screen at the practice, 1280 × 720."""
    return open_device(viewport=DESK).new_page()
