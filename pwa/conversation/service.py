"""Find a conversation, for the staff or for the patient; `opening` opens its documents."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.conversation.core import PLAN, Status
from pwa.conversation.documents import take_turn
from pwa.conversation.models import Conversation, StoredDocument, Submission


class NotFound(Exception):
    """There is no such conversation, or it belongs to others; the answer does not say which."""


class Gone(Exception):
    """The key was right, and the list was taken back, expired or put aside.

    Attributes:
        practice_id: the patient is told to call this practice.
        conversation_id: an own phone deletes its copy of this conversation.
        is_set_aside: the practice put the list aside, because it did not know whose it is.
        can_come_back: the practice can still bring the list back, so an own phone keeps its copy.
    """

    def __init__(
        self, practice_id: int, conversation_id: UUID, row: Conversation | None = None
    ) -> None:
        super().__init__()
        self.practice_id = practice_id
        self.conversation_id = conversation_id
        self.is_set_aside = row is not None and row.set_aside_at is not None
        self.can_come_back = row is not None and self.is_set_aside and row.ended_at is None


class KeysReplaced(Exception):
    """A pass, token, code or link of an older generation: new keys or a merge ended those keys."""


def find_for_staff(db: Session, practice_id: int, conversation_id: UUID) -> Conversation:
    """Find a conversation of the practice; for one that was merged, the one it was merged into.

    Raises:
        NotFound: it does not exist, or belongs to another practice.
    """
    conversation = db.get(Conversation, conversation_id)
    if conversation is None or conversation.practice_id != practice_id:
        raise NotFound
    if conversation.merged_into_id is not None:
        return find_for_staff(db, practice_id, conversation.merged_into_id)
    return conversation


def find_for_patient(
    db: Session, practice_id: int, conversation_id: UUID, generation: int, *, waits: bool = False
) -> Conversation:
    """Find the conversation of a patient's code, link, pass or token.

    Every code, link, pass and token is checked here, so none outlives its generation of keys. The
    generation is compared first: with dead keys nobody learns even that the list is gone.

    Args:
        generation: of the patient's keys that the code, link, pass or token was made with.
        waits: lock the row, and so wait for a request that renews keys or erases. Needed wherever
            something lasting is made: a pass, or a version of the check.

    Raises:
        KeysReplaced: the keys of this generation are dead.
        Gone: nothing is left to open, or the list was put aside.
    """
    conversation = db.get(Conversation, conversation_id)
    if conversation is None:
        raise Gone(practice_id, conversation_id)
    if waits:
        take_turn(db, conversation)
    if conversation.keys_generation != generation:
        raise KeysReplaced
    if not conversation.is_readable:
        raise Gone(practice_id, conversation_id, conversation)
    return conversation


def relist(db: Session, conversations: Sequence[Conversation]) -> None:
    """Copy the `list_part` of conversations to their sendings, after it changed."""
    for part in {row.list_part for row in conversations}:
        ids = [row.id for row in conversations if row.list_part == part]
        moved = Submission.conversation_id.in_(ids), Submission.list_part != part
        db.execute(update(Submission).where(*moved).values(list_part=part))


def unfold(db: Session, *conversations: Conversation) -> None:
    """Give folded lists a line of their own on their day: the practice knows whose they are."""
    for row in conversations:
        row.is_folded = False
    relist(db, conversations)


def note_use(conversation: Conversation, *, now: datetime) -> None:
    """Note the day that somebody opened or changed it: a plan unused for a year is erased."""
    conversation.last_used_on = now.date()


def status_of(db: Session, conversation: Conversation, submissions: Sequence[Submission]) -> Status:
    """Say what the patient may know: received, read, taken back.

    Args:
        submissions: all its sendings, the first one first.
    """
    newest = next((item for item in reversed(submissions) if item.erased_at is None), None)
    return Status(
        shared_at=newest.received_at if newest else None,
        read_at=newest.read_at if newest else None,
        is_withdrawn=conversation.withdrawn_at is not None,
        has_plan=conversation.id in with_plan(db, [conversation.id]),
    )


def submissions_of(db: Session, conversation_id: UUID) -> list[Submission]:
    """Give the sendings of a conversation, the first one first."""
    return list(
        db.scalars(
            select(Submission)
            .where(Submission.conversation_id == conversation_id)
            .order_by(Submission.number, Submission.received_at)
        )
    )


def has_document(db: Session, conversation: Conversation, kind: str) -> bool:
    """Tell whether a conversation has a document of a kind, without opening it."""
    own = StoredDocument.conversation_id == conversation.id, StoredDocument.kind == kind
    return db.scalar(select(StoredDocument.id).where(*own).limit(1)) is not None


def with_plan(db: Session, conversation_ids: Iterable[UUID]) -> set[UUID]:
    """Give those of these conversations that have a plan."""
    return set(
        db.scalars(
            select(StoredDocument.conversation_id)
            .where(
                StoredDocument.conversation_id.in_(conversation_ids), StoredDocument.kind == PLAN
            )
            .distinct()
        )
    )
