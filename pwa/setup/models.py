"""Practices that are being set up."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from pwa.journal.core import Cleared
from pwa.store.columns import UtcDateTime
from pwa.web.extensions import Base


class PracticeSetup(Base):
    """An operator's link, behind which somebody sets up a practice that does not exist yet.

    Attributes:
        token_digest: of the secret in the link, which is stored nowhere.
        draft: what was typed about the practice so far, field name to values; None at the end.
        finished_at: when the practice was made; from then on the link does nothing.
    """

    __tablename__ = "practice_setup"
    __journal__ = Cleared("A link may have been used since; the operator makes another one.")

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
