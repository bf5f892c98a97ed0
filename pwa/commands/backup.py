"""Commands for backups: make one, check one, delete old ones, put one back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from pwa.audit.anchors import AnchorFile, Broken
from pwa.backup import restoring
from pwa.backup.core import LIFETIME, BackupError, Contents, Header
from pwa.backup.service import check_backup, make_backup, prune_backups, root_of
from pwa.commands.last_runs import notes_its_run
from pwa.journal.core import Notes
from pwa.journal.file import JournalAway, JournalBroken, JournalFile
from pwa.journal.watching import journal_of
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import begin_work
from pwa.web import watch
from pwa.web.extensions import db

_PATH = click.Path(path_type=Path, exists=True, dir_okay=False)
_WITHOUT = (
    "Without the journal, what was taken back, erased, renewed or blocked since the backup comes back: "
    "lists of patients, old codes, colleagues who left, old passwords. `--without-journal` restores "
    "all the same"
)
_IDENTITY = click.option(
    "--identity", type=_PATH, required=True, help="File with the private key of the backups."
)


@click.group("backup", cls=AppGroup, invoke_without_command=True)
@click.pass_context
@with_appcontext
def backup(context: click.Context) -> None:
    """Make a backup: one encrypted file. Run it once a day, by a timer."""
    if context.invoked_subcommand is None:
        _make()


@notes_its_run
def _make() -> None:
    work = begin_work()
    master = work.master
    with _explained():
        newest = journal_of(master).begin()
        db.session.rollback()
        made = make_backup(
            work,
            url=current_app.config["BACKUP_DATABASE_URL"],
            folder=current_app.config["BACKUP_FOLDER"],
            recipients=current_app.config["BACKUP_RECIPIENTS"],
            journal=(newest.number, newest.mac) if newest else (0, ""),
        )
    size = made.path.stat().st_size
    watch.report("backup-made", rows=sum(made.rows.values()), bytes=size)
    click.echo(f"Wrote {made.path}: {made.rows['conversation']} lists, {size} bytes.")


@backup.command("check")
@click.argument("file", type=_PATH)
@_IDENTITY
def check(file: Path, identity: Path) -> None:
    """Read a backup from beginning to end, without putting anything back."""
    with _explained():
        contents = check_backup(file, identity, master_keys())
    click.echo(f"{file}: whole, and made by this installation. {_told(contents)}")


@backup.command("prune")
@click.option(
    "--days",
    type=click.IntRange(1, LIFETIME.days),
    default=LIFETIME.days,
    show_default=True,
    help="How old a backup may get.",
)
@notes_its_run
def prune(days: int) -> None:
    """Delete the backups whose time is over. Run it once a day, by a timer."""
    gone = prune_backups(
        current_app.config["BACKUP_FOLDER"], now=datetime.now(UTC), lifetime=timedelta(days=days)
    )
    for path in gone:
        click.echo(f"Deleted {path}.")
    click.echo(f"Deleted {len(gone)} backups.")


@click.command("restore")
@click.argument("file", type=_PATH)
@_IDENTITY
@click.option("--without-journal", is_flag=True, help="Though what was erased may come back.")
@with_appcontext
def restore(file: Path, identity: Path, *, without_journal: bool) -> None:
    """Put a backup into an empty database, and repeat what was erased since it was made."""
    url, master = current_app.config["OWNER_DATABASE_URL"], master_keys()
    anchors = AnchorFile(Path(current_app.config["ANCHOR_FILE"]))
    with _explained():
        header = restoring.read_header(file, identity)
        journal = journal_of(root_of(header, master))
        notes = None if without_journal else _read_journal(journal, header)
        contents = restoring.load(url, file, identity, master)
        result = restoring.finish(
            db.session(),
            master,
            contents,
            notes,
            owner_url=url,
            anchors=anchors,
            now=datetime.now(UTC),
        )
    watch.report("restored", practices=len(result.restores))
    _tell(file, result)


def _read_journal(journal: JournalFile, header: Header) -> Notes:
    try:
        return restoring.read_journal(journal, header)
    except BackupError as error:
        raise BackupError(f"{error}. {_WITHOUT}") from None


def _tell(file: Path, result: restoring.Result) -> None:
    click.echo(f"Restored {file}. {_told(result.contents)}")
    for restored in result.restores:
        click.echo(f"Practice {restored.practice_id}: {restored.describe()}.")
    if result.replayed is None:
        click.echo(f"No journal was read. {_WITHOUT}.")
    else:
        rows = sum(result.replayed.rows.values())
        click.echo(f"The journal: {rows} rows erased or ended again.")
        for slug in result.replayed.spared:
            click.echo(
                f"{slug}: only a recovery key that was replaced since opens the answers, so it was "
                "left. Open them with it, and make a new one at once."
            )
    for slug, count in result.lost.items():
        click.echo(
            f"{slug}: {count} lists began after the backup and are lost; who comes back to one is told."
        )
    for slug, count in result.need_keys.items():
        click.echo(f"{slug}: {count} lists need new keys; the list of the practice marks them.")
    click.echo(
        "Everybody logs in again. Who changed the password since the backup sets a new one by a link "
        "of a colleague. Run `flask purge` and `flask audit verify` now."
    )


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (BackupError, Broken, JournalBroken, JournalAway) as error:
        raise click.ClickException(_sentence(str(error))) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _told(contents: Contents) -> str:
    header = contents.header
    return (
        f"Made on {header.made_at:%Y-%m-%d %H:%M} UTC from {header.database}, tables {header.revision}: "
        f"{contents.rows.get('practice', 0)} practices, {contents.rows.get('conversation', 0)} lists, "
        f"{sum(contents.rows.values())} rows."
    )
