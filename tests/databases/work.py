"""A piece of work with the session of a fixture, outside the context of the application."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from pwa.audit.recording import KEYS
from pwa.vault.work import Work


def work_on(session: Session, now: datetime | None = None) -> Work:
    """Begin work with the master keys that the fixture brought (`bring_keys`); now, unless told."""
    return Work(session, session.info[KEYS], now or datetime.now(UTC))
