"""Tables of local help: what a practice keeps, its history, imports, reports, and sets to subscribe to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import (
    JSON,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UnicodeText,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from pwa.directory.hsds import HelpService
from pwa.journal.core import Unwatched
from pwa.store.columns import TextList, UtcDateTime, stored_enum
from pwa.vault.columns import practice_key_column
from pwa.web.extensions import Base

# What the practice's list and patients' pages choose by; then they read the contents of one page only.
_LISTED = ("practice_id", "state", "name", "id", "source", "assured_on", "open_reports", "topics")
_PUBLIC = "Public facts about help; nothing in it is about a patient."


class ServiceColumn(TypeDecorator[HelpService]):
    """A `HelpService`, stored as JSON."""

    impl = UnicodeText
    cache_ok = True

    def process_bind_param(self, value: HelpService | None, dialect: Dialect) -> str | None:
        """Write the service."""
        if value is None:
            return None
        return msgspec.json.encode(value, order="deterministic").decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> HelpService | None:
        """Read the service."""
        return None if value is None else msgspec.json.decode(value, type=HelpService)


class Source(StrEnum):
    """Where a kept service came from."""

    OWN = "own"  # typed or imported by the practice
    SET = "set"  # of a set that the practice subscribes to
    NATIONAL = "national"  # packaged with the application; only hiding and checking are kept


class KeptState(StrEnum):
    """Whether patients find a kept service."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    GONE = "gone"  # removed; its id still answers for plans


class KeptService(Base):
    """A service in the directory of a practice.

    One row holds a whole service, because it is always read, edited, exported and undone as a whole.

    Attributes:
        uid: the id of the service, unique in the practice.
        content: as patients find it.
        set_content: what the set or the imported file says, as it was last taken over; a field in
            which `content` differs is the practice's own correction, and survives a renewal.
        import_id: of the import that brought it; a renewal of that file leaves it as it is.
        name: folded (`fold`), to sort and to find by.
        topics: a copy of the content's topics, with a comma before, between and after: `,a,b,`.
        assured_on: a copy of the content's; None for never.
        open_reports: how many patients' reports nobody has answered yet.
        edition: goes up with every change, so that two editors notice each other.
    """

    __tablename__ = "kept_service"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (
        UniqueConstraint("practice_id", "uid"),
        Index("ix_kept_service_list", *_LISTED),
        # By which a search index finds what has changed since it was made.
        Index("ix_kept_service_changed", "practice_id", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    uid: Mapped[str] = mapped_column(String(36))
    source: Mapped[Source] = mapped_column(stored_enum(Source, "help_source", length=10))
    set_id: Mapped[int | None] = mapped_column(ForeignKey("help_set.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("help_import.id"), index=True)
    state: Mapped[KeptState] = mapped_column(stored_enum(KeptState, "help_state", length=10))
    content: Mapped[HelpService] = mapped_column(ServiceColumn)
    set_content: Mapped[HelpService | None] = mapped_column(ServiceColumn)
    name: Mapped[str] = mapped_column(String(200))
    topics: Mapped[str] = mapped_column(String(400))
    assured_on: Mapped[date | None]
    open_reports: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column()
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": edition}


class ServiceChange(Base):
    """One change of a kept service, to show who did what and to take it back.

    Attributes:
        kind: what was done, as a verb of the access log: `add`, `check`, `change`, `hide`, …
        before: the content before the change; None when it was added.
        set_before: of an import, the row's `set_content` before it.
        state_before: None when it was added.
        member_id: the membership of who did it; None for a renewal of a set.
        import_id: of the import that it was part of.
        undone_at: when it was taken back.
    """

    __tablename__ = "service_change"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (Index("ix_service_change_of", "practice_id", "uid", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    uid: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[HelpService | None] = mapped_column(ServiceColumn)
    set_before: Mapped[HelpService | None] = mapped_column(ServiceColumn)
    state_before: Mapped[KeptState | None] = mapped_column(
        stored_enum(KeptState, "help_state_before", length=10)
    )
    member_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("help_import.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceReport(Base):
    """A patient says that something of a service is not right.

    Attributes:
        uid: of the service, also of a national line.
        words: an optional line of the patient, sealed to the desk key, because people write about
            themselves; None if there was none, and after it was answered.
        word_key: the key of `words`, sealed.
        answered_at: when the practice checked or mended the service.
    """

    __tablename__ = "service_report"
    __journal__ = Unwatched("Its only words are sealed, and are emptied when it is answered.")
    __table_args__ = (Index("ix_service_report_of", "practice_id", "uid"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    uid: Mapped[str] = mapped_column(String(36))
    desk_key_id: Mapped[int] = practice_key_column("word_key")
    word_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceAlias(Base):
    """An id under which a plan may know a service that has another id now."""

    __tablename__ = "service_alias"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (UniqueConstraint("practice_id", "old_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    old_uid: Mapped[str] = mapped_column(String(36))
    uid: Mapped[str] = mapped_column(String(36))


class KnownTerm(Base):
    """A term of a foreign taxonomy, and the topics and strengths that the practice takes it for.

    Attributes:
        taxonomy: its name or address; empty if the set gave none.
        term: its code, else its name, folded.
        codes: of topics and strengths; empty for "means nothing to us", which is remembered too.
    """

    __tablename__ = "known_term"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (UniqueConstraint("practice_id", "taxonomy", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    taxonomy: Mapped[str] = mapped_column(String(200))
    term: Mapped[str] = mapped_column(String(200))
    codes: Mapped[list[str]] = mapped_column(TextList)


class ImportState(StrEnum):
    """How far an import is."""

    READING = "reading"
    READ = "read"  # there is a preview
    REFUSED = "refused"  # the file as a whole
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNDONE = "undone"
    DROPPED = "dropped"  # thrown away, or nobody published it


class HelpImport(Base):
    """A file of help options on its way into the directory.

    Attributes:
        file_name: as the browser said, for people.
        file: as it was uploaded; emptied when it is published, refused or given up.
        result: what was read, compressed (exchange/result.py); emptied likewise.
        preview: what publishing it would do, compressed page by page; emptied likewise.
        done, total: the progress bar, in lines.
        alive_at: when the reading process last said something; a reading that is silent for long
            has died with its server, and can be begun again.
        reason: why the file as a whole was refused, a message key.
        counts: of the preview: added, changed, removed, refused, unknown.
        member_id: the membership of who uploaded it.
        origin_id: of the first import of a line of renewals, its own if it renews none; known
            with the preview.
    """

    __tablename__ = "help_import"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (Index("ix_help_import_of", "practice_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    # Up to 10 MB each: loaded only by who asks for them.
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    preview: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[ImportState] = mapped_column(stored_enum(ImportState, "import_state", length=12))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alive_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    origin_id: Mapped[UUID | None]


class HelpSet(Base):
    """Help options of a city that the operator publishes and practices subscribe to; of no practice.

    Attributes:
        code: its name in commands, such as `utrecht`.
        edition: goes up each time it is published.
    """

    __tablename__ = "help_set"
    __journal__ = Unwatched(_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    edition: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SetService(Base):
    """A service of a set, as the operator published it."""

    __tablename__ = "set_service"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (UniqueConstraint("set_id", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("help_set.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(36))
    content: Mapped[HelpService] = mapped_column(ServiceColumn)


class SetSubscription(Base):
    """A practice takes over what a set says."""

    __tablename__ = "set_subscription"
    __journal__ = Unwatched(_PUBLIC)
    __table_args__ = (UniqueConstraint("practice_id", "set_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    set_id: Mapped[int] = mapped_column(ForeignKey("help_set.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
