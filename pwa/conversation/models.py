"""Tables of what a patient and a practice share: wrapped keys, sealed documents, and moments."""

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
        public_key: documents are sealed to it, so sharing needs no secret.
        care_wrap: the private key, sealed to the practice's care key and wrapped by the KEK; None
            once nothing is left to open.
        first_read_at: when the patient confirmed to be theirs what the practice then opened. On the
            day of its consult a list with an invitation may have been read before that; this is
            noted in `Submission.read_at` only.
        invitation_id: of the invitation that the patient shared with; several conversations may
            have the same one, as on a family's phone.
        consult_on: the day of that invitation's consult; stays when the invitation is deleted.
        withdrawn_at: when the patient took the answers back.
        last_used_on: the day that the patient or the practice last opened or changed it; None if
            nobody did. Only a day, which is enough to find plans that nobody needs any more.
        keys_generation: goes up when the patient's keys die; a code, link, pass or token of an
            older generation opens nothing (`service.find_for_patient`).
        merged_into_id: the conversation that its documents were moved to. Not a foreign key,
            because the rows of the two are deleted at different times.
        merged_at: when its documents were moved.
        ended_at: when its last document was erased.
        is_folded: it came beyond the usual number of lists without an invitation, and nobody opened
            it yet: the list of a day shows all of these in one line.
        set_aside_at: when the practice put it aside, because it belongs to none of its patients.
        set_aside_by_id: the membership of who put it aside.
    """

    __tablename__ = "conversation"
    __journal__ = Watched(
        carried=("withdrawn_at", "keys_generation", "ended_at", "is_folded", "set_aside_at"),
        emptied=("care_wrap",),
        # After a restore a merge is not repeated, because moving documents takes the care key: the
        # lists are two again. Only the end of the old keys is repeated (`keys_generation`).
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
        # Finds the lists of a day without reading thousands of folded ones.
        Index("ix_conversation_day", "practice_id", "is_folded", "consult_on"),
        # For the page of lists that were put aside. `ended_at` is NULL for all that can be brought
        # back, so these rows stand together in the index, however many were erased before.
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
        """Say where the practice finds it; `Submission.list_part` of its sendings is a copy."""
        if not self.is_folded and self.set_aside_at is None:
            return ListPart.DAY
        if self.ended_at is not None:
            return ListPart.NONE
        return ListPart.FOLD if self.set_aside_at is None else ListPart.ASIDE

    @property
    def is_confirmed(self) -> bool:
        """Say whether the patient has said that it is theirs."""
        return self.first_read_at is not None

    def is_for_consult_on(self, day: date) -> bool:
        """Say whether it was shared with an invitation for a consult on a day.

        Args:
            day: in the practice's time zone.
        """
        return self.invitation_id is not None and self.consult_on == day

    @property
    def is_known(self) -> bool:
        """Say whether the practice knows whose it is."""
        return knows_whose(self.first_read_at, self.keys_generation)

    @property
    def is_readable(self) -> bool:
        """Say whether it may be opened: something is left, and it was not put aside."""
        return self.care_wrap is not None and self.set_aside_at is None

    @property
    def is_open(self) -> bool:
        """Say whether it may be changed: it is readable, and not merged into another one.

        Ask again after `take_turn`, which locks the row: before it another request may end or merge
        the conversation.
        """
        return self.is_readable and self.merged_into_id is None


class CodeLookup(Base):
    """Finds a conversation by the patient's code or link, of whatever practice.

    Attributes:
        digest: HMAC of the code or link under a key of the server; neither can be computed from it.
        generation: of the patient's keys, to which this code or link belongs.
        wrap: the conversation's private key, wrapped by the code or the link; None once the
            contents were erased, so that a right key still leads to a page that says so.
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
    """One document, such as a version of the check or of the plan, under a key of its own.

    Attributes:
        number: 1 for the first of its kind; unique, so that two editors cannot both write the next
            one. Versions from a merged conversation may have numbers of 0 and below.
        author_id: the membership that wrote it; None for the patient.
        author_role: of that member at that moment, because roles change.
        origin_id: the conversation that a merge moved it from; None without a merge.
        sent_mac: of a tick, the MAC of the sent fields; its id is derived from the UUID of the
            sending, so the same one is recognised when it comes again.
    """

    __tablename__ = "document"
    __journal__ = Watched(steady=("author_id", "author_role", "origin_id", "sent_mac"))
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
    sent_mac: Mapped[bytes | None] = mapped_column(LargeBinary)


class Submission(Base):
    """One sending by one phone: recognises the same one when it comes again; holds the desk's note.

    Attributes:
        uid_digest: of the UUID that the phone gave this sending; the UUID itself is not stored.
        body_mac: MAC of the sent fields, under a key derived from the UUID.
        reply: code and link, sealed under a key derived from the UUID; kept for a day.
        label_key, label: the desk note (desk_notes.py), sealed to the desk key; None once erased.
        number: of the version of the check that was sent.
        read_at: when the practice first saw this version.
        erased_at: when the contents were erased; the row stays as a tombstone, so that a phone that
            sends them again is refused.
        origin_id: the conversation that a merge moved it from; None without a merge.
        list_part: copy of `Conversation.list_part`, for the index; `service.relist` updates it.
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
    """An invitation to a consult; nothing readable in this row says who the patient is.

    Attributes:
        consult_on: the day, by which the list finds it; the time is sealed.
        token_digest: of the token in the link; the token itself is sealed in `label`.
        code_digest: HMAC of the short code on the card, which is derived from the token; None in
            invitations older than these codes, until the desk next opens one.
        label_key, label: time, clinician, language, the desk's words for the patient and the token,
            sealed to the desk key.
        appointment: time and clinician once more, encrypted under a key from the token, for whoever
            has the link; None in invitations of older builds, until the desk next opens one.
    """

    __tablename__ = "invitation"
    __journal__ = Watched(steady=("code_digest", "appointment"))
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
    appointment: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LostList(Base):
    """A list that a restore found in the journal and not in the backup, so it is lost.

    Attributes:
        digest: the journal's digest of a patient's code or link, or of the conversation; none of
            these can be computed from it.
        told_until: the last day on which somebody with the key is told that the list is lost.
    """

    __tablename__ = "lost_list"
    __journal__ = Unwatched("A row opens nothing, and its day ends it again after a restore.")
    __table_args__ = (Index(None, "practice_id", "told_until"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    told_until: Mapped[date]
