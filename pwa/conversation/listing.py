"""The lines of the practice's list: what the desk key opens, and no answers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.core import ListEntry
from pwa.conversation.labels import open_label
from pwa.conversation.models import Conversation, Submission
from pwa.conversation.service import submissions_of, with_plan
from pwa.vault.held import HeldKeys


def list_between(
    db: Session, practice_id: int, keys: HeldKeys, start: datetime, end: datetime
) -> list[ListEntry]:
    """List what was shared in a span of time, a line per conversation, the newest first.

    Args:
        keys: with the desk key, which opens the labels.
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
    planned = with_plan(db, by_conversation)
    withdrawn = _withdrawn(db, by_conversation)
    entries = [
        _entry(items, keys, has_plan=conversation_id in planned)
        for conversation_id, items in by_conversation.items()
        # What has expired leaves no line; what was taken back does, so that nobody looks for it.
        if conversation_id in withdrawn or items[-1].erased_at is None
    ]
    return sorted(entries, key=lambda entry: entry.shared_at, reverse=True)


def entry_of(db: Session, conversation: Conversation, keys: HeldKeys) -> ListEntry:
    """Give the line of one conversation."""
    has_plan = conversation.id in with_plan(db, [conversation.id])
    return _entry(submissions_of(db, conversation.id), keys, has_plan=has_plan)


def _withdrawn(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    return set(
        db.scalars(
            select(Conversation.id).where(
                Conversation.id.in_(conversation_ids), Conversation.withdrawn_at.is_not(None)
            )
        )
    )


def _entry(submissions: list[Submission], keys: HeldKeys, *, has_plan: bool) -> ListEntry:
    labels = [open_label(item, keys) for item in submissions if item.label is not None]
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
