"""What is stored of one patient and one practice: keys and sealed boxes, and when things happened."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.conversation.core import REPLY_WRAP_CONTEXT, ListPart, care_wrap_context, knows_whose
from pwa.journal.core import Unwatched, Watched
from pwa.store.columns import UtcDateTime
from pwa.vault.columns import practice_key_column, wrapped_column
from pwa.vault.patient.codes import SecretKind, patient_wrap_context
from pwa.web.extensions import Base


class Conversation(Base):
    """The record that one patient and one practice share.

    Attributes:
        public_key: anyone may seal to it, so sharing needs no secret.
        care_wrap: the private half, sealed to the practice's care key and wrapped by the KEK; None
            once nothing is left to open.
        first_read_at: when the practice first opened what was shared.
        invitation_id: what it was shared with; several may be shared with one, as on a family's phone.
        consult_on: the day of that consult; stays when the invitation is gone.
        withdrawn_at: when the patient took the answers back.
        last_used_on: the day that somebody last opened it, the patient or the practice; None if
            nobody did since it began. A day is enough to tell what nobody needs any more.
        keys_generation: goes up when the patient's keys die; whatever carries an older one opens
            nothing (`service.find_for_patient`).
        merged_into_id: the conversation that its documents went to. Not a foreign key, because each
            of the two has its own end.
        merged_at: when they did.
        ended_at: when the last of it was erased.
        is_folded: it came beyond the usual number of lists without an invitation, and nobody opened
            it yet: the list of a day shows all of these in one line.
        set_aside_at: when the practice put it aside, because it belongs to none of its patients.
        set_aside_by_id: the membership that did.
    """

    __tablename__ = "conversation"
    __journal__ = Watched(
        carried=("withdrawn_at", "keys_generation", "ended_at", "is_folded", "set_aside_at"),
        emptied=("care_wrap",),
        # Of a merge only the death of the old keys is repeated: nobody can move documents without the
        # care key, so after a restore the lists are two again.
        steady=(
            "first_read_at",
            "last_used_on",
            "merged_into_id",
            "merged_at",
            "invitation_id",
            "consult_on",
            "set_aside_by_id",
        ),
        unless={"care_wrap": "merged_into_id", "ended_at": "merged_into_id"},
    )
    __table_args__ = (
        Index(None, "practice_id", "created_at"),
        # So that the lists of a day are found without a look at thousands that are folded.
        Index("ix_conversation_day", "practice_id", "is_folded", "consult_on"),
        # For the page of what was put aside. `ended_at` is empty for all that can come back, so these
        # rows stand together in the index, however many were erased before.
        Index("ix_conversation_aside", "practice_id", "ended_at", "set_aside_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    care_key_id: Mapped[int] = practice_key_column("care_wrap")
    care_wrap: Mapped[bytes | None] = wrapped_column(lambda row: care_wrap_context(row.id))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_on: Mapped[date | None]
    keys_generation: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[UUID | None] = mapped_column(index=True)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    consult_on: Mapped[date | None]
    is_folded: Mapped[bool] = mapped_column(default=False)
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))

    @property
    def list_part(self) -> ListPart:
        """Say where the practice finds it; its sendings say the same."""
        if not self.is_folded and self.set_aside_at is None:
            return ListPart.DAY
        if self.ended_at is not None:
            return ListPart.NONE
        return ListPart.FOLD if self.set_aside_at is None else ListPart.ASIDE

    @property
    def is_known(self) -> bool:
        """Say whether the practice knows whose it is."""
        return knows_whose(self.first_read_at, self.keys_generation)

    @property
    def is_readable(self) -> bool:
        """Say whether there is anything that somebody may open."""
        return self.care_wrap is not None and self.set_aside_at is None

    @property
    def is_open(self) -> bool:
        """Say whether it may be changed: it is readable, and holds its documents itself.

        Look again after `take_turn`: until then somebody else may end or merge it.
        """
        return self.is_readable and self.merged_into_id is None


class CodeLookup(Base):
    """Finds a conversation by what the patient holds, before a practice is known.

    Attributes:
        digest: an HMAC that needs the KEK; neither code nor link can be computed from it.
        generation: of the patient's keys that this one is of.
        wrap: the conversation's private half, wrapped by the code or the link; None once erased, so
            that a correct key still leads to a page that says so.
    """

    __tablename__ = "code_lookup"
    __journal__ = Watched(emptied=("wrap",), leads_to="conversation_id")
    __table_args__ = (Index(None, "conversation_id"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    generation: Mapped[int] = mapped_column(default=1)
    wrap: Mapped[bytes | None] = wrapped_column(
        lambda row: patient_wrap_context(SecretKind.CODE, row.conversation_id),
        lambda row: patient_wrap_context(SecretKind.LINK, row.conversation_id),
    )


class StoredDocument(Base):
    """One version of a check or a plan, under a key of its own.

    Attributes:
        number: 1 for the first of its kind, so that two editors cannot both write the next one. What
            a merged conversation brought along stands before that, at 0 and below.
        author_id: the membership that wrote it; None for the patient.
        author_role: of that member at that moment, because roles change.
        origin_id: the conversation that it was merged from.
    """

    __tablename__ = "document"
    __journal__ = Watched(steady=("author_id", "author_role", "origin_id"))
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
    author_role: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    origin_id: Mapped[UUID | None]


class Submission(Base):
    """One sending by one phone: recognised when it comes again, and what the list of today shows.

    Attributes:
        uid_digest: of the phone's UUID, which itself is not stored.
        body_mac: of what was sent, under a key derived from the UUID.
        reply: code and link, sealed under a key derived from the UUID, for a day.
        label_key, label: the note of the desk (desk_notes.py), sealed to the desk key; None once erased.
        number: of the check that was sent.
        read_at: when the practice first saw this version.
        erased_at: the content is gone; the row stays so that nothing comes back from a phone.
        origin_id: the conversation that it was merged from.
        list_part: of the conversation, which changes it in every sending at once.
    """

    __tablename__ = "submission"
    __journal__ = Watched(
        carried=("erased_at", "list_part"),
        emptied=("reply", "label_key", "label"),
        steady=("read_at", "origin_id"),
    )
    __table_args__ = (
        UniqueConstraint("practice_id", "uid_digest"),
        Index("ix_submission_day", "practice_id", "list_part", "received_at", "conversation_id"),
        Index(None, "conversation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    uid_digest: Mapped[bytes] = mapped_column(LargeBinary)
    body_mac: Mapped[bytes] = mapped_column(LargeBinary)
    reply: Mapped[bytes | None] = wrapped_column(lambda _row: REPLY_WRAP_CONTEXT)
    desk_key_id: Mapped[int] = practice_key_column("label_key")
    label_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    label: Mapped[bytes | None] = mapped_column(LargeBinary)
    number: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    origin_id: Mapped[UUID | None]
    list_part: Mapped[str] = mapped_column(String(10), default=ListPart.DAY)


class Invitation(Base):
    """A consult that a patient may prepare for: the practice knows whose it is, this row does not.

    Attributes:
        consult_on: the day, by which the list finds it; the time is sealed.
        token_digest: of what stands in the link; the link itself is sealed with the label.
        code_digest: a keyed one of the short code on the card, which is derived from the token; None
            until the desk next looks at an invitation from before there were codes.
        label_key, label: time, clinician, language, the desk's words and the token, sealed to the
            desk key.
    """

    __tablename__ = "invitation"
    __journal__ = Watched(steady=("code_digest",))
    __table_args__ = (
        UniqueConstraint("practice_id", "token_digest"),
        Index(None, "practice_id", "consult_on"),
        Index(None, "practice_id", "code_digest", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    consult_on: Mapped[date]
    token_digest: Mapped[bytes] = mapped_column(LargeBinary)
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    desk_key_id: Mapped[int] = practice_key_column("label_key")
    label_key: Mapped[bytes] = mapped_column(LargeBinary)
    label: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LostList(Base):
    """What a restore found in the journal and not in the backup: a list that is lost.

    Attributes:
        digest: as the journal names the key that somebody comes back by, or the list itself. Neither a
            code nor a link nor a list can be computed from it.
        told_until: the last day that who has the key is told of it.
    """

    __tablename__ = "lost_list"
    __journal__ = Unwatched("A row opens nothing, and its day ends it again after a restore.")
    __table_args__ = (Index(None, "practice_id", "told_until"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    told_until: Mapped[date]
