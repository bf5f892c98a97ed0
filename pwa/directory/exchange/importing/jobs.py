"""Reading and publishing in the background, with progress that every worker and tab can see.

A job runs in a thread of the worker process that took the request. What it says goes into the row
of the import, so a page shows the same wherever it was asked for. When the process dies the row
falls silent; nothing else remembers the job.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

from flask import Flask
from sqlalchemy import CursorResult, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pwa.directory.exchange.result import ResultDamaged
from pwa.directory.models import HelpImport, ImportState
from pwa.journal.file import JournalAway
from pwa.store.database import WriteLocked
from pwa.store.tenants import use_practice
from pwa.web import http, watch
from pwa.web.extensions import db

# A job says at least every half second that it lives, as long as it has something to say.
_BEAT_S: Final = 0.5
# After so long without a word a job is thought dead, and may be begun again.
SILENCE: Final = timedelta(seconds=30)
# Of one worker process; each may have a child that reads, with a memory of its own.
AT_ONCE: Final = 2
_WORKING: Final = (ImportState.READING, ImportState.PUBLISHING)
_places = threading.BoundedSemaphore(AT_ONCE)


class Stopped(Exception):
    """Nobody waits for this job any more: its import was thrown away, or another job is done."""


@dataclass(slots=True)
class Job:
    """A job on one import, and its database session.

    Attributes:
        db: of the job's thread; between its steps no transaction is open.
    """

    db: Session
    practice_id: int
    import_id: UUID
    _beaten: float = 0.0

    def beat(self, done: int, total: int) -> None:
        """Write how far the job is, at most twice a second.

        Raises:
            Stopped: the job is not wanted any more.
        """
        if monotonic() - self._beaten < _BEAT_S:
            return
        self._beaten = monotonic()
        self.db.rollback()
        said = (
            update(HelpImport)
            .where(
                HelpImport.id == self.import_id,
                HelpImport.practice_id == self.practice_id,
                HelpImport.state.in_(_WORKING),
            )
            .values(done=done, total=total, alive_at=http.now())
        )
        try:
            found = self.db.execute(said)
            self.db.commit()
        except WriteLocked:  # progress is not worth waiting for
            self.db.rollback()
            return
        assert isinstance(found, CursorResult)
        if not found.rowcount:
            raise Stopped


Task = Callable[[Job], None]


def start_job(
    app: Flask, task: Task, practice_id: int, import_id: UUID, *, patience_s: float
) -> None:
    """Start a job, and wait a moment for it: most files are small.

    The caller has committed, and has no transaction open.

    Args:
        patience_s: how long to wait at most; the job goes on after that.
    """
    # A daemon, so that a worker which is told to stop does not wait for it.
    thread = threading.Thread(
        target=_run, args=(app, task, practice_id, import_id), name="import", daemon=True
    )
    thread.start()
    thread.join(patience_s)


def _run(app: Flask, task: Task, practice_id: int, import_id: UUID) -> None:
    with app.app_context():
        session = db.session()
        use_practice(session, practice_id)
        job = Job(session, practice_id, import_id)
        try:
            _wait_for_place(job)
            try:
                task(job)
            finally:
                _places.release()
        except Stopped:
            session.rollback()
        except (SQLAlchemyError, WriteLocked, JournalAway, ResultDamaged, OSError) as error:
            # The row falls silent, and its page offers to begin again.
            session.rollback()
            watch.alarm("import-broken", kind=type(error).__name__)


def _wait_for_place(job: Job) -> None:
    while not _places.acquire(timeout=_BEAT_S):
        job.beat(0, 0)
