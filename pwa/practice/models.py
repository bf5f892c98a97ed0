"""Practices and their settings."""

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pwa.journal.core import Watched
from pwa.locales import LANGUAGES, Language
from pwa.practice.details import LanguageCheck
from pwa.store.columns import UtcDateTime
from pwa.web.extensions import Base


class Practice(Base):
    """A GP practice and its settings.

    Attributes:
        slug: its name in addresses.
        out_of_hours_name: the post to call when the practice is closed.
        if_worse_text: what a patient does when it gets worse, in the practice's Dutch words; None
            for the phrase of the application, which exists in every language.
        languages: codes of the languages that patients may choose, in this order.
        computer_voices: codes of the languages in which a computer voice says what nobody recorded.
        checked_languages: code to who has checked the texts of the language; patients are told of the
            others that nobody has.
        retention_days: how long a shared check is kept.
        takes_coded_only: patients can share only with an invitation or the waiting-room code.
        hides_clinician: the first page of an invitation shows the time and not with whom.
        help_revision: goes up with each change of the local help.
        waiting_room_number: goes up when the waiting-room code is renewed; the code is derived from
            it.
        is_example: a made-up practice, and every page says so.
        revision: goes up with each change, so that cached pages can be dropped.
    """

    __tablename__ = "practice"
    __journal__ = Watched(
        is_gone=False,  # nothing deletes a practice
        carried=("waiting_room_number",),  # after a restore a replaced code stays invalid
        steady=("if_worse_text", "neighbourhood"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(30))
    out_of_hours_name: Mapped[str] = mapped_column(String(120))
    out_of_hours_phone: Mapped[str] = mapped_column(String(30))
    if_worse_text: Mapped[str | None] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(JSON)
    computer_voices: Mapped[list[str]] = mapped_column(JSON, default=list)
    checked_languages: Mapped[dict[str, LanguageCheck]] = mapped_column(JSON, default=dict)
    retention_days: Mapped[int] = mapped_column(default=30)
    neighbourhood: Mapped[str | None] = mapped_column(String(120))
    takes_coded_only: Mapped[bool] = mapped_column(default=False)
    hides_clinician: Mapped[bool] = mapped_column(default=False)
    help_revision: Mapped[int] = mapped_column(default=1)
    waiting_room_number: Mapped[int] = mapped_column(default=1)
    is_example: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def has_checked(self, language: Language) -> bool:
        """Tell whether somebody who grew up with a language has read its texts."""
        return language.is_reviewed or language.code in self.checked_languages

    @property
    def written_languages(self) -> list[str]:
        """The codes of those languages that papers can be written in, in the same order."""
        return [code for code in self.languages if code in LANGUAGES]

    __mapper_args__ = {"version_id_col": revision}
