"""Destroy checks and plans: because the patient takes them back, or because their time is over."""

from collections.abc import Collection

from sqlalchemy import delete, exists, select

from pwa import audit
from pwa.conversation.changed import documents_erased
from pwa.conversation.core import CHECK, EVERY_KIND, THEN
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument
from pwa.conversation.service import relist, submissions_of
from pwa.vault.work import Work


def withdraw(work: Work, opened: OpenConversation, *, and_plan: bool) -> None:
    """Destroy the checks with the moments taken from them, and everything else if asked.

    Rows without content stay.
    """
    conversation = opened.row
    take_turn(work.db, conversation)
    erase(work, conversation, EVERY_KIND if and_plan else (CHECK, THEN))
    conversation.withdrawn_at = conversation.withdrawn_at or work.now
    audit.record_patient(
        work.db,
        action="plan:erase" if and_plan else "check:withdraw",
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        at=work.now,
    )


def erase(work: Work, conversation: Conversation, kinds: Collection[str]) -> None:
    """Destroy documents with their keys; call `take_turn` before, which locks the conversation.

    The sendings stay as tombstones without content, so that a phone that was offline cannot bring
    anything back. When nothing is left to open, the keys of the conversation go as well.
    """
    own = StoredDocument.conversation_id == conversation.id
    work.db.execute(delete(StoredDocument).where(own, StoredDocument.kind.in_(kinds)))
    documents_erased.send(conversation, work=work, kinds=kinds)
    if CHECK in kinds:
        for submission in submissions_of(work.db, conversation.id):
            submission.label_key = submission.label = submission.reply = None
            submission.erased_at = submission.erased_at or work.now
    end_if_empty(work, conversation)


def end_if_empty(work: Work, conversation: Conversation) -> None:
    """Destroy the keys of a conversation, which is locked, when it has no document left."""
    own = StoredDocument.conversation_id == conversation.id
    if work.db.scalar(select(StoredDocument.id).where(own).limit(1)) is None:
        _end(work, conversation)


def end_without_documents(work: Work, practice_id: int) -> None:
    """End the conversations that have a key but no document, as a restore can leave them."""
    left = exists().where(StoredDocument.conversation_id == Conversation.id)
    for row in work.db.scalars(
        select(Conversation).where(
            Conversation.practice_id == practice_id,
            Conversation.care_wrap.is_not(None),
            Conversation.merged_into_id.is_(None),
            ~left,
        )
    ).all():
        _end(work, row)


def _end(work: Work, conversation: Conversation) -> None:
    """Destroy the wrapped private keys of a conversation and of those that were merged into it."""
    merged = select(Conversation).where(Conversation.merged_into_id == conversation.id)
    ended = [conversation, *work.db.scalars(merged)]
    for row in ended:
        row.care_wrap = None
        row.ended_at = row.ended_at or work.now
    relist(work.db, ended)
    for lookup in work.db.scalars(
        select(CodeLookup).where(CodeLookup.conversation_id == conversation.id)
    ):
        lookup.wrap = None
