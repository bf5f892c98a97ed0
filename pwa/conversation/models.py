"""What is stored of one patient and one practice: keys and sealed boxes, and when things happened."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.columns import UtcDateTime
from pwa.conversation.core import REPLY_LABEL, care_label
from pwa.extensions import Base
from pwa.vault.codes import SecretKind, patient_label
from pwa.vault.columns import practice_key_column, wrapped_column


class Conversation(Base):
    """The record that one patient and one practice share.

    Attributes:
        public_key: anyone may seal to it, so sharing needs no secret.
        care_wrap: the private half, sealed to the practice's care key and wrapped by the KEK; None
            once nothing is left to open.
        first_read_at: when the practice first opened what was shared.
        withdrawn_at: when the patient took the answers back.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "practice_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    care_key_id: Mapped[int] = practice_key_column("care_wrap")
    care_wrap: Mapped[bytes | None] = wrapped_column(lambda row: care_label(row.id))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CodeLookup(Base):
    """Finds a conversation by what the patient holds, before a practice is known.

    Attributes:
        digest: an HMAC that needs the KEK; neither code nor link can be computed from it.
        wrap: the conversation's private half, wrapped by the code or the link; None once erased, so
            that a correct key still leads to a page that says so.
    """

    __tablename__ = "code_lookup"
    __table_args__ = (Index(None, "conversation_id"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    wrap: Mapped[bytes | None] = wrapped_column(
        lambda row: patient_label(SecretKind.CODE, row.conversation_id),
        lambda row: patient_label(SecretKind.LINK, row.conversation_id),
    )


class StoredDocument(Base):
    """One version of a check or a plan, under a key of its own.

    Attributes:
        number: 1 for the first of its kind, so that two editors cannot both write the next one.
        author_id: the membership that wrote it; None for the patient.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("conversation_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    kind: Mapped[str]
    number: Mapped[int]
    schema: Mapped[int]
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Submission(Base):
    """One sending by one phone: recognised when it comes again, and what the list of today shows.

    Attributes:
        uid_digest: of the phone's UUID, which itself is not stored.
        body_mac: of what was sent, under a key derived from the UUID.
        reply: code and link, sealed under a key derived from the UUID, for a day.
        label_key, label: what the desk may see, sealed to the desk key; None once erased.
        number: of the check that was sent.
        read_at: when the practice first saw this version.
        erased_at: the content is gone; the row stays so that nothing comes back from a phone.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("practice_id", "uid_digest"),
        Index(None, "practice_id", "received_at"),
        Index(None, "conversation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    uid_digest: Mapped[bytes] = mapped_column(LargeBinary)
    body_mac: Mapped[bytes] = mapped_column(LargeBinary)
    reply: Mapped[bytes | None] = wrapped_column(lambda _row: REPLY_LABEL)
    desk_key_id: Mapped[int] = practice_key_column("label_key")
    label_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    label: Mapped[bytes | None] = mapped_column(LargeBinary)
    number: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
