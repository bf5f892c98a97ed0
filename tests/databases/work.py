"""A `Work` (session, master keys, time) outside the context of the application."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from pwa.audit.recording import KEYS
from pwa.vault.work import Work


def work_on(session: Session, now: datetime | None = None) -> Work:
    """Make a Work with the master keys that `bring_keys` put into the session; default: now."""
    return Work(session, session.info[KEYS], now or datetime.now(UTC))
