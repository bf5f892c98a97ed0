"""What somebody typed when the session had ended, until the next login."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pwa.journal.core import Cleared
from pwa.store.columns import UtcDateTime
from pwa.vault.columns import wrapped_column
from pwa.web.extensions import Base


class UnsentForm(Base):
    """One form of one person, readable only by the browser that sent it.

    It belongs to an account and not to a practice: when it is sent, nobody is logged in.

    Attributes:
        address: path of the page with the form.
        body: the fields, encrypted with a secret that only a cookie of that browser holds.
    """

    __tablename__ = "kept_form"
    __journal__ = Cleared("It belongs to a login, and a restore ends all of them.")
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = wrapped_column(lambda row: row.wrap_context)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def wrap_context(self) -> str:
        """The context (AAD) that binds the encryption to this row, person and page."""
        return f"kept form {self.id} of account {self.account_id} at {self.address}"
