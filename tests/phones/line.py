"""A server that tests stop and start, and functions that read the phone's caches."""

import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from typing import TYPE_CHECKING, ClassVar, Self

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.phones.browsers import LOOKS_EACH_S

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Reads the name and path of every entry in every cache of the phone.
KEPT = """
async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      kept.push({ name, path: request.url.slice(location.origin.length) });
    }
  }
  return kept;
}
"""
# Returns the given paths that are not cached yet; polled, so it reads only the documents' caches.
MISSING = """
async (paths) => {
  const kept = new Set();
  for (const name of await caches.keys()) {
    if (!name.startsWith("gesprek-documents-")) continue;
    for (const { url } of await (await caches.open(name)).keys()) kept.add(url.slice(location.origin.length));
  }
  return paths.filter((path) => !kept.has(path));
}
"""
# Reads the headers and body of every cached answer.
KEPT_TEXTS = """
async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const answer of await cache.matchAll()) {
      texts.push([...answer.headers].map((header) => header.join(": ")).join("\\n") + "\\n" + await answer.text());
    }
  }
  return texts;
}
"""
PATIENCE_S = 60
QUIET_S = 0.5


class _Handler(WSGIRequestHandler):
    """Remembers the connections that a browser opened in advance and has not used yet."""

    unused: ClassVar[set[socket]] = set()

    def setup(self) -> None:
        super().setup()
        self.unused.add(self.connection)

    def parse_request(self) -> bool:
        self.unused.discard(self.connection)
        return super().parse_request()

    def finish(self) -> None:
        self.unused.discard(self.connection)
        super().finish()


class Line:
    """A server for the app of a test, always on the same port; it can be stopped and started.

    Tests of "no network" stop the server, because the browser's offline switch does not affect all
    requests of a service worker.

    Attributes:
        holds: set as soon as a request waits in `hold`.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = 0
        self._held = ""
        self._let_go = threading.Event()
        self._busy: list[WSGIEnvironment] = []
        self._answered_at = 0.0
        self.holds = threading.Event()
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def up(self) -> Self:
        self._server = make_server(
            "127.0.0.1", self.port, self._answer, threaded=True, request_handler=_Handler
        )
        self.port = self._server.port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(LOOKS_EACH_S,), daemon=True
        )
        self._thread.start()
        return self

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self._busy.append(environ)
        if self._held and re.search(self._held, environ["PATH_INFO"]):
            self.holds.set()
            self._let_go.wait(PATIENCE_S)
        try:
            return self.app(environ, start_response)
        finally:
            self._busy.remove(environ)
            self._answered_at = time.monotonic()

    def wait_until_quiet(self, page: Page) -> None:
        """Wait until half a second has passed without a request."""
        until = time.monotonic() + PATIENCE_S
        while self._busy or time.monotonic() < self._answered_at + QUIET_S:
            assert time.monotonic() < until, f"{self._busy} are still asked for"
            page.wait_for_timeout(50)

    @contextmanager
    def hold(self, paths: str) -> Iterator[None]:
        """Delay requests to these paths (a regular expression) until the block ends."""
        self.holds.clear()
        self._let_go.clear()
        self._held = paths
        try:
            yield
        finally:
            self._held = ""
            self._let_go.set()

    def down(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = None
        # Firefox opens connections in advance; their threads would answer although nobody listens.
        for connection in list(_Handler.unused):
            with suppress(OSError):  # closed meanwhile
                if connection.getsockname()[1] == self.port:
                    connection.shutdown(SHUT_RDWR)


def paths_kept(page: Page) -> set[str]:
    """Return the paths of the documents that this phone has cached."""
    kept = page.evaluate(KEPT)
    return {entry["path"] for entry in kept if entry["name"].startswith("gesprek-documents-")}


def caches_of(page: Page) -> list[str]:
    names: list[str] = page.evaluate("caches.keys()")
    return names


def wait_until_kept(page: Page, *paths: str) -> None:
    """Wait until the phone has cached these documents, which happens in the background."""
    until = time.monotonic() + PATIENCE_S
    while missing := page.evaluate(MISSING, paths):
        assert time.monotonic() < until, f"{missing} are not among {paths_kept(page)}"
        page.wait_for_timeout(50)


def practice_paths(slug: str, *languages: str) -> list[str]:
    """Return the paths of a practice's documents that phones cache, in these languages."""
    return [
        f"/{language}/{path}"
        for language in languages
        for path in (f"check/{slug}", f"p/{slug}", f"help/{slug}", "away", "offline", "own")
    ]
