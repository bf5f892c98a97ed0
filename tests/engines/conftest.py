"""The engines beside Chromium: each is started once for the tests that need it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.engines.engine import Engine, Person
from tests.engines.firefox import start_firefox
from tests.engines.webkit import start_webkit
from tests.phones.line import Line


@pytest.fixture
def line(app: Flask) -> Iterator[Line]:
    """The line to the app, up until a test cuts it."""
    line = Line(app).up()
    yield line
    line.down()


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
def person(engine: Engine, line: Line) -> Person:
    return Person(engine, line.address)
