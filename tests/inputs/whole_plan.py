"""A patient with a plan and all that belongs to it, each with words that are nobody else's."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.plan.core import FreeText
from tests.inputs.handovers import ASKED, PutHandover, put_handover
from tests.inputs.meetings import TableDesk
from tests.inputs.plans import uid
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.stories import STORY_A, DemoLogin, share

JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class WholePlan:
    """One patient: the phone with a pass, the keys, and a handover of the second step."""

    name: str
    phone: FlaskClient
    keys: dict[str, str]
    conversation: UUID
    put: PutHandover

    @property
    def words(self) -> set[str]:
        """Everything that was typed for this patient, which only this patient's pages may show."""
        return {f"{part} van {self.name}" for part in PARTS}


PARTS = ("reden", "doel", "hulp", "eigen stap", "vraag", "ontvanger", "tafelvraag")


def make_whole_plan(
    app: Flask, demo: DemoLogin, gp: FlaskClient, session: Session, meeting: str, name: str
) -> WholePlan:
    """Share, make a plan, say how it goes, keep a moment, hand a step over, and make a sheet."""
    phone = app.test_client()
    keys = share(phone, demo.slug, {**STORY_A, "reason": f"reden van {name}"})
    newest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
    conversation = session.scalars(newest).one()
    session.rollback()
    Desk(gp, conversation).saves({**CARERS_FORM, "goal": f"doel van {name}"})
    token = open_page(phone, "/nl/mine/plan").find("input[@name='reply_to']").get("value", "")
    for said in (
        {"step": uid(1), "how": "partly"},
        {"step": uid(1), "helped": f"hulp van {name}"},
        {"own": uid(99), "words": f"eigen stap van {name}"},
        {"step": uid(99), "how": "yes"},
    ):
        sent = {"uid": str(uuid4()), "reply_to": token, **said}
        answer = app.test_client().post(f"/nl/tick/{demo.slug}", data=sent, headers=JSON)
        assert answer.status_code == 201, answer.text
    assert phone.post("/nl/mine/then-and-now", data={"keep": "yes"}).status_code == 303
    asked = replace(
        ASKED,
        receiver=f"ontvanger van {name}",
        patient=name,
        question=FreeText(f"vraag van {name}", "nl"),
    )
    put = put_handover(app, demo, conversation, uid=uid(2), asked=asked)
    table = TableDesk(gp, conversation)
    table.makes_sheet(meeting, patient=name, question=f"tafelvraag van {name}", words="nl")
    return WholePlan(name, phone, keys, conversation, put)
