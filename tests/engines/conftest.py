"""The engines beside Chromium: each is started once for the tests that need it."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests.engines.engine import Engine, Person
from tests.engines.firefox import start_firefox
from tests.engines.webkit import start_webkit


class Site:
    """The app on a port of its own, which it keeps while it is away."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self.come()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._port}"

    def come(self) -> None:
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", self._port, self._app, threaded=True
        )
        self._port = self._server.port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def go_away(self) -> None:
        """Let nothing of it be reached any more, as without a network."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    site = Site(app)
    yield site
    site.go_away()


# Selenium warns of what it does itself.
WEBKIT = pytest.param(
    "webkit",
    marks=pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
)


@pytest.fixture(params=[WEBKIT, "firefox"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A browser that nobody has used yet."""
    if request.param == "webkit":
        with start_webkit() as webkit:
            yield webkit
    else:
        with start_firefox(tmp_path_factory.mktemp("firefox")) as firefox:
            yield firefox


@pytest.fixture
def person(engine: Engine, site: Site) -> Person:
    return Person(engine, site.address)
