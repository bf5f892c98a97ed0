"""Take what a phone shares: once, whole, and with nothing but public keys."""

import json
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.appointments.invitations import attach
from pwa.conversation.core import CHECK, REPLY_LIFETIME, REPLY_WRAP_CONTEXT
from pwa.conversation.desk_notes import write_desk_note
from pwa.conversation.documents import add_document, next_number
from pwa.conversation.models import CodeLookup, Conversation, Submission
from pwa.conversation.new_conversation import begin_conversation
from pwa.conversation.patient_keys import PatientKeys
from pwa.conversation.service import note_use
from pwa.patient.tokens import write_receipt_id
from pwa.selfcheck.core import SCHEMA, dump_selfcheck
from pwa.sharing.budgets import count_repeat
from pwa.sharing.changing import find_changed
from pwa.sharing.core import Erased, OtherBody, Receipt, SetAside
from pwa.sharing.entry import Admission
from pwa.sharing.sending import Sending
from pwa.vault.crypto import MasterKeys, unwrap_by_secret, wrap_by_secret
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.patient.codes import parse_link_secret
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key


@dataclass(frozen=True)
class _Shared:
    """The conversation that a check goes to, and the patient's keys when it is a new one."""

    conversation: Conversation
    patient_keys: PatientKeys | None = None
    private_key: bytes | None = None


def find_receipt(
    db: Session, sending: Sending, master: MasterKeys, *, now: datetime
) -> Receipt | None:
    """Find the receipt of a sending that came before.

    Raises:
        OtherBody: the same UUID with other answers.
        Erased: the patient took it back.
        TooMany: it came again very often.
        SetAside: the practice did not know whose it is.
    """
    own = sending.uid_keys
    submission = db.scalar(
        select(Submission).where(
            Submission.practice_id == sending.practice_id, Submission.uid_digest == own.digest
        )
    )
    if submission is None:
        return None
    count_repeat(own.digest)
    conversation = db.get_one(Conversation, submission.conversation_id)
    if conversation.set_aside_at is not None or submission.erased_at is not None:
        raise SetAside if conversation.set_aside_at is not None else Erased
    if not compare_digest(submission.body_mac, sending.body_mac):
        raise OtherBody
    code = link = private = None
    if submission.reply is not None and now - submission.received_at < REPLY_LIFETIME:
        wrapped = master.unwrap(submission.reply, REPLY_WRAP_CONTEXT)
        code, link = json.loads(unwrap_by_secret(own.reply, wrapped, REPLY_WRAP_CONTEXT))
        private = _open_by_link(db, link, conversation.keys_generation, master)
    return Receipt(
        id=write_receipt_id(submission.id, master),
        conversation_id=submission.conversation_id,
        code=code,
        link_secret=link,
        private_key=private,
        generation=conversation.keys_generation,
        received_at=submission.received_at,
        is_new=False,
    )


def _open_by_link(db: Session, link: str, generation: int, master: MasterKeys) -> bytes | None:
    secret = parse_link_secret(link)
    lookup = db.scalar(
        select(CodeLookup).where(
            CodeLookup.digest == secret.digest(master), CodeLookup.generation == generation
        )
    )
    if lookup is None or lookup.wrap is None:  # the practice renewed the keys since
        return None
    return secret.unwrap(master, lookup.wrap, lookup.conversation_id)


def share_selfcheck(
    db: Session,
    sending: Sending,
    admission: Admission,
    fresh: FreshCode | None,
    master: MasterKeys,
    *,
    now: datetime,
) -> Receipt:
    """Seal a check to the practice, and to a code and a link for the patient.

    Args:
        fresh: a code and what it opens with, taken in no transaction, because stretching is slow
            and others who write must not wait for it; None for a change, which has a code already.

    Raises:
        OtherBody: the same UUID with other answers.
        Erased: the patient took this sending back.
        ReplyEnded, ListGone: as `find_changed`.
        SetAside: the practice did not know whose list it is, and put it aside.
    """
    for is_last in (False, False, True):
        if receipt := find_receipt(db, sending, master, now=now):
            return receipt
        try:
            with db.begin_nested():
                return _store(db, sending, admission, fresh, master, now=now)
        except IntegrityError:
            # At the same moment another worker took the same sending, or another change of the
            # same conversation: look again, and take the next number.
            if is_last:
                raise
    raise AssertionError("the last try returns or raises")


def _store(
    db: Session,
    sending: Sending,
    admission: Admission,
    fresh: FreshCode | None,
    master: MasterKeys,
    *,
    now: datetime,
) -> Receipt:
    if fresh is None:
        shared = _Shared(find_changed(db, sending, waits=True))
    else:
        begun = begin_conversation(db, sending.practice_id, fresh, master, now=now)
        begun.conversation.is_folded = admission.is_folded
        shared = _Shared(begun.conversation, begun.patient_keys, begun.private_key)
    attach(db, shared.conversation, admission.invitation_id)
    submission = _seal(db, shared, sending, master, now=now)
    audit.record_patient(
        db,
        action="check:share",
        practice_id=sending.practice_id,
        conversation_id=shared.conversation.id,
        at=now,
        strength=audit.Strength.SECRET if sending.is_change else audit.Strength.NONE,
    )
    db.flush()
    return Receipt(
        id=write_receipt_id(submission.id, master),
        conversation_id=shared.conversation.id,
        code=shared.patient_keys.code if shared.patient_keys else None,
        link_secret=shared.patient_keys.link_secret if shared.patient_keys else None,
        private_key=shared.private_key,
        generation=shared.conversation.keys_generation,
        received_at=now,
        is_new=True,
    )


def _seal(
    db: Session, shared: _Shared, sending: Sending, master: MasterKeys, *, now: datetime
) -> Submission:
    own = sending.uid_keys
    conversation = shared.conversation
    number = next_number(db, conversation.id, CHECK)
    add_document(
        db, conversation, CHECK, number, SCHEMA, dump_selfcheck(sending.answers.check), now=now
    )
    desk = current_key(db, conversation.practice_id, KeyKind.DESK)
    submission = Submission(
        id=uuid4(),
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        uid_digest=own.digest,
        body_mac=sending.body_mac,
        desk_key_id=desk.id,
        number=number,
        received_at=now,
        list_part=conversation.list_part,
    )
    note = {
        "code_start": shared.patient_keys.code_start if shared.patient_keys else None,
        "known_as": sending.answers.known_as,
        "talk_alone": sending.answers.talk_alone,
    }
    write_desk_note(submission, desk, note)
    note_use(conversation, now=now)
    if shared.patient_keys is not None:
        reply = json.dumps([shared.patient_keys.code, shared.patient_keys.link_secret]).encode()
        submission.reply = master.wrap(
            wrap_by_secret(own.reply, reply, REPLY_WRAP_CONTEXT), REPLY_WRAP_CONTEXT
        )
    db.add(submission)
    return submission
