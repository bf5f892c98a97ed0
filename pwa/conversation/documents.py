"""The documents of a conversation: sealed, numbered, each under a key of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, StoredDocument, Submission
from pwa.editing import Conflict
from pwa.staff.access import Staff
from pwa.staff.core import Role
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document
from pwa.vault.work import Work

_DESK_NOTE_SCHEMA = 1


@dataclass(frozen=True)
class OpenConversation:
    """A conversation, and the key that opens its documents."""

    row: Conversation
    private_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a conversation, such as a version of the check, opened."""

    id: UUID
    number: int
    content: dict[str, Any]
    created_at: datetime
    author_id: int | None
    author_role: Role | None
    schema: int


@dataclass(frozen=True, slots=True)
class SentMark:
    """By what a document is recognised when its sending comes again: its id, and a MAC of what was sent."""

    document_id: UUID
    mac: bytes


def desk_note_address(submission: Submission) -> DocumentAddress:
    """Give the address (AAD) that the desk's note about a sending is sealed to."""
    return DocumentAddress(
        submission.practice_id,
        submission.conversation_id,
        submission.id,
        "label",
        _DESK_NOTE_SCHEMA,
    )


def take_turn(db: Session, conversation: Conversation) -> None:
    """Lock the row of a conversation until the transaction ends, and read it anew.

    Without this lock, on PostgreSQL, a document written while the patient takes everything back
    would stay.
    """
    db.refresh(conversation, with_for_update=True)


def next_number(db: Session, conversation_id: UUID, kind: str) -> int:
    """Give the number for the next version of a document: 1 when there is none yet."""
    of_kind = StoredDocument.conversation_id == conversation_id, StoredDocument.kind == kind
    return (db.scalar(select(func.max(StoredDocument.number)).where(*of_kind)) or 0) + 1


def add_document(
    work: Work,
    conversation: Conversation,
    kind: str,
    number: int,
    schema: int,
    content: Mapping[str, object],
    *,
    by: Staff | None = None,
    sent: SentMark | None = None,
) -> StoredDocument:
    """Seal a version to the conversation's public key, for which no secret is needed.

    Args:
        by: who wrote it down with the patient; None for the patient alone.
        sent: of a tick; None for other kinds.
    """
    document = StoredDocument(
        id=sent.document_id if sent else uuid4(),
        practice_id=conversation.practice_id,
        conversation_id=conversation.id,
        kind=kind,
        number=number,
        schema=schema,
        author_id=by.membership_id if by else None,
        author_role=by.role if by else None,
        created_at=work.now,
        sent_mac=sent.mac if sent else None,
    )
    sealed = seal_document(conversation.public_key, _address(document), content)
    document.sealed_key, document.body = sealed.sealed_key, sealed.body
    work.db.add(document)
    return document


def read_documents(
    db: Session, opened: OpenConversation, kind: str, *, most: int
) -> list[Document]:
    """Open the newest versions of a document, the newest first."""
    rows = db.scalars(
        select(StoredDocument)
        .where(StoredDocument.conversation_id == opened.row.id, StoredDocument.kind == kind)
        .order_by(StoredDocument.number.desc())
        .limit(most)
    )
    return [_open(row, opened.private_key) for row in rows]


def read_document(db: Session, opened: OpenConversation, kind: str) -> Document | None:
    """Open the newest version of a document; None when there is none."""
    documents = read_documents(db, opened, kind, most=1)
    return documents[0] if documents else None


def write_document(
    work: Work,
    opened: OpenConversation,
    kind: str,
    schema: int,
    content: Mapping[str, object],
    *,
    base_number: int,
    by: Staff,
) -> int:
    """Write the next version of a document.

    Args:
        base_number: the version that the editor started from, 0 for none.

    Returns:
        The number of the new version.

    Raises:
        Conflict: somebody saved a version since, merged this conversation into another one, or the
            patient took everything back; nothing is written.
    """
    take_turn(work.db, opened.row)
    if not opened.row.is_open:
        raise Conflict(0)
    number = next_number(work.db, opened.row.id, kind)
    if number != base_number + 1:
        raise Conflict(number - 1)
    try:
        with work.db.begin_nested():
            add_document(work, opened.row, kind, number, schema, content, by=by)
    except IntegrityError:  # another worker wrote the same number at the same moment
        raise Conflict(number) from None
    opened.row.last_used_on = work.now.date()
    return number


def move_document(
    row: StoredDocument, source: OpenConversation, target: Conversation, *, number: int
) -> None:
    """Move a version to another conversation: open it, seal it to the new key and address (AAD)."""
    content = _open(row, source.private_key).content
    row.conversation_id, row.number = target.id, number
    sealed = seal_document(target.public_key, _address(row), content)
    row.sealed_key, row.body = sealed.sealed_key, sealed.body


def _open(row: StoredDocument, private_key: bytes) -> Document:
    content = open_document(private_key, _address(row), SealedDocument(row.sealed_key, row.body))
    return Document(
        id=row.id,
        number=row.number,
        content=content,
        created_at=row.created_at,
        author_id=row.author_id,
        author_role=Role(row.author_role) if row.author_role else None,
        schema=row.schema,
    )


def _address(row: StoredDocument) -> DocumentAddress:
    return DocumentAddress(row.practice_id, row.conversation_id, row.id, row.kind, row.schema)
