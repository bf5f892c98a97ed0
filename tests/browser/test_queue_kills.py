"""The server is killed while phones share: each list shown as received is stored exactly once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy.orm import Session

from tests.databases.homes import Home
from tests.databases.killable import KillableServer
from tests.phones.queue_kills import share_and_kill


@pytest.fixture
def server(home: Home) -> Iterator[KillableServer]:
    """A server with as many workers as in production."""
    server = KillableServer(home, workers=2)
    server.start()
    yield server
    server.close()


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_comes_twice(
    browser: Browser, server: KillableServer, db_session: Session
) -> None:
    outcome = share_and_kill(browser, server, db_session, shares=200, kills=5)

    assert outcome.kills >= 5
    assert outcome.lost == 0
    assert outcome.received == outcome.records == outcome.sendings == 200
