"""Take what a patient says of the plan, and read it."""

from hmac import compare_digest

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import PLAN, TICK
from pwa.conversation.documents import (
    OpenConversation,
    add_document,
    next_number,
    read_documents,
)
from pwa.conversation.models import Conversation, StoredDocument
from pwa.conversation.service import Gone, KeysReplaced, find_for_patient, has_document, note_use
from pwa.patient.tokens import ReplyTo, write_receipt_id
from pwa.plan.core import Plan
from pwa.plan.document import parse_plan
from pwa.progress.core import SCHEMA, Progress, dump_said, read_progress
from pwa.progress.refusals import OtherTick, PlanGone, TokenEnded
from pwa.progress.sending import TickSending
from pwa.sharing.budgets import count_repeat, count_tick
from pwa.sharing.core import Receipt, SetAside
from pwa.vault.work import Work

# How many ticks of a list are read, the newest: more than anybody makes in the life of a plan.
_MOST = 2000
# In how many versions of the plan a step that is gone is looked for.
_EARLIER = 20


def find_progress(db: Session, opened: OpenConversation) -> Progress:
    """Open everything that the patient said of the plan."""
    documents = read_documents(db, opened, TICK, most=_MOST)
    return read_progress((each.content, each.created_at) for each in reversed(documents))


def find_earlier(
    db: Session, opened: OpenConversation, plan: Plan, progress: Progress
) -> list[Plan]:
    """Open earlier versions of the plan, if something was said of a step that it has no more."""
    there = {step.uid for step in plan.steps} | progress.own.keys() | progress.taken_out
    if progress.steps.keys() <= there:
        return []
    documents = read_documents(db, opened, PLAN, most=_EARLIER)
    return [parse_plan(each.content) for each in documents]


def take_tick(work: Work, sending: TickSending) -> Receipt:
    """Store what a patient said, sealed to the conversation, and make the receipt.

    The same sending again gets the same receipt, also after its token died.

    Raises:
        OtherTick: the stored sending with this UUID has other contents.
        TokenEnded, PlanGone, SetAside: it cannot be taken any more.
        TooMany: very much was sent today.
    """
    for is_last in (False, True):
        if receipt := _find_receipt(work, sending):
            return receipt
        try:
            with work.db.begin_nested():
                return _store(work, sending)
        except IntegrityError:  # another worker stored the same, or another tick, at this moment
            if is_last:
                raise
    raise AssertionError("the last try returns or raises")


def _find_receipt(work: Work, sending: TickSending) -> Receipt | None:
    row = work.db.get(StoredDocument, sending.mark.document_id)
    if row is None:
        return None
    count_repeat(sending.mark.document_id.bytes)
    if not compare_digest(row.sent_mac or b"", sending.mark.mac):
        raise OtherTick
    return _receipt(work, row, work.db.get_one(Conversation, row.conversation_id), is_new=False)


def _store(work: Work, sending: TickSending) -> Receipt:
    conversation = find_planned(work.db, sending.practice_id, sending.reply_to)
    count_tick(conversation.id)
    number = next_number(work.db, conversation.id, TICK)
    row = add_document(
        work, conversation, TICK, number, SCHEMA, dump_said(sending.said), sent=sending.mark
    )
    note_use(conversation, now=work.now)
    audit.record_patient(
        work.db,
        action="plan:tick",
        practice_id=sending.practice_id,
        conversation_id=conversation.id,
        at=work.now,
        strength=audit.Strength.SECRET,
    )
    work.db.flush()
    return _receipt(work, row, conversation, is_new=True)


def find_planned(db: Session, practice_id: int, reply_to: ReplyTo | None) -> Conversation:
    """Find and lock the conversation of a token, which has a plan; nothing is opened.

    Args:
        reply_to: the content of the token; None for one that cannot be read.

    Raises:
        TokenEnded, PlanGone, SetAside: nothing more can be said of this plan.
    """
    if reply_to is None:
        raise TokenEnded
    where = practice_id, reply_to.conversation_id, reply_to.generation
    try:
        conversation = find_for_patient(db, *where, waits=True)
    except KeysReplaced:
        raise TokenEnded from None
    except Gone as gone:
        raise (SetAside if gone.is_set_aside else PlanGone) from None
    if not has_document(db, conversation, PLAN):
        raise PlanGone
    return conversation


def _receipt(
    work: Work, row: StoredDocument, conversation: Conversation, *, is_new: bool
) -> Receipt:
    return Receipt(
        id=write_receipt_id(row.id, work.master),
        conversation_id=conversation.id,
        code=None,
        link_secret=None,
        private_key=None,
        generation=conversation.keys_generation,
        received_at=row.created_at,
        is_new=is_new,
    )
