"""Fixtures: the app with low limits for lists, and a sender of lists."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from pwa.web.extensions import limiter
from tests.databases.homes import Home
from tests.inputs.entry import SETTINGS, Sender, room_of
from tests.inputs.invitations import Invited, invite
from tests.people.stories import DemoLogin


@pytest.fixture
def app(home: Home) -> Iterator[Flask]:
    """The app with low limits for lists, so that no test has to send thousands."""
    with home.app(**SETTINGS) as app:
        yield app


@pytest.fixture
def send(app: Flask, db_session: Session, demo: DemoLogin) -> Sender:
    limiter.reset()
    return Sender(app, db_session, demo.slug)


@pytest.fixture
def room(app: Flask, demo: DemoLogin) -> str:
    return room_of(app, demo.slug)


@pytest.fixture
def invited(assistant: FlaskClient) -> Invited:
    return invite(assistant)
