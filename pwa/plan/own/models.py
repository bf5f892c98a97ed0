"""The table of a practice's own phrases: a row for each version, so it is the history as well."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.journal.core import Unwatched
from pwa.store.columns import UtcDateTime
from pwa.web.extensions import Base


class PhraseVersion(Base):
    """What a member made of a phrase; the newest version is offered unless it is retired.

    Attributes:
        uid: of the phrase.
        texts: language to sentence.
        member_id: who changed it.
    """

    __tablename__ = "phrase_version"
    __journal__ = Unwatched("It names no patient; plans keep the sentences they were made with.")
    __table_args__ = (UniqueConstraint("practice_id", "uid", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    uid: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    who: Mapped[str] = mapped_column(String(30))
    topics: Mapped[list[str]] = mapped_column(JSON)
    is_retired: Mapped[bool]
    member_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
