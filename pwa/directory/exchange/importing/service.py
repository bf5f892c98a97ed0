"""Imports of a practice: begin one, ask about it, choose, and give it up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.directory.exchange.importing.jobs import SILENCE
from pwa.directory.models import HelpImport, ImportState
from pwa.errors import PersonalError
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff
from pwa.text import N_, clean_text, one_line
from pwa.vault.work import Work

# So long a file waits for somebody to publish it.
LIFETIME: Final = timedelta(days=7)
# The newest imports of the list; each is a line of it.
LISTED: Final = 100
_MAX_NAME: Final = 120
# States in which the file is on its way.
OPEN: Final = (ImportState.READING, ImportState.READ, ImportState.PUBLISHING)
_AT_WORK: Final = (ImportState.READING, ImportState.PUBLISHING)

ANOTHER: Final = N_(
    "Another file is still on its way. Put that one into the list first, or throw it away."
)
AT_WORK: Final = N_("Somebody is already working on this file. Wait until that is done.")
NOT_READY: Final = N_("This file cannot go into the list now. Look at it again.")


class ImportRefused(PersonalError):
    """An import cannot do this now; the message says why."""


def begin_import(work: Work, staff: Staff, *, file_name: str, data: bytes) -> HelpImport:
    """Keep an uploaded file; the caller commits, and then starts to read it.

    Raises:
        ImportRefused: another file of this practice is on its way.
    """
    lock_practice(work.db, staff.practice)
    if find_open(work.db, staff.practice.id) is not None:
        raise ImportRefused(ANOTHER)
    row = HelpImport(
        id=uuid4(),
        practice_id=staff.practice.id,
        member_id=staff.membership_id,
        file_name=one_line(clean_text(file_name), max_length=_MAX_NAME),
        file=data,
        state=ImportState.READING,
        created_at=work.now,
        alive_at=work.now,
    )
    work.db.add(row)
    _record(work, staff, "help:upload")
    return row


def find_open(db: Session, practice_id: int) -> HelpImport | None:
    """Find the file that is on its way; there is one at most."""
    return db.scalar(
        select(HelpImport).where(HelpImport.practice_id == practice_id, HelpImport.state.in_(OPEN))
    )


def find_import(db: Session, practice_id: int, import_id: UUID) -> HelpImport | None:
    """Find an import of a practice."""
    return db.scalar(
        select(HelpImport).where(HelpImport.practice_id == practice_id, HelpImport.id == import_id)
    )


def list_imports(db: Session, practice_id: int) -> Sequence[HelpImport]:
    """List the imports of a practice, the newest first."""
    return db.scalars(
        select(HelpImport)
        .where(HelpImport.practice_id == practice_id)
        .order_by(HelpImport.created_at.desc(), HelpImport.id)
        .limit(LISTED)
    ).all()


def is_silent(row: HelpImport, now: datetime) -> bool:
    """Say whether a job on an import has died: for long nobody heard of it."""
    return row.state in _AT_WORK and now - row.alive_at >= SILENCE


def read_again(work: Work, staff: Staff, row: HelpImport) -> bool:
    """Begin reading or comparing anew; the caller commits, and then starts the job.

    Returns:
        Whether the file was read already, so that it has only to be compared.

    Raises:
        ImportRefused: somebody is at it, or there is nothing to read.
    """
    _lock(work, staff, row)
    if row.state not in OPEN:
        raise ImportRefused(NOT_READY)
    if row.state in _AT_WORK and not is_silent(row, work.now):
        raise ImportRefused(AT_WORK)
    row.state, row.alive_at, row.done, row.total = ImportState.READING, work.now, 0, 0
    was_read = select(HelpImport.result.is_not(None)).where(HelpImport.id == row.id)
    return bool(work.db.scalar(was_read))


def begin_publishing(work: Work, staff: Staff, row: HelpImport, *, seen: int) -> bool:
    """Get an import ready to be published; the caller commits, and then starts the job.

    Args:
        seen: the `help_revision` with which the preview was compared that the person saw.

    Returns:
        Whether to publish; else the directory has changed, and the preview is to be made anew.

    Raises:
        ImportRefused: it has no preview, or somebody is at it.
    """
    _lock(work, staff, row)
    if row.state is not ImportState.READ:
        raise ImportRefused(AT_WORK if row.state in _AT_WORK else NOT_READY)
    is_current: bool = seen == staff.practice.help_revision and row.counts["revision"] == seen
    row.state = ImportState.PUBLISHING if is_current else ImportState.READING
    row.alive_at, row.done, row.total, row.reason = work.now, 0, 0, ""
    return is_current


def choose(work: Work, staff: Staff, row: HelpImport, uid: str, *, takes_file: bool) -> None:
    """Choose for one service whether what the file says goes before the practice's corrections.

    Raises:
        ImportRefused: the import has no preview.
    """
    _lock(work, staff, row)
    if row.state is not ImportState.READ:
        raise ImportRefused(NOT_READY)
    others = [each for each in row.counts.get("take", ()) if each != uid]
    row.counts = {**row.counts, "take": [*others, uid] if takes_file else others}
    _record(work, staff, "help:choose")


def drop_import(work: Work, staff: Staff, row: HelpImport) -> None:
    """Throw away a file that is not in the list.

    Raises:
        ImportRefused: it is being published, or it was.
    """
    _lock(work, staff, row)
    if row.state not in OPEN:
        raise ImportRefused(NOT_READY)
    if row.state is ImportState.PUBLISHING and not is_silent(row, work.now):
        raise ImportRefused(AT_WORK)
    empty_import(row, ImportState.DROPPED)
    _record(work, staff, "help:drop")


def empty_import(row: HelpImport, state: ImportState) -> None:
    """Leave of an import only the line in the list."""
    row.state = state
    row.file = row.result = row.preview = None


def drop_abandoned(work: Work, practice_id: int) -> int:
    """Throw away files that nobody has published for a week.

    Returns:
        How many.
    """
    rows = work.db.scalars(
        select(HelpImport).where(
            HelpImport.practice_id == practice_id,
            HelpImport.state.in_(OPEN),
            HelpImport.created_at < work.now - LIFETIME,
        )
    ).all()
    for row in rows:
        empty_import(row, ImportState.DROPPED)
    return len(rows)


def _record(work: Work, staff: Staff, action: str) -> None:
    audit.record_staff(work.db, staff, action=action, at=work.now)


def _lock(work: Work, staff: Staff, row: HelpImport) -> None:
    lock_practice(work.db, staff.practice)
    work.db.refresh(row)
