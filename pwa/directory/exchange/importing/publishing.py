"""Put an import into the directory, all or nothing.

What is to be written is worked out first, into a file, without a lock. Then one transaction writes
it: on SQLite it holds the write lock, for which patients who share have to wait.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.orm import Session

from pwa import audit
from pwa.directory.exchange.bulk import update_rows
from pwa.directory.exchange.importing.comparing import Comparison, in_batches
from pwa.directory.exchange.importing.jobs import Job, Stopped
from pwa.directory.exchange.importing.reading import make_preview
from pwa.directory.exchange.importing.steps import Step
from pwa.directory.exchange.importing.terms import load_terms
from pwa.directory.keeping.service import find_columns, finish_many
from pwa.directory.models import (
    HelpImport,
    ImportState,
    KeptService,
    ServiceAlias,
    ServiceChange,
    Source,
)
from pwa.practice.changed import practice_changed
from pwa.practice.models import Practice
from pwa.settings.service import lock_practice
from pwa.store.database import go_on_reading
from pwa.text import N_
from pwa.vault.work import Work, begin_work

CHANGED_MEANWHILE: Final = N_(
    "Meanwhile somebody changed something in the list. This is how it would become now. Look again."
)
_LENGTH_BYTES: Final = 4
_MAX_OLD_UID: Final = 36


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes an import; the access log needs no more of a person."""

    membership_id: int
    role: str


@dataclass(frozen=True, slots=True)
class _Member:
    membership_id: int
    role: str
    practice: Practice


@dataclass(frozen=True, slots=True)
class Publishing:
    """A job that publishes an import."""

    publisher: Publisher

    def __call__(self, job: Job) -> None:
        """Write everything, or nothing."""
        with tempfile.TemporaryFile() as file:
            revision = self._prepare(job, file)
            job.db.rollback()
            if self._write(job, file, revision):
                practice_changed.send()
                return
        make_preview(job)

    def _prepare(self, job: Job, file: IO[bytes]) -> int:
        """Work out the steps, and put them into a file.

        Returns:
            The `help_revision` of the directory for which they hold.
        """
        go_on_reading(job.db)
        row = job.db.get_one(HelpImport, job.import_id, populate_existing=True)
        if row.practice_id != job.practice_id or row.result is None:
            raise Stopped
        takes = frozenset(row.counts.get("take", ()))
        packed, revision = row.result, row.counts["revision"]
        terms = load_terms(job.db, job.practice_id)
        job.db.rollback()
        comparison = Comparison(
            job.db, job.practice_id, packed, terms, takes=takes, on_progress=job.beat
        )
        steps = (compared.step for compared in comparison.run() if compared.step)
        for batch in in_batches(steps):
            written = msgspec.msgpack.encode(batch)
            file.write(len(written).to_bytes(_LENGTH_BYTES, "big") + written)
        return int(revision)

    def _write(self, job: Job, file: IO[bytes], revision: int) -> bool:
        """Write the steps in one transaction; False if the directory has changed meanwhile."""
        work = begin_work()
        practice = work.db.get_one(Practice, job.practice_id)
        lock_practice(work.db, practice)
        row = work.db.get(HelpImport, job.import_id, populate_existing=True)
        if row is None or row.state is not ImportState.PUBLISHING:
            raise Stopped
        if practice.help_revision != revision:
            row.state, row.reason = ImportState.READING, CHANGED_MEANWHILE
            work.db.commit()
            return False
        writer = _Writer(work, practice.id, row.id, row.origin_id, self.publisher.membership_id)
        for batch in _read_batches(file):
            writer.write(batch)
        _finish(work, row)
        member = _Member(self.publisher.membership_id, self.publisher.role, practice)
        audit.record_staff(work.db, member, action="help:import", at=work.now)
        finish_many(work, practice)
        work.db.commit()
        return True


def _finish(work: Work, row: HelpImport) -> None:
    row.state, row.published_at, row.reason = ImportState.PUBLISHED, work.now, ""
    row.file = row.result = row.preview = None


def _read_batches(file: IO[bytes]) -> Iterator[list[Step]]:
    file.seek(0)
    while length := file.read(_LENGTH_BYTES):
        written = file.read(int.from_bytes(length, "big"))
        yield msgspec.msgpack.decode(written, type=list[Step])


class _Writer:
    """Writes steps in bulk: 50,000 objects of the ORM would take a minute and much memory."""

    def __init__(
        self,
        work: Work,
        practice_id: int,
        import_id: UUID,
        origin_id: UUID | None,
        membership_id: int,
    ) -> None:
        self._db: Session = work.db
        self._now = work.now
        self._in_practice = {"practice_id": practice_id}
        self._import_id, self._origin_id = import_id, origin_id
        self._membership_id = membership_id

    def write(self, steps: Sequence[Step]) -> None:
        """Write some steps."""
        connection = self._db.connection()
        new = [self._new(step) for step in steps if step.row_id is None]
        if new:
            connection.execute(insert(KeptService), new)
        self._update(connection, [step for step in steps if step.row_id is not None])
        changes = [self._change(step) for step in steps if step.kind]
        if changes:
            connection.execute(insert(ServiceChange), changes)
        self._alias(connection, [step for step in steps if step.kind == "add" and step.old_uid])

    def _new(self, step: Step) -> dict[str, Any]:
        assert step.content is not None, "a new service has content"
        return {
            **self._in_practice,
            **find_columns(step.content),
            "uid": step.uid,
            "source": Source.OWN,
            "state": step.state,
            "import_id": self._origin_id,
            "set_content": step.said,
            "open_reports": 0,
            "edition": 1,
            "updated_at": self._now,
        }

    def _update(self, connection: Connection, steps: Sequence[Step]) -> None:
        """Update rows by their ids; those whose content changes need more columns."""
        said = [self._said(step) for step in steps if step.content is None]
        with_content = [
            {**self._said(step), **find_columns(step.content)} for step in steps if step.content
        ]
        for rows in (said, with_content):
            update_rows(connection, KeptService.id, rows)
        again = [step.row_id for step in steps if step.kind == "add"]
        if again:
            connection.execute(
                update(KeptService)
                .where(KeptService.id.in_(again))
                .values(import_id=self._origin_id)
            )

    def _said(self, step: Step) -> dict[str, Any]:
        return {
            "id": step.row_id,
            "state": step.state,
            "set_content": step.said,
            "updated_at": self._now,
        }

    def _change(self, step: Step) -> dict[str, Any]:
        return {
            **self._in_practice,
            "uid": step.uid,
            "kind": step.kind,
            "before": step.before,
            "set_before": step.said_before,
            "state_before": step.state_before,
            "member_id": self._membership_id,
            "import_id": self._import_id,
            "at": self._now,
        }

    def _alias(self, connection: Connection, steps: Sequence[Step]) -> None:
        """Let the ids of the file lead to the services, as far as there is room for them."""
        ids = {step.old_uid: step.uid for step in steps if len(step.old_uid) <= _MAX_OLD_UID}
        known = set(
            self._db.scalars(
                select(ServiceAlias.old_uid).where(
                    ServiceAlias.practice_id == self._in_practice["practice_id"],
                    ServiceAlias.old_uid.in_(ids),
                )
            )
        )
        rows = [
            {**self._in_practice, "old_uid": old, "uid": uid}
            for old, uid in ids.items()
            if old not in known
        ]
        if rows:
            connection.execute(insert(ServiceAlias), rows)
