"""Take what a phone shares: once, whole, and with nothing but public keys."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest, digest
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa import audit
from pwa.appointments.invitations import attach
from pwa.conversation.core import CHECK, REPLY_LABEL, REPLY_LIFETIME
from pwa.conversation.documents import add_document, next_number
from pwa.conversation.labels import write_label
from pwa.conversation.models import CodeLookup, Conversation, Submission
from pwa.conversation.new_conversation import begin_conversation
from pwa.conversation.patient_keys import PatientKeys
from pwa.conversation.service import note_use
from pwa.patient.tokens import ReplyTo, write_receipt_id
from pwa.selfcheck.answers import Answers
from pwa.selfcheck.core import SCHEMA, dump_selfcheck
from pwa.sharing.budgets import count_repeat
from pwa.sharing.changing import find_changed
from pwa.sharing.core import Erased, OtherBody, Receipt, SetAside
from pwa.vault.crypto import (
    MasterKeys,
    derive,
    unwrap_by_secret,
    wrap_by_secret,
)
from pwa.vault.patient.code_pool import FreshCode
from pwa.vault.patient.codes import parse_code, parse_link_secret
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key


@dataclass(frozen=True)
class Sharing:
    """What a phone sent, validated.

    Attributes:
        uid: the phone's own id of this sending; the same one again is the same sending.
        fields: everything that was sent, to recognise the same sending by.
        reply_to: the conversation that a change belongs to; None for a new list, and for a change
            whose token cannot be read.
    """

    answers: Answers
    uid: UUID
    fields: Mapping[str, Sequence[str]]
    reply_to: ReplyTo | None

    @property
    def is_change(self) -> bool:
        """Say whether it is to go to a list that was shared before."""
        return any(self.fields.get("reply_to", ()))

    @property
    def token(self) -> str:
        """Give the token out of the link of an invitation; empty without one."""
        return self._first("invitation")

    @property
    def codes(self) -> list[str]:
        """Give the codes that came along: typed ones, and that out of a link of the waiting room."""
        typed, linked = self._first("entry_code"), self._first("waiting_room")
        return [code for code in (parse_code(typed) if typed else "", linked) if code]

    def _first(self, name: str) -> str:
        return next(iter(self.fields.get(name, ())), "").strip()


@dataclass(frozen=True, slots=True)
class Admission:
    """That a list comes in, and where it stands.

    Attributes:
        invitation_id: of the consult that it is for.
        is_folded: more came than is usual, so it stands in a line together with others.
    """

    invitation_id: UUID | None = None
    is_folded: bool = False


@dataclass(frozen=True)
class _Shared:
    """The conversation that a check goes to, and the patient's keys when it is a new one."""

    conversation: Conversation
    keys: PatientKeys | None = None
    private_key: bytes | None = None


@dataclass(frozen=True)
class _Keys:
    """What is derived from the phone's UUID: it finds and opens, and the UUID itself is not kept."""

    digest: bytes
    body_mac: bytes
    reply: bytes

    @classmethod
    def of(cls, sharing: Sharing) -> "_Keys":
        uid = sharing.uid.bytes
        body = json.dumps(sorted((name, list(values)) for name, values in sharing.fields.items()))
        body_hash = hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()
        mac = digest(derive(uid, "submission body"), body_hash, hashlib.sha256)
        return cls(derive(uid, "submission"), mac, derive(uid, "submission reply"))


def find_receipt(
    db: Session, sharing: Sharing, practice_id: int, keys: MasterKeys, *, now: datetime
) -> Receipt | None:
    """Find the receipt of a sending that came before.

    Raises:
        OtherBody: the same UUID with other answers.
        Erased: the patient took it back.
        TooMany: it came again very often.
        SetAside: the practice did not know whose it is.
    """
    own = _Keys.of(sharing)
    submission = db.scalar(
        select(Submission).where(
            Submission.practice_id == practice_id, Submission.uid_digest == own.digest
        )
    )
    if submission is None:
        return None
    count_repeat(own.digest)
    conversation = db.get_one(Conversation, submission.conversation_id)
    if conversation.set_aside_at is not None or submission.erased_at is not None:
        raise SetAside if conversation.set_aside_at is not None else Erased
    if not compare_digest(submission.body_mac, own.body_mac):
        raise OtherBody
    code = link = private = None
    if submission.reply is not None and now - submission.received_at < REPLY_LIFETIME:
        wrapped = keys.unwrap(submission.reply, REPLY_LABEL)
        code, link = json.loads(unwrap_by_secret(own.reply, wrapped, REPLY_LABEL))
        private = _open_by_link(db, link, conversation.keys_generation, keys)
    return Receipt(
        id=write_receipt_id(submission.id, keys),
        conversation_id=submission.conversation_id,
        code=code,
        link_secret=link,
        private_key=private,
        generation=conversation.keys_generation,
        received_at=submission.received_at,
        is_new=False,
    )


def _open_by_link(db: Session, link: str, generation: int, keys: MasterKeys) -> bytes | None:
    secret = parse_link_secret(link)
    lookup = db.scalar(
        select(CodeLookup).where(
            CodeLookup.digest == secret.digest(keys), CodeLookup.generation == generation
        )
    )
    if lookup is None or lookup.wrap is None:  # the practice renewed the keys since
        return None
    return secret.unwrap(keys, lookup.wrap, lookup.conversation_id)


def share_selfcheck(
    db: Session,
    sharing: Sharing,
    practice_id: int,
    admission: Admission,
    fresh: FreshCode | None,
    keys: MasterKeys,
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
        if receipt := find_receipt(db, sharing, practice_id, keys, now=now):
            return receipt
        try:
            with db.begin_nested():
                return _store(db, sharing, practice_id, admission, fresh, keys, now=now)
        except IntegrityError:
            # At the same moment another worker took the same sending, or another change of the
            # same conversation: look again, and take the next number.
            if is_last:
                raise
    raise AssertionError("the last try returns or raises")


def _store(
    db: Session,
    sharing: Sharing,
    practice_id: int,
    admission: Admission,
    fresh: FreshCode | None,
    keys: MasterKeys,
    *,
    now: datetime,
) -> Receipt:
    if fresh is None:
        shared = _Shared(find_changed(db, sharing.reply_to, practice_id, waits=True))
    else:
        begun = begin_conversation(db, practice_id, fresh, keys, now=now)
        begun.conversation.is_folded = admission.is_folded
        shared = _Shared(begun.conversation, begun.keys, begun.private_key)
    attach(db, shared.conversation, admission.invitation_id)
    submission = _seal(db, shared, sharing, keys, now=now)
    audit.record_patient(
        db,
        action="check:share",
        practice_id=practice_id,
        conversation_id=shared.conversation.id,
        at=now,
        strength=audit.Strength.SECRET if sharing.is_change else audit.Strength.NONE,
    )
    db.flush()
    return Receipt(
        id=write_receipt_id(submission.id, keys),
        conversation_id=shared.conversation.id,
        code=shared.keys.code if shared.keys else None,
        link_secret=shared.keys.link_secret if shared.keys else None,
        private_key=shared.private_key,
        generation=shared.conversation.keys_generation,
        received_at=now,
        is_new=True,
    )


def _seal(
    db: Session, shared: _Shared, sharing: Sharing, keys: MasterKeys, *, now: datetime
) -> Submission:
    own = _Keys.of(sharing)
    conversation = shared.conversation
    number = next_number(db, conversation.id, CHECK)
    add_document(
        db, conversation, CHECK, number, SCHEMA, dump_selfcheck(sharing.answers.check), now=now
    )
    desk = current_key(db, conversation.practice_id, KeyKind.DESK)
    submission = Submission(
        id=uuid4(),
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        uid_digest=own.digest,
        body_mac=own.body_mac,
        desk_key_id=desk.id,
        number=number,
        received_at=now,
        list_part=conversation.list_part,
    )
    label = {
        "code_start": shared.keys.code_start if shared.keys else None,
        "known_as": sharing.answers.known_as,
        "talk_alone": sharing.answers.talk_alone,
    }
    write_label(submission, desk, label)
    note_use(conversation, now=now)
    if shared.keys is not None:
        reply = json.dumps([shared.keys.code, shared.keys.link_secret]).encode()
        submission.reply = keys.wrap(wrap_by_secret(own.reply, reply, REPLY_LABEL), REPLY_LABEL)
    db.add(submission)
    return submission
