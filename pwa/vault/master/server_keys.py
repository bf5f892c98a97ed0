"""The root key of this installation: random, and stored in the database wrapped by the master key.

What a derived key finds, signs or encrypts (a patient's code, a cookie, a second factor) cannot be
computed anew when that key changes. So such keys are derived from the root key, and a rotation of
the master key changes only the wrap around the root key.
"""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from pwa.journal.core import Unwatched
from pwa.store.columns import UtcDateTime
from pwa.vault.columns import wrapped_column
from pwa.vault.crypto import MasterKeys
from pwa.web.extensions import Base

# Label of the root key, which a migration makes; all other keys of the server are derived from it.
ROOT = "root"


class ServerKey(Base):
    """A key of this installation, of no practice: it is needed before the practice is known.

    Attributes:
        label: what the key is for; part of the wrap's context (AAD), so two keys cannot be swapped.
    """

    __tablename__ = "server_key"
    __journal__ = Unwatched("The root key outlives everything; a restore wraps it anew.")

    label: Mapped[str] = mapped_column(String(80), primary_key=True)
    wrap: Mapped[bytes] = wrapped_column(lambda row: server_wrap_context(row.label))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


def find_root(db: Session, master: MasterKeys) -> bytes:
    """Give the root key of this installation.

    Raises:
        LookupError: the database is older than this version.
        CannotOpen: the key file does not hold the master key that wraps it.
    """
    row = db.get(ServerKey, ROOT)
    if row is None:
        raise LookupError("the database has no root key: run `flask db upgrade`")
    return master.unwrap(row.wrap, server_wrap_context(ROOT))


def server_wrap_context(label: str) -> str:
    """Give the context (AAD) under which a server key is wrapped."""
    return f"server key {label}"
