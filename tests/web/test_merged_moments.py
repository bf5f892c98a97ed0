"""What is kept to see later what changed, when two lists become one, and when that was a mistake."""

from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.core import CHECK, PLAN, THEN, TICK
from pwa.conversation.documents import add_document
from pwa.conversation.merging import merge, split
from pwa.conversation.models import StoredDocument
from pwa.handover import service
from pwa.plan.core import Done
from pwa.progress.core import SCHEMA, Tick, dump_said
from pwa.vault.work import begin_work
from tests.inputs.handovers import STEP_UID, agreement, gp_of, open_as_gp, put_handover
from tests.pages.checked import check_page, open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, find_token, share
from tests.web.test_merging import newest


def _kept(session: Session) -> list[UUID]:
    found = select(StoredDocument.conversation_id).where(StoredDocument.kind == THEN)
    ids = list(session.scalars(found))
    session.rollback()
    return ids


def test_the_yes_moves_along_and_what_was_kept_in_between_is_nobodys(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, db_session: Session
) -> None:
    one, other, merged = (app.test_client() for _phone in range(3))
    share(one, demo.slug, STORY_A)
    older = newest(db_session)
    Desk(staff_client, older).saves(CARERS_FORM)
    one.post("/nl/mine/then-and-now", data={"keep": "yes"})
    share(other, demo.slug, STORY_A)
    newer = newest(db_session)

    page = f"/practice/c/{newer}/merge"
    fields = {
        "csrf_token": find_token(staff_client.get(f"{page}?other={older}").text),
        "other": str(older),
    }
    code = check_page(staff_client.post(page, data=fields)).find("p[@data-code]").text
    assert _kept(db_session) == [newer]

    merged.post("/nl/open", data={"code": code})
    token = open_page(merged, "/nl/mine/change").find("input[@name='reply_to']").get("value", "")
    share(merged, demo.slug, {**STORY_A, "reply_to": token})
    assert _kept(db_session) == [newer]
    fields["csrf_token"] = find_token(staff_client.get(page).text)
    assert staff_client.post(f"/practice/c/{newer}/split", data=fields).status_code == 303
    assert _kept(db_session) == []


def test_what_hangs_on_a_plan_does_not_stay_where_the_plan_went_back(
    app: Flask, demo: DemoLogin, db_session: Session
) -> None:
    share(app.test_client(), demo.slug, STORY_A)
    put = put_handover(app, demo)
    share(app.test_client(), demo.slug, STORY_A)
    other = newest(db_session)
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        older, newer = (open_as_gp(work, staff, each) for each in (put.conversation_id, other))
        merge(work, older, newer, staff)
        again = agreement(staff.practice, uid="b" * 12)
        service.agree(work, newer, again, by=staff)
        tick = dump_said(Tick(STEP_UID, Done.YES))
        add_document(work, newer.row, TICK, 1, SCHEMA, tick)
        split(work, older, newer, staff)
        work.db.commit()

        kinds = select(StoredDocument.kind).where(StoredDocument.conversation_id == other)
        assert set(work.db.scalars(kinds)) == {CHECK}
        assert service.handovers_of(work.db, newer) == []
        (back,) = service.handovers_of(work.db, older)
        assert back.row.id == put.id
        kinds = select(StoredDocument.kind).where(StoredDocument.conversation_id == older.row.id)
        assert set(work.db.scalars(kinds)) == {CHECK, PLAN}
