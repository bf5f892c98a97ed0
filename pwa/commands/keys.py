"""Commands for the master key, which wraps every key in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from pwa import audit
from pwa.config import create_kek_file
from pwa.store.tenants import practice_ids
from pwa.vault.master.master_keys import master_keys
from pwa.vault.master.rewrapping import CannotRetire, add_master_key, retire_master_keys, rewrap_all
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db

keys = AppGroup("keys", help="The key that everything in the database is wrapped with.")


@keys.command("create")
@click.argument("path", type=click.Path(path_type=Path))
def create_key(path: Path) -> None:
    """Write a new key to a file that does not exist yet."""
    try:
        create_kek_file(path)
    except FileExistsError:
        raise click.ClickException(f"{path} exists already; a key is never overwritten.") from None
    click.echo(f"Wrote {path}. Keep a copy apart from the backups of the database.")


@keys.command("rotate")
def rotate() -> None:
    """Put a new key in front of the key file, and wrap everything by it. The server runs on."""
    with _explained():
        add_master_key(master_keys())
    click.echo(f"{master_keys().path} begins with a new key. Keep a copy of it now.")
    _rewrap("master-key:rotate")
    click.echo("In a few minutes, take the older key out of the file with `flask keys retire`.")


@keys.command("rewrap")
def rewrap() -> None:
    """Wrap by the first key of the file what another one wraps, such as a database of a backup."""
    _rewrap("master-key:rewrap")


@keys.command("retire")
def retire() -> None:
    """Take the older keys out of the key file, when nothing needs them any more."""
    work = begin_work()
    with _explained():
        count = retire_master_keys(work.db, master_keys(), work.now)
    if count:
        _record(work, "master-key:retire")
        db.session.commit()
    click.echo(
        f"Took {count} older keys out of {master_keys().path}. Backups from before need them still:"
        " keep these keys as long as the backups, and destroy them together."
    )


def _rewrap(action: str) -> None:
    work = begin_work()
    result = rewrap_all(work.db, master_keys())
    _record(work, action)
    db.session.commit()
    click.echo(f"Wrapped {result.done} keys anew.")
    if result.unreadable:
        left = ", ".join(f"{name} ({count})" for name, count in sorted(result.unreadable.items()))
        raise click.ClickException(
            f"No key of the file opens: {left}. Add the key that they were wrapped with as a last "
            "line of the file, and run `flask keys rewrap`."
        )


def _record(work: Work, action: str) -> None:
    """Add an entry about the action to the access log of every practice."""
    for practice_id in practice_ids(work.db):
        audit.record_system(work.db, action=action, practice_id=practice_id, at=work.now)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except CannotRetire as error:
        raise click.ClickException(f"The older keys stay: {error}.") from None
    except OSError as error:
        raise click.ClickException(
            f"The key file cannot be replaced ({error.strerror}). Write the file yourself, the newest "
            "key as the first line, and run `flask keys rewrap`."
        ) from None
