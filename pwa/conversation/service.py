"""Open a conversation for staff or patient, list them, and take one back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import CHECK, PLAN, ListEntry, Status
from pwa.conversation.documents import OpenConversation, care_label, label_address
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from pwa.conversation.tokens import PatientPass, new_pass
from pwa.practice.access import Staff
from pwa.text import N_
from pwa.vault.codes import PatientSecret
from pwa.vault.crypto import CannotOpen, MasterKeys, open_sealed
from pwa.vault.records import SealedDocument, open_document


# Translators: nl: "Uw pagina is verlopen. Open eerst opnieuw uw lijst met uw code."
EXPIRED_REPLY = N_("Your page has expired. First open your list again with your code.")


class NotFound(Exception):
    """There is no such conversation, or it is not yours to open: nobody is told which."""


class Gone(Exception):
    """The key was right, and what it opened was taken back or has expired.

    Attributes:
        practice_id: so that the patient is told whom to call.
    """

    def __init__(self, practice_id: int) -> None:
        super().__init__()
        self.practice_id = practice_id


def find_for_staff(db: Session, practice_id: int, conversation_id: UUID) -> Conversation:
    """Find a conversation of the practice.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    conversation = db.get(Conversation, conversation_id)
    if conversation is None or conversation.practice_id != practice_id:
        raise NotFound
    return conversation


def open_for_staff(
    db: Session, staff: Staff, conversation_id: UUID, keys: MasterKeys
) -> OpenConversation:
    """Open a conversation with the care key of the staff member's practice.

    Raises:
        NotFound: it does not exist, belongs to another practice, or nothing is left to open.
    """
    conversation = find_for_staff(db, staff.practice.id, conversation_id)
    if conversation.care_wrap is None or staff.care_key is None:
        raise NotFound
    sealed = keys.unwrap(conversation.care_wrap, care_label(conversation.id))
    return OpenConversation(conversation, open_sealed(staff.care_key, sealed))


def open_by_secret(
    db: Session, secret: PatientSecret, keys: MasterKeys, *, now: datetime
) -> PatientPass:
    """Exchange a code or a link for a pass of half an hour.

    Raises:
        NotFound: nothing has this key.
        Gone: the key was right; what it opened is no more.
    """
    lookup = db.scalar(select(CodeLookup).where(CodeLookup.digest.in_(secret.digests(keys))))
    if lookup is None:
        raise NotFound
    if lookup.wrap is None:
        raise Gone(lookup.practice_id)
    private = secret.unwrap(keys, lookup.wrap, lookup.conversation_id)
    audit.record_patient(
        db,
        action="conversation:open",
        practice_id=lookup.practice_id,
        conversation_id=lookup.conversation_id,
        at=now,
    )
    return new_pass(lookup.practice_id, lookup.conversation_id, private, now=now)


def find_by_code(
    db: Session, practice_id: int, secret: PatientSecret, keys: MasterKeys
) -> Conversation:
    """Find the conversation of a code that a patient shows at the practice.

    Raises:
        NotFound: nothing has this code, or another practice has it.
        Gone: the answers were taken back.
    """
    lookup = db.scalar(
        select(CodeLookup).where(
            CodeLookup.practice_id == practice_id, CodeLookup.digest.in_(secret.digests(keys))
        )
    )
    if lookup is None:
        raise NotFound
    if lookup.wrap is None:
        raise Gone(practice_id)
    return find_for_staff(db, practice_id, lookup.conversation_id)


def open_for_patient(db: Session, patient_pass: PatientPass) -> OpenConversation:
    """Open a conversation with a pass.

    Raises:
        Gone: it was taken back since the pass was given.
    """
    conversation = db.get(Conversation, patient_pass.conversation_id)
    if conversation is None or conversation.care_wrap is None:
        raise Gone(patient_pass.practice_id)
    return OpenConversation(conversation, patient_pass.private_key)


def mark_read(db: Session, staff: Staff, conversation: Conversation, *, now: datetime) -> None:
    """Note that the practice has seen what was shared, so that the patient can see that it did."""
    conversation.first_read_at = conversation.first_read_at or now
    for submission in _submissions(db, conversation.id):
        submission.read_at = submission.read_at or now
    log_opening(db, staff, conversation, now=now)


def log_opening(db: Session, staff: Staff, conversation: Conversation, *, now: datetime) -> None:
    """Note who opened the contents; every page that shows them does so."""
    audit.record_staff(
        db, staff, action="conversation:read", conversation_id=conversation.id, at=now
    )


def status_of(db: Session, conversation: Conversation) -> Status:
    """Say what the patient may know: received, read, taken back."""
    submissions = [item for item in _submissions(db, conversation.id) if item.erased_at is None]
    newest = submissions[-1] if submissions else None
    return Status(
        shared_at=newest.received_at if newest else None,
        read_at=newest.read_at if newest else None,
        is_withdrawn=conversation.withdrawn_at is not None,
        has_plan=conversation.id in _with_plan(db, [conversation.id]),
    )


def list_between(
    db: Session, practice_id: int, desk_key: bytes, start: datetime, end: datetime
) -> list[ListEntry]:
    """List what was shared in a span of time, a line per conversation, the newest first.

    Args:
        desk_key: private half of the practice's desk key, which opens the labels.
        start, end: UTC; the end is not included.
    """
    shared_then = select(Submission.conversation_id).where(
        Submission.practice_id == practice_id,
        Submission.received_at >= start,
        Submission.received_at < end,
    )
    # All sendings of these conversations, because the code stands in the label of the first one.
    submissions = db.scalars(
        select(Submission)
        .where(Submission.conversation_id.in_(shared_then))
        .order_by(Submission.number)
    )
    by_conversation: dict[UUID, list[Submission]] = {}
    for submission in submissions:
        by_conversation.setdefault(submission.conversation_id, []).append(submission)
    planned = _with_plan(db, by_conversation)
    entries = [
        _entry(items, desk_key, has_plan=conversation_id in planned)
        for conversation_id, items in by_conversation.items()
    ]
    return sorted(entries, key=lambda entry: entry.shared_at, reverse=True)


def entry_of(db: Session, conversation: Conversation, desk_key: bytes) -> ListEntry:
    """Give the line of one conversation."""
    has_plan = conversation.id in _with_plan(db, [conversation.id])
    return _entry(_submissions(db, conversation.id), desk_key, has_plan=has_plan)


def withdraw(db: Session, opened: OpenConversation, *, with_plan: bool, now: datetime) -> None:
    """Destroy the checks, and the plan too if asked; what is left shows only that it happened.

    Keys and bodies go with their rows. The sendings stay as marks without content, so that a
    phone that was offline cannot bring anything back.
    """
    conversation = opened.row
    kinds = (CHECK, PLAN) if with_plan else (CHECK,)
    db.execute(
        delete(StoredDocument).where(
            StoredDocument.conversation_id == conversation.id, StoredDocument.kind.in_(kinds)
        )
    )
    for submission in _submissions(db, conversation.id):
        submission.label_key = submission.label = submission.reply = None
        submission.erased_at = submission.erased_at or now
    conversation.withdrawn_at = conversation.withdrawn_at or now
    if conversation.id not in _with_plan(db, [conversation.id]):
        conversation.care_wrap = None
        for lookup in db.scalars(
            select(CodeLookup).where(CodeLookup.conversation_id == conversation.id)
        ):
            lookup.wrap = None
    audit.record_patient(
        db,
        action="plan:erase" if with_plan else "check:withdraw",
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        at=now,
    )


def _submissions(db: Session, conversation_id: UUID) -> list[Submission]:
    return list(
        db.scalars(
            select(Submission)
            .where(Submission.conversation_id == conversation_id)
            .order_by(Submission.number, Submission.received_at)
        )
    )


def _with_plan(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    return set(
        db.scalars(
            select(StoredDocument.conversation_id)
            .where(
                StoredDocument.conversation_id.in_(conversation_ids), StoredDocument.kind == PLAN
            )
            .distinct()
        )
    )


def _entry(submissions: list[Submission], desk_key: bytes, *, has_plan: bool) -> ListEntry:
    labels = [_open_label(item, desk_key) for item in submissions if item.label is not None]
    newest = submissions[-1]
    # The wish to talk alone stays once it was said: the phone does not keep it, so that somebody
    # who changes an answer later cannot be expected to say it again.
    return ListEntry(
        conversation_id=newest.conversation_id,
        shared_at=newest.received_at,
        code_start=next((label["code_start"] for label in labels if label["code_start"]), None),
        known_as=next((label["known_as"] for label in reversed(labels) if label["known_as"]), ""),
        wants_to_talk_alone=any(label["talk_alone"] for label in labels),
        read_at=newest.read_at,
        is_changed=newest.number > 1,
        is_withdrawn=newest.erased_at is not None,
        has_plan=has_plan,
    )


def _open_label(submission: Submission, desk_key: bytes) -> dict[str, object]:
    if submission.label_key is None or submission.label is None:
        raise CannotOpen
    sealed = SealedDocument(submission.label_key, submission.label)
    return open_document(desk_key, label_address(submission), sealed)
