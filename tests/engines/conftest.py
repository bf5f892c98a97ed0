"""Fixtures for WebKit and Firefox, the browser engines besides Chromium."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.engines.engine import Engine, Person
from tests.engines.firefox import start_firefox
from tests.engines.webkit import start_webkit
from tests.phones.line import Line


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    """The network between browser and app: up, until a test takes it down."""
    line = Line(app).up()
    yield line
    line.down()


# Selenium's own code uses `remote_server_addr`, which Selenium has deprecated; ignore its warning.
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
def person(engine: Engine, line: Line) -> Person:
    return Person(engine, line.address)
