"""The receiver of a warm handover: opens its letter by link and digits."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pwa.handover import service
from pwa.handover.core import State
from pwa.vault.work import begin_work
from tests.inputs.handovers import PutHandover, gp_of
from tests.people.stories import DemoLogin

OPEN, LETTER = "/handover", "/handover/letter"


def wrong(digits: str, by: int = 1) -> str:
    return f"{(int(digits) + by) % 10_000:04}"


def enter(client: FlaskClient, put: PutHandover, **fields: str) -> TestResponse:
    return client.post(OPEN, data={"link": put.link.secret, "digits": put.link.digits, **fields})


def advance(app: Flask, demo: DemoLogin, put: PutHandover, to: State) -> None:
    """Let the practice change how far a handover is, through the service."""
    with app.app_context():
        work = begin_work()
        service.advance(work, gp_of(work, demo), put.id, to)
        work.db.commit()
