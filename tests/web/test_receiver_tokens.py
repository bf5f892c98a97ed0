"""Check the table of docs/privacy.md that says what still opens the letter of a warm handover."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.handover.core import MAX_WRONG_DIGITS
from pwa.handover.service import make_letter, take_back
from pwa.vault.work import begin_work
from pwa.web.extensions import limiter
from tests.inputs.handovers import PutHandover, gp_of, open_as_gp, put_handover
from tests.people.logins import give
from tests.people.stories import DemoLogin
from tests.web.token_events import EVENTS as OF_LISTS
from tests.web.token_kinds import Held, hold

pytestmark = pytest.mark.on_one_database

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
SECTION = "## What opens the letter of a warm handover, and when that ends"
PAGE = "/practice/handovers"


@dataclass(frozen=True)
class Letter:
    """A letter that was printed, a browser that opened it, and the list that it belongs to."""

    held: Held
    demo: DemoLogin
    put: PutHandover
    receiver: FlaskClient

    def enter(self, client: FlaskClient, digits: str = "") -> TestResponse:
        link = self.put.link
        fields = {"link": link.secret, "digits": digits or link.digits}
        return client.post("/handover", data=fields)

    def press(self, to: str) -> None:
        assert give(self.held.gp, PAGE, f"{PAGE}/{self.put.id}", to=to).status_code == 303


def _answer(letter: Letter) -> None:
    assert letter.receiver.post("/handover/letter", data={"state": "tried"}).status_code == 303


def _guess(letter: Letter) -> None:
    wrong = f"{(int(letter.put.link.digits) + 1) % 10_000:04}"
    for _try in range(MAX_WRONG_DIGITS):
        letter.enter(letter.held.app.test_client(), wrong)


def _make_anew(letter: Letter) -> None:
    with letter.held.app.app_context():
        work = begin_work()
        staff = gp_of(work, letter.demo)
        opened = open_as_gp(work, staff, letter.put.conversation_id)
        make_letter(work, opened, letter.put.id, by=staff)
        work.db.commit()


def _note(letter: Letter) -> None:
    letter.press("told")
    letter.press("failed")


def _take_back(letter: Letter) -> None:
    with letter.held.app.app_context():
        work = begin_work()
        opened = open_as_gp(work, gp_of(work, letter.demo), letter.put.conversation_id)
        take_back(work, opened, letter.put.id)
        work.db.commit()


def _wait(letter: Letter) -> None:
    later = datetime.now(UTC) + timedelta(days=61)
    letter.held.monkeypatch.setattr("pwa.web.http.now", lambda: later)


def _withdraw(letter: Letter) -> None:
    assert letter.held.browser.post("/nl/mine/withdraw").status_code == 303


def _of_list(name: str) -> Callable[[Letter], None]:
    return lambda letter: OF_LISTS[name](letter.held)


EVENTS: Mapping[str, Callable[[Letter], None]] = {
    "nothing": lambda _letter: None,
    "answered by the receiver": _answer,
    "ten wrong digits": _guess,
    "a new letter was made": _make_anew,
    "noted as told, or as not worked": _note,
    "done, or ended by the practice": lambda letter: letter.press("ended"),
    "taken back by the patient": _take_back,
    "nobody closed it for 60 days": _wait,
    "answers taken back, the plan stays": _withdraw,
    "the plan was erased": _of_list("everything taken back"),
    "merged into another list": _of_list("merged into a newer list"),
    "new keys for the patient": _of_list("new keys"),
    "half an hour later": _of_list("half an hour later"),
    "the practice's keys replaced, as when somebody leaves": _of_list(
        "the practice's keys replaced, as when somebody leaves"
    ),
}


@pytest.fixture
def letter(
    app: Flask,
    demo: DemoLogin,
    db_session: Session,
    staff_client: FlaskClient,
    assistant: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> Letter:
    held = hold(app, db_session, staff_client, assistant, monkeypatch)
    put = put_handover(app, demo, held.conversation)
    receiver = app.test_client()
    found = Letter(held, demo, put, receiver)
    assert found.enter(receiver).status_code == 303
    return found


def read_table() -> dict[str, list[str]]:
    section = PRIVACY.read_text("utf-8").split(SECTION)[1].split("\n## ")[0]
    _head, _line, *rows = [line for line in section.splitlines() if line.startswith("|")]
    table = {}
    for row in rows:
        event, *said = [cell.strip() for cell in row.strip().strip("|").split("|")]
        table[event] = said
    return table


def test_the_table_has_every_event() -> None:
    assert list(read_table()) == list(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_each_cell_is_as_the_table_says(letter: Letter, event: str) -> None:
    EVENTS[event](letter)
    limiter.reset()

    entered = letter.enter(letter.held.app.test_client())
    looked = letter.receiver.get("/handover/letter")

    said = {200: "works", 303: "works", 404: "dead", 410: "closed"}[entered.status_code]
    shown = {200: "works", 303: "dead", 410: "closed"}[looked.status_code]
    assert [said, shown] == read_table()[event]
    if shown != "works":
        assert "Samira" not in looked.text
