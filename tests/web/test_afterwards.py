"""The questions after the talk: asked once, some days later, and tied to nobody."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.models import AccessEvent
from pwa.conversation.core import THEN
from pwa.conversation.models import Conversation, StoredDocument
from pwa.counting.core import Event, Table, Tally
from pwa.counting.models import Answered, EventCount
from tests.inputs.counts import open_tallies
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import DemoLogin

AFTER = "/nl/mine/after"
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
