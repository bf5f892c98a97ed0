"""Put a backup back into an empty database, and repeat what was erased since."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit.anchors import AnchorFile, set_anchor
from pwa.audit.restored import Restored, note_restore
from pwa.backup.core import BackupError, Contents, Header
from pwa.backup.missing import note_lost
from pwa.backup.replaying import Replayed, clear, replay
from pwa.backup.sealed import read_identities, read_sealed
from pwa.backup.service import knows_revision, read_backup, root_of
from pwa.backup.starting import UNFINISHED
from pwa.backup.stream import Reader
from pwa.backup.tables import Loader, Table, loading, revision_of, work_on
from pwa.conversation.models import Conversation
from pwa.conversation.patient_keys import needs_keys
from pwa.journal.core import Notes
from pwa.journal.file import JournalBroken, JournalFile
from pwa.journal.watching import journal_of
from pwa.practice.models import Practice
from pwa.store.tenants import practice_ids, use_practice
from pwa.vault.master.master_keys import InstalledKeys
from pwa.vault.master.rewrapping import rewrap_all
from pwa.vault.work import Work

_BEGIN = text(f"CREATE TABLE {UNFINISHED} (at TEXT NOT NULL)")
_END = text(f"DROP TABLE {UNFINISHED}")


@dataclass
class Result:
    """The result of a restore.

    Attributes:
        restores: what is missing of each practice's access log.
        replayed: None without a journal.
        need_keys: name of a practice in addresses to the number of its lists that no patient can
            open before they get new keys.
        lost: name of a practice in addresses to the number of its lists that began after the backup
            and are lost; a patient who comes back to one is told.
    """

    contents: Contents
    restores: list[Restored] = field(default_factory=list)
    replayed: Replayed | None = None
    need_keys: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)


def load(url: str, path: Path, identity: Path, master: InstalledKeys) -> Contents:
    """Fill an empty database with a backup; nothing may use it before `finish`.

    Args:
        url: the database as the role that owns its tables, or will.

    Raises:
        BackupError: the database is not empty, or the backup cannot be restored.
    """
    with work_on(url) as engine:
        _refuse_full(engine)
        header = read_header(path, identity)
        root_of(header, master)
        if header.database != engine.dialect.name:
            raise BackupError(
                f"the backup is one of {header.database}, and this database is {engine.dialect.name}"
            )
        if not knows_revision(header.revision):
            raise BackupError(
                f"this version has no tables of revision {header.revision}. Restore the backup with the "
                "version that made it, and update that one"
            )
        if revision_of(engine) not in (None, header.revision):
            downgrade(revision="base")
        upgrade(revision=header.revision)
        with engine.begin() as connection:
            connection.execute(_BEGIN)
        with loading(engine) as loader:
            contents = read_backup(path, identity, _Load(loader), master)
    upgrade()
    return contents


def finish(
    db: Session,
    master: InstalledKeys,
    contents: Contents,
    journal: Notes | None,
    *,
    owner_url: str,
    anchors: AnchorFile,
    now: datetime,
) -> Result:
    """Repeat what was erased, log the restore, and let the application use the database.

    Args:
        journal: notes of the whole journal; None to restore without it.
    """
    result = Result(contents)
    _ = master.root  # read from the database now, in a transaction that ends with the rollback
    db.rollback()
    clear(db)
    if journal is not None:
        work, key = Work(db, master, now), journal_of(master).key
        result.replayed, result.lost = replay(work, journal, key), note_lost(work, journal, key)
    heads = []
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        heads.append((practice_id, _head_of(db, practice_id)))
        _note_keys(db, practice_id, result)
        audit.record_system(db, action="log:restore", practice_id=practice_id, at=now)
    result.restores = note_restore(
        anchors, heads, master, backup_at=contents.header.made_at, now=now
    )
    db.commit()
    _anchor(db, master, anchors, now)
    # Rewrap what older master keys wrap, because somebody may still have one of those keys.
    if unreadable := rewrap_all(db, master).unreadable:
        raise BackupError(f"no key of the file opens: {', '.join(sorted(unreadable))}")
    db.commit()
    with work_on(owner_url) as engine, engine.begin() as connection:
        connection.execute(_END)
    return result


def _anchor(db: Session, master: InstalledKeys, anchors: AnchorFile, now: datetime) -> None:
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        set_anchor(Work(db, master, now), practice_id, anchors, ())
        db.commit()


def read_journal(journal: JournalFile, header: Header) -> Notes:
    """Read the notes of the whole journal; of new rows, only those from after the backup.

    Raises:
        BackupError: the journal is gone, was changed, or is a copy from before the backup.
    """
    notes, is_known = Notes(), header.journal_number == 0
    try:
        for line in journal.lines():
            if line.number <= header.journal_number:
                line.notes.begun.clear()
            notes.add(line.notes)
            is_known |= (line.number, line.mac) == (header.journal_number, header.journal_mac)
    except FileNotFoundError:
        raise BackupError(f"the journal {journal.path} is gone") from None
    except JournalBroken as error:
        raise BackupError(str(error)) from None
    if not is_known:
        raise BackupError(
            f"the journal {journal.path} is an older copy: it ends before the backup was made"
        )
    return notes


def read_header(path: Path, identity: Path) -> Header:
    """Read the first line of a backup only.

    Raises:
        BackupError: the private key does not open it, or it is no backup.
    """
    reader = Reader(_Stop())
    try:
        read_sealed(path, read_identities(identity), reader)
    except _Enough:
        assert reader.header is not None
        return reader.header
    except OSError as error:
        raise BackupError(f"{path} cannot be read ({error.strerror})") from None
    raise BackupError(f"{path} holds no backup of this application")


def _refuse_full(engine: Engine) -> None:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        is_used = Practice.__tablename__ in tables and connection.scalar(
            text("SELECT EXISTS (SELECT 1 FROM practice)")
        )
    if is_used or UNFINISHED in tables:
        raise BackupError("the database is not empty; restore into a new one")


def _head_of(db: Session, practice_id: int) -> int:
    chain = db.get(audit.AccessChain, practice_id)
    return chain.number if chain else 0


def _note_keys(db: Session, practice_id: int, result: Result) -> None:
    count = db.scalar(
        select(func.count())
        .select_from(Conversation)
        .where(Conversation.practice_id == practice_id, needs_keys())
    )
    if count:
        result.need_keys[db.get_one(Practice, practice_id).slug] = count


class _Enough(Exception):
    """Ends the reading of a backup after its header."""


class _Stop:
    def begin(self, header: Header) -> None:
        raise _Enough

    def take(self, table: Table, row: bytes) -> None:
        raise _Enough


class _Load:
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def begin(self, header: Header) -> None:
        pass

    def take(self, table: Table, row: bytes) -> None:
        self._loader.take(table, row)
