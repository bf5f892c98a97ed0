"""What nearly every service needs, as one argument: the database, the master keys, and what time it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.vault.crypto import MasterKeys
from pwa.vault.master.master_keys import master_keys
from pwa.web import http
from pwa.web.extensions import db


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a request, a command, or what a test does.

    A service takes it as its first argument, and looks at no clock of its own: what a piece of work
    writes has one time.

    Attributes:
        db: the session; whoever made the work commits.
        master: the keys of this installation, which wrap what rows hold.
        now: when the work began, with a time zone.
    """

    db: Session
    master: MasterKeys
    now: datetime


def begin_work() -> Work:
    """Begin the work of a request or of a command, inside the context of the application."""
    return Work(db.session(), master_keys(), http.now())
