"""Destroy what was shared: because the patient takes it back, or because its time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.core import CHECK, PLAN
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from pwa.conversation.service import submissions_of, with_plan
from pwa.practice.models import Practice


def withdraw(db: Session, opened: OpenConversation, *, and_plan: bool, now: datetime) -> None:
    """Destroy the checks, and the plan too if asked; what is left shows only that it happened."""
    conversation = opened.row
    _erase(db, conversation, (CHECK, PLAN) if and_plan else (CHECK,), now=now)
    conversation.withdrawn_at = conversation.withdrawn_at or now
    audit.record_patient(
        db,
        action="plan:erase" if and_plan else "check:withdraw",
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        at=now,
    )


def erase_expired(db: Session, practice: Practice, *, now: datetime) -> int:
    """Destroy the checks whose time is over: so many days after reading, else after sharing.

    Returns:
        In how many conversations.
    """
    limit = now - timedelta(days=practice.retention_days)
    last_shared = (
        select(func.max(Submission.received_at))
        .where(Submission.conversation_id == Conversation.id, Submission.erased_at.is_(None))
        .scalar_subquery()
    )
    expired = list(
        db.scalars(
            select(Conversation).where(
                Conversation.practice_id == practice.id,
                last_shared < limit,
                or_(Conversation.first_read_at.is_(None), Conversation.first_read_at < limit),
            )
        )
    )
    for conversation in expired:
        _erase(db, conversation, (CHECK,), now=now)
        audit.record_system(
            db,
            action="check:expire",
            practice_id=practice.id,
            conversation_id=conversation.id,
            at=now,
        )
    return len(expired)


def _erase(
    db: Session, conversation: Conversation, kinds: tuple[str, ...], *, now: datetime
) -> None:
    """Destroy documents with their keys.

    The sendings stay as marks without content, so that a phone that was offline cannot bring
    anything back. When nothing is left to open, the keys of the conversation go as well.
    """
    take_turn(db, conversation)
    db.execute(
        delete(StoredDocument).where(
            StoredDocument.conversation_id == conversation.id, StoredDocument.kind.in_(kinds)
        )
    )
    for submission in submissions_of(db, conversation.id):
        submission.label_key = submission.label = submission.reply = None
        submission.erased_at = submission.erased_at or now
    if conversation.id in with_plan(db, [conversation.id]):
        return
    conversation.care_wrap = None
    lookups = select(CodeLookup).where(CodeLookup.conversation_id == conversation.id)
    for lookup in db.scalars(lookups):
        lookup.wrap = None
