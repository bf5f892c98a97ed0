"""After a restore nothing of a plan is there again that was erased or taken back since the backup."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK, EVERY_KIND, MEETING, PLAN, TICK
from pwa.handover.core import State
from pwa.handover.models import Handover, HandoverLink
from pwa.plan.own.models import PhraseVersion
from tests.databases.backups import Operator
from tests.inputs.phrases import put_phrase
from tests.inputs.whole_plan import WholePlan, make_whole_plan
from tests.pages.checked import open_page
from tests.people.receiver import enter
from tests.people.stories import DemoLogin
from tests.web.test_merged_plans import things

HANDOVER = "handover"


def erase(parts: WholePlan, answers: WholePlan, everything: WholePlan) -> None:
    """Let one patient take back a handover, moments and a sheet, one the answers, one everything."""
    page = open_page(parts.phone, "/nl/mine/plan")
    sheet = page.find("section[@data-part='sheet']//form").get("action", "")
    for phone, address, fields in (
        (parts.phone, f"/nl/mine/plan/handover/{parts.put.id}", {}),
        (parts.phone, "/nl/mine/then-and-now", {"keep": "no"}),
        (parts.phone, sheet, {}),
        (answers.phone, "/nl/mine/withdraw", {}),
        (everything.phone, "/nl/mine/withdraw", {"plan": "1"}),
    ):
        assert phone.post(address, data=fields).status_code == 303, address


def test_what_was_erased_or_taken_back_stays_so_and_own_sentences_are_kept(
    app: Flask,
    demo: DemoLogin,
    staff_client: FlaskClient,
    meeting: str,
    operator: Operator,
    db_session: Session,
) -> None:
    parts, answers, everything = (
        make_whole_plan(app, demo, staff_client, db_session, meeting, name)
        for name in ("Aleida", "Bertil", "Casper")
    )
    phrase = put_phrase(app, demo)
    before = things(db_session)
    file = operator.backup()
    erase(parts, answers, everything)
    after = things(db_session)
    home, _said = operator.restore(file)

    engine = create_engine(home.database_url)
    with Session(engine) as session:
        found = things(session)
        assert found == after
        left = {of: {kind for kind, _id in each} for of, each in found.items()}
        assert left == {
            parts.conversation: {CHECK, PLAN, TICK, HANDOVER},
            answers.conversation: {PLAN, TICK, MEETING, HANDOVER},
        }
        assert {kind for kind, _id in before[everything.conversation]} == {*EVERY_KIND, HANDOVER}
        row = session.get_one(Handover, parts.put.id)
        assert (row.state, row.note, row.note_key) == (State.TAKEN_BACK, None, None)
        links = select(HandoverLink.wrap).where(HandoverLink.handover_id == row.id)
        assert session.scalars(links).all() == [None]
        texts = select(PhraseVersion.texts).where(PhraseVersion.uid == phrase)
        assert session.scalars(texts).all() == [{"nl": "Samen koffie drinken"}]
    engine.dispose()
    with home.app() as again:
        assert enter(again.test_client(), parts.put).status_code == 410
        assert enter(again.test_client(), everything.put).status_code == 404
        assert enter(again.test_client(), answers.put).status_code == 303
