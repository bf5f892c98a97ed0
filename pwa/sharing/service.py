"""Store a sending: once per UUID, in one transaction, sealed with public keys only."""

import json
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.appointments.invitations import attach
from pwa.conversation.core import CHECK, REPLY_LIFETIME, REPLY_WRAP_CONTEXT
from pwa.conversation.desk_notes import write_desk_note
from pwa.conversation.documents import add_document, next_number
from pwa.conversation.models import CodeLookup, Conversation, Submission
from pwa.conversation.moments import keep_newest
from pwa.conversation.new_conversation import begin_conversation
from pwa.conversation.patient_keys import PatientKeys
from pwa.conversation.service import note_use
from pwa.counting.core import Event, Table, Tally
from pwa.counting.service import count, tally
from pwa.patient.tokens import write_receipt_id
from pwa.selfcheck.core import SCHEMA, dump_selfcheck
from pwa.sharing.budgets import count_repeat
from pwa.sharing.changing import find_changed
from pwa.sharing.core import Erased, OtherBody, Receipt, SetAside
from pwa.sharing.entry import Admission
from pwa.sharing.sending import Sending
from pwa.staff.access import Staff
from pwa.vault.crypto import unwrap_by_secret, wrap_by_secret
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.patient.codes import parse_link_secret
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work


@dataclass(frozen=True)
class _Shared:
    """The conversation that a check belongs to, and the patient's keys when it is a new one."""

    conversation: Conversation
    patient_keys: PatientKeys | None = None
    private_key: bytes | None = None


def is_stored(db: Session, sending: Sending) -> bool:
    """Say whether this sending was stored before, with the same contents; also if erased since."""
    body_mac = db.scalar(
        select(Submission.body_mac).where(
            Submission.practice_id == sending.practice_id,
            Submission.uid_digest == sending.uid_keys.digest,
        )
    )
    return body_mac is not None and compare_digest(body_mac, sending.body_mac)


def find_receipt(work: Work, sending: Sending) -> Receipt | None:
    """Make the receipt of a sending that was stored before; None for a new one.

    Raises:
        OtherBody: the stored sending with this UUID has other contents.
        Erased: its answers were taken back or have expired.
        TooMany: it was repeated very often.
        SetAside: the practice put its list aside.
    """
    own = sending.uid_keys
    submission = work.db.scalar(
        select(Submission).where(
            Submission.practice_id == sending.practice_id, Submission.uid_digest == own.digest
        )
    )
    if submission is None:
        return None
    count_repeat(own.digest)
    conversation = work.db.get_one(Conversation, submission.conversation_id)
    if conversation.set_aside_at is not None or submission.erased_at is not None:
        raise SetAside if conversation.set_aside_at is not None else Erased
    if not compare_digest(submission.body_mac, sending.body_mac):
        raise OtherBody
    code = link = private = None
    if submission.reply is not None and work.now - submission.received_at < REPLY_LIFETIME:
        wrapped = work.master.unwrap(submission.reply, REPLY_WRAP_CONTEXT)
        code, link = json.loads(unwrap_by_secret(own.reply, wrapped, REPLY_WRAP_CONTEXT))
        private = _open_by_link(work, link, conversation.keys_generation)
    return Receipt(
        id=write_receipt_id(submission.id, work.master),
        conversation_id=submission.conversation_id,
        code=code,
        link_secret=link,
        private_key=private,
        generation=conversation.keys_generation,
        received_at=submission.received_at,
        is_new=False,
    )


def _open_by_link(work: Work, link: str, generation: int) -> bytes | None:
    secret = parse_link_secret(link)
    lookup = work.db.scalar(
        select(CodeLookup).where(
            CodeLookup.digest == secret.digest(work.master), CodeLookup.generation == generation
        )
    )
    if lookup is None or lookup.wrap is None:  # the practice renewed the keys since
        return None
    return secret.unwrap(work.master, lookup.wrap, lookup.conversation_id)


def share_selfcheck(
    work: Work,
    sending: Sending,
    admission: Admission,
    fresh: FreshCode | None,
    *,
    by: Staff | None = None,
) -> Receipt:
    """Store a check in a new conversation or in the one that it changes, and make the receipt.

    Args:
        fresh: a new code with its stretched secret, made outside any transaction, because
            stretching is slow and would make other writers wait; None for a change, whose list has
            a code already.
        by: who typed it in from paper; None when the patient sent it.

    Raises:
        OtherBody, Erased, TooMany: as `find_receipt`.
        ReplyEnded, ListGone: as `find_changed`.
        SetAside: the practice put the list aside.
    """
    for is_last in (False, False, True):
        if receipt := find_receipt(work, sending):
            return receipt
        try:
            with work.db.begin_nested():
                return _store(work, sending, admission, fresh, by)
        except IntegrityError:
            # Another worker stored the same sending, or another change of the same conversation, at
            # the same moment: return that receipt, or try again with the next number.
            if is_last:
                raise
    raise AssertionError("the last try returns or raises")


def _store(
    work: Work,
    sending: Sending,
    admission: Admission,
    fresh: FreshCode | None,
    by: Staff | None,
) -> Receipt:
    if fresh is None:
        shared = _Shared(find_changed(work.db, sending, waits=True))
    else:
        begun = begin_conversation(work, sending.practice_id, fresh)
        begun.conversation.is_folded = admission.is_folded
        shared = _Shared(begun.conversation, begun.patient_keys, begun.private_key)
    attach(work.db, shared.conversation, admission.invitation_id)
    submission = _seal(work, shared, sending)
    keep_newest(work, shared.conversation, sending.answers.check)
    _record(work, sending, shared.conversation.id, by)
    work.db.flush()
    if fresh is not None and not admission.is_folded:
        _count(work, sending)
    return Receipt(
        id=write_receipt_id(submission.id, work.master),
        conversation_id=shared.conversation.id,
        code=shared.patient_keys.code if shared.patient_keys else None,
        link_secret=shared.patient_keys.link_secret if shared.patient_keys else None,
        private_key=shared.private_key,
        generation=shared.conversation.keys_generation,
        received_at=work.now,
        is_new=True,
    )


def _count(work: Work, sending: Sending) -> None:
    """Count a new list, and tally what it says to talk about first: of the shared domains only."""
    first = sending.answers.check.priorities[:1]
    tally(work, sending.practice_id, (Tally(Table.TOPIC, each.topic) for each in first))
    count(work, sending.practice_id, Event.SHARED)


def _record(work: Work, sending: Sending, conversation_id: UUID, by: Staff | None) -> None:
    if by is not None:
        audit.record_staff(
            work.db, by, action="check:enter", conversation_id=conversation_id, at=work.now
        )
        return
    audit.record_patient(
        work.db,
        action="check:share",
        practice_id=sending.practice_id,
        conversation_id=conversation_id,
        at=work.now,
        strength=audit.Strength.SECRET if sending.is_change else audit.Strength.NONE,
    )


def _seal(work: Work, shared: _Shared, sending: Sending) -> Submission:
    own = sending.uid_keys
    conversation = shared.conversation
    number = next_number(work.db, conversation.id, CHECK)
    add_document(work, conversation, CHECK, number, SCHEMA, dump_selfcheck(sending.answers.check))
    desk = current_key(work.db, conversation.practice_id, KeyKind.DESK)
    submission = Submission(
        id=uuid4(),
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        uid_digest=own.digest,
        body_mac=sending.body_mac,
        desk_key_id=desk.id,
        number=number,
        received_at=work.now,
        list_part=conversation.list_part,
    )
    note = {
        "code_start": shared.patient_keys.code_start if shared.patient_keys else None,
        "known_as": sending.answers.known_as,
        "talk_alone": sending.answers.talk_alone,
        "language": sending.answers.check.language,
        "interpreter": sending.answers.check.interpreter_language,
        "entered_by": sending.answers.check.entered_by,
    }
    write_desk_note(submission, desk, note)
    note_use(conversation, now=work.now)
    if shared.patient_keys is not None:
        reply = json.dumps([shared.patient_keys.code, shared.patient_keys.link_secret]).encode()
        submission.reply = work.master.wrap(
            wrap_by_secret(own.reply, reply, REPLY_WRAP_CONTEXT), REPLY_WRAP_CONTEXT
        )
    work.db.add(submission)
    return submission
