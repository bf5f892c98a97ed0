"""`flask doctor`: looks at an installation, and says in plain words what is not as it should be.

The application refuses to start with settings that make it unsafe. This command finds faults that
come later, or that depend on the machine, such as a full disk or a timer that does not run.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from limits.storage import MemoryStorage
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError

from pwa import retention
from pwa.backup.core import LIFETIME, too_old
from pwa.backup.service import newest_backup
from pwa.commands.last_runs import last_run
from pwa.config import ROOT, engine_options
from pwa.conversation.expiry import count_over
from pwa.journal.file import JournalAway, JournalBroken
from pwa.journal.watching import journal_of
from pwa.practice.models import Practice
from pwa.store.tenants import TooStrong, practice_ids, use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import begin_work
from pwa.web.extensions import db, limiter

# A timer that runs once a day may start a little later than the day before.
_A_DAY_AND_A_BIT: Final = timedelta(hours=26)
DAILY: Final = ("backup", "backup prune", "purge", "audit anchor", "audit verify", "audit purge")
# With less free space, in bytes or as a share of the disk, the database may fail to write.
_LEAST_FREE_BYTES: Final = 1_000_000_000
_LEAST_FREE_SHARE: Final = 0.05

Look = Callable[[datetime], Iterator[str]]


def _look_at_database(_now: datetime) -> Iterator[str]:
    """Say whether the database answers, and whether its tables are those of this version."""
    newest = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    revision = MigrationContext.configure(db.session.connection()).get_current_revision()
    if revision != newest:
        yield (
            f"The tables are those of revision {revision}, and this version needs {newest}. "
            "Run `flask db upgrade`."
        )
    url = current_app.config["OWNER_DATABASE_URL"]
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.connect() as connection:
            yield from _look_at_owner(connection)
    except OperationalError:
        yield "The database does not answer to the role of GESPREK_OWNER_DATABASE_URL."
    finally:
        engine.dispose()


def _look_at_owner(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "postgresql" and (
        connection.engine.url.username == db.engine.url.username
    ):
        yield (
            "GESPREK_OWNER_DATABASE_URL names the role that the application works as. Name the owner "
            "of the tables there: `flask db upgrade` and `flask audit purge` need it."
        )


def _look_at_keys(_now: datetime) -> Iterator[str]:
    """Say whether others may write to the folder of the key file, and so replace the file."""
    folder = master_keys().path.parent
    if folder.stat().st_mode & 0o022 and not current_app.config["IS_DEMO"]:
        yield f"Others may write to {folder}, where the key file lies. Run: chmod go-w {folder}"


def _look_at_settings(_now: datetime) -> Iterator[str]:
    if current_app.config["IS_DEMO"]:
        yield "This is a demo, with a login that is known. Never use it for real patients."
    if isinstance(limiter.storage, MemoryStorage):
        yield (
            "Limits are counted in memory, so each worker process counts for itself, and who guesses "
            "has as many tries in each. Name a Redis in GESPREK_LIMITS_URL."
        )
    elif not limiter.storage.check():
        yield "The store of GESPREK_LIMITS_URL does not answer; each worker counts for itself."


def _look_at_disk(_now: datetime) -> Iterator[str]:
    """Say which disks have too little free space, each disk once."""
    folders = [Path(current_app.instance_path), Path(current_app.config["ANCHOR_FILE"]).parent]
    if db.engine.url.database and db.engine.dialect.name == "sqlite":
        folders.append(Path(db.engine.url.database).parent)
    disks = {folder.stat().st_dev: folder for folder in folders if folder.exists()}
    for folder in disks.values():
        usage = shutil.disk_usage(folder)
        if usage.free < max(_LEAST_FREE_BYTES, usage.total * _LEAST_FREE_SHARE):
            yield f"Only {usage.free / 1e9:.1f} GB are free on the disk of {folder}."


def _look_at_backups(now: datetime) -> Iterator[str]:
    """Say whether there is a fresh backup and no old one, and whether the journal is intact."""
    folder: Path = current_app.config["BACKUP_FOLDER"]
    newest = newest_backup(folder)
    if newest is None:
        yield f"There is no backup in {folder}."
    elif now - newest > _A_DAY_AND_A_BIT:
        yield f"The newest backup is of {newest:%d %B %Y}. There should be one every day."
    oldest = too_old(folder.glob("*.age"), now=now, lifetime=LIFETIME + timedelta(days=1))
    if oldest:
        yield f"{len(oldest)} backups are older than {LIFETIME.days} days. Run `flask backup prune`."
    journal = journal_of(master_keys())
    try:
        for _line in journal.lines():
            pass
        journal.begin()
    except FileNotFoundError:
        yield f"There is no journal at {journal.path} yet; the first backup makes it."
    except (JournalBroken, JournalAway) as fault:
        yield f"{fault}. Nothing can be erased safely."


def _look_at_timers(now: datetime) -> Iterator[str]:
    """Say which daily command did not end well within a day."""
    for command in DAILY:
        moment = last_run(command)
        if moment is None:
            yield f"`flask {command}` has never run here. Start its timer."
        elif now - moment > _A_DAY_AND_A_BIT:
            yield (
                f"`flask {command}` last ended well on {moment:%d %B %Y}, and should every day. "
                "Look at its timer and its log."
            )


def _look_at_retention(now: datetime) -> Iterator[str]:
    """Say what is kept two days longer than patients were told, or that the purge will refuse."""
    work = begin_work()
    before, session = replace(work, now=now - timedelta(days=2)), work.db
    kept = 0
    for practice_id in practice_ids(session):
        use_practice(session, practice_id)
        practice = session.get_one(Practice, practice_id)
        kept += count_over(before, practice)
    if kept:
        yield (
            f"{kept} conversations are kept for longer than patients were told. Run `flask purge` and "
            "read what it says."
        )
    try:
        retention.refuse_when_doubtful(work)
    except retention.Doubtful as doubt:
        yield f"The next purge will refuse. {doubt}"


LOOKS: Final[dict[str, Look]] = {
    "database": _look_at_database,
    "keys": _look_at_keys,
    "settings": _look_at_settings,
    "disk": _look_at_disk,
    "backups": _look_at_backups,
    "timers": _look_at_timers,
    "retention": _look_at_retention,
}
# These read rows, so they can say nothing before the tables are those of this version.
_READ_ROWS: Final = frozenset({"backups", "retention"})


@click.command()
@with_appcontext
def doctor() -> None:
    """Say what is wrong with this installation; ends with 1 if anything is."""
    now = datetime.now(UTC)
    findings: list[str] = []
    for name, look in LOOKS.items():
        if name in _READ_ROWS and "database" in findings:
            click.echo(f"{name}: not looked at, because of the database")
            continue
        faults = list(_faults(look, now))
        findings += [name for _ in faults]
        click.echo(f"{name}: {'well' if not faults else ''}".rstrip())
        for fault in faults:
            click.echo(f"  {fault}")
    if findings:
        raise click.exceptions.Exit(1)


def _faults(look: Look, now: datetime) -> Iterator[str]:
    try:
        yield from look(now)
    except OperationalError:
        yield "The database does not answer. Is it running, and is GESPREK_DATABASE_URL right?"
    except TooStrong as fault:
        yield str(fault)
    finally:
        db.session.rollback()
