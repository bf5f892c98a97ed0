"""Two lists with a plan and all that belongs to it become one, and two again: each keeps its own."""

from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.core import EVERY_KIND
from pwa.conversation.models import StoredDocument
from pwa.handover.models import Handover
from tests.inputs.whole_plan import WholePlan, make_whole_plan
from tests.pages.checked import check_page, open_page
from tests.people.receiver import enter
from tests.people.stories import DemoLogin, find_token

# One document of a list: its kind and id; a handover has the kind "handover".
Things = dict[UUID, set[tuple[str, UUID]]]


def things(session: Session) -> Things:
    """Give what each list has."""
    found: Things = {}
    for kind, id_, conversation in session.execute(
        select(StoredDocument.kind, StoredDocument.id, StoredDocument.conversation_id)
    ):
        found.setdefault(conversation, set()).add((kind, id_))
    for id_, conversation in session.execute(select(Handover.id, Handover.conversation_id)):
        found.setdefault(conversation, set()).add(("handover", id_))
    session.rollback()
    return found


def press(gp: FlaskClient, one: WholePlan, other: WholePlan, action: str) -> str:
    page = f"/practice/c/{one.conversation}/{action}"
    fields = {"csrf_token": find_token(gp.get("/practice/").text), "other": str(other.conversation)}
    answer = gp.post(page, data=fields)
    assert answer.status_code in {200, 303}, answer.text
    return answer.text


def words_with(app: Flask, gp: FlaskClient, conversation: UUID) -> str:
    """Come in with new keys; gives all that the patient and the practice read of a list."""
    token = find_token(gp.get("/practice/").text)
    given = check_page(gp.post(f"/practice/c/{conversation}/keys", data={"csrf_token": token}))
    phone = app.test_client()
    phone.post("/nl/open", data={"code": given.find("p[@data-code]").text})
    pages = [open_page(phone, f"/nl/mine/{page}").text for page in ("plan", "then-and-now")]
    pages += [
        open_page(gp, f"/practice/c/{conversation}{page}").response.text
        for page in ("", "/plan", "/discuss")
    ]
    return " ".join([*pages, phone.post("/nl/mine/keep/json").text])


def test_nothing_is_lost_and_after_the_split_nothing_of_the_other_is_there(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, meeting: str, db_session: Session
) -> None:
    made = [
        make_whole_plan(app, demo, staff_client, db_session, meeting, name)
        for name in ("Aleida", "Bertil")
    ]
    older, newer = made
    before = things(db_session)
    kinds = {kind for kind, _id in before[older.conversation]}
    assert kinds == {*EVERY_KIND, "handover"}

    press(staff_client, newer, older, "merge")

    everything = before[older.conversation] | before[newer.conversation]
    assert things(db_session) == {newer.conversation: everything}
    shown = words_with(app, staff_client, newer.conversation)
    # Of two plans the newer one is shown; of each list that is all but what stands at the other's.
    assert {word for each in made for word in each.words if word not in shown} <= {
        "doel van Aleida",
        "hulp van Aleida",
        "eigen stap van Aleida",
    }
    assert enter(app.test_client(), older.put).status_code == 404, "what moved has a dead letter"

    press(staff_client, newer, older, "split")

    assert things(db_session) == before
    for each, other in ((older, newer), (newer, older)):
        shown = words_with(app, staff_client, each.conversation)
        assert {word for word in each.words if word not in shown} == set()
        assert {word for word in other.words if word in shown} == set()
        assert other.name not in shown
