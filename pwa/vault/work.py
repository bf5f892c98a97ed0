"""The arguments of nearly every service in one: the database, the master keys and the time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.vault.crypto import MasterKeys
from pwa.vault.master.master_keys import master_keys
from pwa.web import http
from pwa.web.extensions import db


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a request, a command, or a step of a test.

    A service takes it as its first argument and reads no clock itself, so that everything which one
    piece of work writes has the same time.

    Attributes:
        db: the database session; whoever made the `Work` commits, not the service.
        master: the master keys of this installation, which wrap columns.
        now: when the work began, with a time zone.
    """

    db: Session
    master: MasterKeys
    now: datetime


def begin_work() -> Work:
    """Begin the work of a request or of a command, inside the context of the application."""
    return Work(db.session(), master_keys(), http.now())
