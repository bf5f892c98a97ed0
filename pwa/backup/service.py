"""Make a backup, check whether one can be read, and delete old ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app

from pwa.backup.core import BackupError, Contents, Ending, Header, moment_of, name_of, too_old
from pwa.backup.sealed import read_identities, read_recipients, read_sealed, write_sealed
from pwa.backup.stream import Reader, Receiver, write_lines
from pwa.backup.tables import Table, revision_of, snapshot, tables_of, work_on
from pwa.vault.crypto import CannotOpen, MasterKey, MasterKeys
from pwa.vault.master.server_keys import ROOT, ServerKey, server_wrap_context
from pwa.vault.work import Work

_SEAL = "backup"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made.

    Attributes:
        rows: table to number of rows.
    """

    path: Path
    rows: Mapping[str, int]


def make_backup(
    work: Work, *, url: str, folder: Path, recipients: str, journal: tuple[int, str]
) -> Made:
    """Write everything in the database to one encrypted file, while the server goes on working.

    Args:
        url: the database as a role that may read every row.
        recipients: public keys; whoever has one of the private halves can read the backup.
        journal: number and MAC of the newest line of the journal, read before this call.

    Raises:
        BackupError: a setting is missing, or the role may not read everything.
        OSError: the folder cannot be written to, or is full.
    """
    to = read_recipients(recipients)
    root = work.db.get_one(ServerKey, ROOT).wrap.hex()
    work.db.rollback()
    seal_key = (
        work.master.root
    )  # opened before the snapshot: it may query the database in the session of `work`
    work.db.rollback()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _free_name(folder, work.now)
    counts: dict[str, int] = {}
    with work_on(url) as engine, snapshot(engine) as rows:
        revision = revision_of(engine)
        if revision != newest_revision():
            raise BackupError("the tables are not those of this version: run `flask db upgrade`")
        header = Header(work.now, engine.dialect.name, str(revision), root, *journal)
        lines = write_lines(
            header, tables_of(engine), rows, counts, lambda digest: seal_key.mac(_SEAL, digest)
        )
        write_sealed(path, lines, to)
    return Made(path, counts)


def _free_name(folder: Path, now: datetime) -> Path:
    # The name tells the second only: another backup in the same second must not replace this one.
    while (path := folder / name_of(now)).exists():
        now += timedelta(seconds=1)
    return path


def check_backup(path: Path, identity: Path, master: MasterKeys | None) -> Contents:
    """Read a backup from beginning to end without storing anything of it.

    Args:
        identity: file with the private key.
        master: the master keys, to check the seal too; None where there is no key file.

    Raises:
        BackupError: it cannot be restored; the message says why.
    """
    return read_backup(path, identity, _Look(), master)


def read_backup(
    path: Path, identity: Path, receiver: Receiver, master: MasterKeys | None
) -> Contents:
    """Read a backup, and give its rows to `receiver`.

    Raises:
        BackupError: another private key, another key file, cut off, or changed.
    """
    reader = Reader(receiver)
    try:
        read_sealed(path, read_identities(identity), reader)
    except OSError as error:
        raise BackupError(f"{path} cannot be read ({error.strerror})") from None
    header, ending = reader.finish()
    if master is None:
        return Contents(header, ending.rows)
    _check_seal(header, ending, master)
    return Contents(header, ending.rows, is_sealed=True)


def root_of(header: Header, master: MasterKeys) -> MasterKey:
    """Open the root key of a backup.

    Raises:
        BackupError: the key file does not hold the master key that wraps the backup's root key.
    """
    try:
        return MasterKey(master.unwrap(bytes.fromhex(header.root), server_wrap_context(ROOT)))
    except (CannotOpen, ValueError):
        raise BackupError(
            "the key file does not hold the key that this backup is wrapped by. Add the key of that "
            "time as a last line of the file"
        ) from None


def newest_backup(folder: Path) -> datetime | None:
    """Say when the newest backup was made; None if there is none."""
    moments = (moment_of(path) for path in folder.glob("*.age"))
    return max((moment for moment in moments if moment is not None), default=None)


def prune_backups(folder: Path, *, now: datetime, lifetime: timedelta) -> list[Path]:
    """Delete the backups that are older than their lifetime.

    Returns:
        The files that were deleted.
    """
    old = [folder / path for path in too_old(folder.glob("*.age"), now=now, lifetime=lifetime)]
    for path in old:
        path.unlink()
    return old


def newest_revision() -> str | None:
    """Give the revision of the newest migration of this version."""
    return _migrations().get_current_head()


def knows_revision(revision: str) -> bool:
    """Say whether this version has the migration of a revision."""
    return any(each.revision == revision for each in _migrations().walk_revisions())


def _migrations() -> ScriptDirectory:
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def _check_seal(header: Header, ending: Ending, master: MasterKeys) -> None:
    expected = root_of(header, master).mac(_SEAL, bytes.fromhex(ending.digest)).hex()
    if ending.seal != expected:
        raise BackupError("the backup was not made by this installation, or was changed")


class _Look:
    """A receiver that stores nothing."""

    def begin(self, header: Header) -> None:
        pass

    def take(self, table: Table, row: bytes) -> None:
        pass
