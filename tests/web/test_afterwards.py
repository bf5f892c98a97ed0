"""The questions after the talk: asked once, some days later, and tied to nobody."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import RateLimitItemPerDay
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.audit.models import AccessEvent
from pwa.conversation.core import THEN
from pwa.conversation.models import Conversation, StoredDocument
from pwa.counting.core import Event, Table, Tally
from pwa.counting.models import Answered, EventCount
from pwa.patient.tokens import prove_receipt
from pwa.sharing import budgets
from pwa.vault.base64url import from_text
from pwa.web.extensions import Base
from tests.inputs.counts import open_tallies
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import DemoLogin

AFTER = "/nl/mine/after"
JSON = {"Accept": "application/json"}
ANSWERS = {
    "understand": "much_better",
    "know": "better",
    "heard": "yes",
    "matters": "some",
    "feeling": "okay",
    "easy": "yes",
}
TALLIES = {Tally(Table(name), code): 1 for name, code in ANSWERS.items() if name != "feeling"}
TOPIC = {Tally(Table.TOPIC, "tired"): 1}


class LatePhone:
    """A phone with the page of the questions, whose script sends them from its queue."""

    def __init__(self, app: Flask, browser: FlaskClient) -> None:
        self.app = app
        page = open_page(browser, AFTER)
        self.token = page.find("input[@name='reply_to']").get("value", "")
        self.address = page.find("form[@data-later]").get("data-later", "")
        self.uid = str(uuid4())

    def sends(self, **fields: str) -> TestResponse:
        """Send without the pass, always under the same id."""
        sent = {"uid": self.uid, "reply_to": self.token, **fields}
        return self.app.test_client().post(self.address, data=sent, headers=JSON)


@pytest.fixture
def after(carer: FlaskClient, desk: Desk, db_session: Session) -> FlaskClient:
    """The carer, three days after the talk in which the plan was made."""
    desk.saves(CARERS_FORM)
    row = db_session.scalars(select(Conversation)).one()
    row.first_read_at = datetime.now(UTC) - timedelta(days=3, minutes=1)
    db_session.commit()
    return carer


def test_it_is_asked_some_days_after_the_talk_and_once(
    app: Flask, demo: DemoLogin, after: FlaskClient, db_session: Session
) -> None:
    assert "Hoe was het gesprek?" in open_page(after, "/nl/mine/plan").text
    assert "Niemand ziet dat ze van u zijn, uw dokter ook niet." in open_page(after, AFTER).text

    for _ in range(2):
        assert after.post(AFTER, data=ANSWERS).status_code == 303

    assert "Dank u wel" in open_page(after, AFTER).text
    assert "Hoe was het gesprek?" not in open_page(after, "/nl/mine/plan").text
    assert open_tallies(app, demo) == {**TALLIES, **TOPIC}
    looked = select(EventCount.count).where(EventCount.event == Event.LOOKED_BACK)
    assert db_session.scalars(looked).all() == [1]


def test_before_that_it_is_not_asked(
    app: Flask, demo: DemoLogin, carer: FlaskClient, desk: Desk
) -> None:
    assert carer.get(AFTER).status_code == 303
    desk.saves(CARERS_FORM)

    assert carer.get(AFTER).status_code == 303
    assert carer.post(AFTER, data=ANSWERS).status_code == 303
    assert open_tallies(app, demo) == TOPIC


def test_an_own_phone_gets_the_questions_before_they_are_asked(
    carer: FlaskClient, desk: Desk, after: FlaskClient, db_session: Session
) -> None:
    row = db_session.scalars(select(Conversation)).one()
    row.first_read_at = talk = datetime.now(UTC)
    db_session.commit()
    lead = open_page(carer, "/nl/mine/plan").find("a[@data-own-after]")
    assert "hidden" in lead.attrib

    place = open_page(carer, lead.get("href", "")).find("div[@data-after]")

    asked_from = datetime.fromisoformat(place.get("data-from", ""))
    assert timedelta(0) <= asked_from - (talk + timedelta(days=3)) < timedelta(seconds=1)
    after.post(AFTER, data=ANSWERS)
    assert carer.get(AFTER).status_code == 303


def test_every_question_may_be_skipped_and_nonsense_is_left_out(
    app: Flask, demo: DemoLogin, after: FlaskClient
) -> None:
    sent = {"know": "same", "heard": "<b>", "time": "longer", "feeling": "angry"}
    assert after.post(AFTER, data=sent).status_code == 303

    assert open_tallies(app, demo) == {**TOPIC, Tally(Table.KNOW, "same"): 1}


def test_nothing_of_the_answers_stays_with_the_conversation(
    after: FlaskClient, db_session: Session
) -> None:
    def rows() -> tuple[int, ...]:
        db_session.rollback()
        tables = (StoredDocument, AccessEvent, Answered)
        return tuple(len(db_session.scalars(select(table)).all()) for table in tables)

    documents, lines, _ = rows()
    after.post(AFTER, data=ANSWERS)

    assert rows() == (documents, lines, 1)
    (note,) = db_session.scalars(select(Answered))
    assert note.by == "patient"


def test_only_the_face_joins_then_and_now_and_only_on_a_yes(
    after: FlaskClient, db_session: Session
) -> None:
    after.post("/nl/mine/then-and-now", data={"keep": "yes"})
    kept = select(StoredDocument).where(StoredDocument.kind == THEN)
    before = len(db_session.scalars(kept).all())
    db_session.rollback()

    after.post(AFTER, data=ANSWERS)

    assert len(db_session.scalars(kept).all()) == before + 1
    export = json.dumps(after.get("/nl/mine/keep?as=json").text)
    assert "much_better" not in export


def test_six_taps_are_enough_without_a_script(after: FlaskClient) -> None:
    page = open_page(after, AFTER)
    controls = list(page.find("form[@method='post']").iter())
    names = {one.get("name") for one in controls if one.get("type") == "radio"}
    buttons = [one for one in controls if one.get("name") == "easy"]

    assert names == {"understand", "know", "heard", "matters", "feeling"}
    assert [one.get("value") for one in buttons] == ["yes", "some", "no"]


def test_a_phone_sends_it_late_without_the_pass_and_it_is_counted_once(
    app: Flask, demo: DemoLogin, after: FlaskClient, db_session: Session
) -> None:
    phone = LatePhone(app, after)

    first, again = phone.sends(**ANSWERS), phone.sends(**ANSWERS)
    changed = phone.sends(uid=str(uuid4()), **{**ANSWERS, "know": "less"})

    assert [one.status_code for one in (first, again, changed)] == [201, 200, 200]
    receipt = again.get_json()
    assert receipt["receipt"] == first.get_json()["receipt"]
    proof = prove_receipt(receipt["receipt"], receipt["received_at"], UUID(phone.uid))
    assert receipt["proof"] == proof
    assert open_tallies(app, demo) == {**TALLIES, **TOPIC}
    assert "Dank u wel" in open_page(after, AFTER).text


def test_nothing_that_is_stored_ties_the_id_of_a_late_sending_to_anything(
    app: Flask, demo: DemoLogin, after: FlaskClient, db_session: Session
) -> None:
    phone = LatePhone(app, after)
    before = read_everything(db_session)

    receipt = phone.sends(**ANSWERS).get_json()["receipt"]

    new = read_everything(db_session) - before
    assert {table for table, _ in new} == {"answered_after", "event_count", "tally_box"}
    named = UUID(bytes=from_text(receipt)[:16])
    for name in (UUID(phone.uid), named):
        assert not any(str(name) in row or repr(name.bytes) in row for _, row in new)


def test_a_late_sending_says_why_it_is_not_taken(
    app: Flask, after: FlaskClient, db_session: Session
) -> None:
    phone = LatePhone(app, after)

    for fields, status, field in (
        ({"uid": "7"}, 422, "uid"),
        ({"uid": ""}, 422, "uid"),
        ({"reply_to": ""}, 422, "reply_to"),
        ({"reply_to": phone.token[::-1]}, 422, "reply_to"),
    ):
        answer = phone.sends(**{**ANSWERS, **fields})
        assert answer.status_code == status, fields
        assert list(answer.get_json()["errors"]) == [field]
    db_session.scalars(select(Conversation)).one().first_read_at = datetime.now(UTC)
    db_session.commit()
    assert phone.sends(**ANSWERS).status_code == 422

    after.post("/nl/mine/withdraw", data={"plan": "1"})
    assert phone.sends(**ANSWERS).status_code == 410
    assert db_session.scalars(select(Answered)).all() == []


def test_programs_cannot_send_without_end(
    app: Flask, after: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budgets, "TICKS", (RateLimitItemPerDay(2),))
    phone = LatePhone(app, after)

    answers = [phone.sends(**ANSWERS) for _ in range(3)]

    assert [one.status_code for one in answers] == [201, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def read_everything(session: Session) -> set[tuple[str, str]]:
    """Return every row of every table, as the name of its table and its text."""
    session.rollback()
    rows = {
        (table.name, repr(tuple(row)))
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
    }
    session.rollback()
    return rows
