"""Warm handovers for tests, made by the services that the pages use."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from pwa.conversation.core import PLAN, care_wrap_context
from pwa.conversation.documents import OpenConversation, add_document
from pwa.conversation.models import Conversation
from pwa.conversation.service import has_document
from pwa.handover import service
from pwa.handover.letter import Asked, Sender, write_letter
from pwa.handover.links import NewLink
from pwa.plan.core import FreeText, Plan, Step
from pwa.plan.document import SCHEMA, dump_plan
from pwa.plan.words.wordings import dutch_wording_for_patient, wording_for_patient
from pwa.practice.models import Practice
from pwa.staff.access import Staff
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.store.tenants import use_practice
from pwa.vault.crypto import open_sealed
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.work import Work, begin_work
from tests.people.stories import DemoLogin

STEP_UID = "aaaaaaaaaaaa"
ASKED = Asked(
    receiver="Steunpunt Mantelzorg, Anna",
    receiver_phone="030 236 17 40",
    patient="Samira",
    patient_phone="06 12345678",
    question=FreeText("Wilt u samen kijken wie kan oppassen?", "nl"),
)
STEP = Step(FreeText("أريد الحديث مع شخص ما", "ar"), uid=STEP_UID)


@dataclass(frozen=True)
class PutHandover:
    """A handover that was agreed on, and the link of its letter."""

    id: UUID
    conversation_id: UUID
    link: NewLink


def agreement(
    practice: Practice, language: str = "ar", *, uid: str = STEP_UID, asked: Asked = ASKED
) -> service.Agreement:
    sender = Sender(practice.name, practice.phone)
    return service.Agreement(
        uid,
        asked,
        write_letter(asked, STEP, sender, wording_for_patient(language, practice)),
        write_letter(asked, STEP, sender, dutch_wording_for_patient(practice)),
    )


def gp_of(work: Work, demo: DemoLogin) -> Staff:
    """Give the GP of the example practice, with the practice's keys, without a login."""
    practice = work.db.scalars(select(Practice).where(Practice.slug == demo.slug)).one()
    use_practice(work.db, practice.id)
    gp = work.db.scalars(
        select(Membership).where(Membership.practice_id == practice.id, Membership.role == Role.GP)
    ).first()
    assert gp is not None
    return Staff(
        gp.account_id,
        gp.id,
        practice,
        Role.GP,
        "",
        unwrap_by_recovery(work.db, practice.id, demo.recovery_key, work.master),
        uuid4(),
        work.now,
        work.now,
        0,
        has_other_practices=False,
    )


def open_as_gp(work: Work, staff: Staff, conversation_id: UUID) -> OpenConversation:
    """Open a conversation as the GP, without a line in the access log."""
    row = work.db.get_one(Conversation, conversation_id)
    assert row.care_wrap is not None
    sealed = work.master.unwrap(row.care_wrap, care_wrap_context(row.id))
    return OpenConversation(row, open_sealed(staff.keys.private(row.care_key_id), sealed))


def put_handover(
    app: Flask,
    demo: DemoLogin,
    conversation_id: UUID | None = None,
    *,
    uid: str = STEP_UID,
    asked: Asked = ASKED,
) -> PutHandover:
    """Agree on a handover and make its letter; default: the newest conversation, with a plan."""
    with app.app_context():
        work = begin_work()
        staff = gp_of(work, demo)
        newest = select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
        opened = open_as_gp(work, staff, conversation_id or work.db.scalars(newest).one())
        if not has_document(work.db, opened.row, PLAN):
            plan = dump_plan(Plan(steps=(STEP,)))
            add_document(work, opened.row, PLAN, 1, SCHEMA, plan, by=staff)
        row = service.agree(work, opened, agreement(staff.practice, uid=uid, asked=asked), by=staff)
        work.db.flush()
        _, link = service.make_letter(work, opened, row.id, by=staff)
        work.db.commit()
        return PutHandover(row.id, opened.row.id, link)


def handover_values(app: Flask, demo: DemoLogin) -> dict[str, object]:
    """Put a handover, and give the values of addresses that name it and its step."""
    return {"handover_id": put_handover(app, demo).id, "step_uid": STEP_UID}
