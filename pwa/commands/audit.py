"""Commands for the access log: anchor it, check it, remove entries that are too old."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.audit import purging, verification
from pwa.audit.anchors import Anchor, AnchorFile, Broken, set_anchor
from pwa.audit.restored import Outside, read_outside
from pwa.commands.last_runs import notes_its_run
from pwa.config import engine_options
from pwa.practice.models import Practice
from pwa.practice.service import find_practice
from pwa.store.tenants import use_practice
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db

_A_YEAR = timedelta(days=365.25)
_LOGGER = logging.getLogger(__name__)

commands = AppGroup("audit", help="The access log: anchor it, check it, clear away what is old.")


@commands.command("anchor")
@with_appcontext
@notes_its_run
def anchor() -> None:
    """Write down where each practice's log ends. Run it once a day, by a timer."""
    work = begin_work()
    file, outside = _file(), _outside().anchors
    is_broken = False
    for practice in _practices():
        use_practice(work.db, practice.id)
        try:
            set_anchor(work, practice.id, file, outside)
            db.session.commit()
        except Broken as fault:
            db.session.rollback()
            is_broken = True
            _alarm(practice.slug, [str(fault)])
    if is_broken:
        raise click.exceptions.Exit(1)


@commands.command("verify")
@click.option("--practice", "slug", help="Only this practice, by its name in addresses.")
@with_appcontext
@notes_its_run
def verify(slug: str | None) -> None:
    """Check every entry, and say in plain words what is wrong and where."""
    outside = _outside()
    practices = _practices(slug)
    is_intact = slug is not None or not _name_gone(practices, outside.anchors)
    for practice in practices:
        name, practice_id = practice.slug, practice.id
        for restored in outside.restores:
            if restored.practice_id == practice_id:
                click.echo(f"{name}: {restored.describe()}.")
        use_practice(db.session(), practice_id)
        report = verification.verify(db.session(), practice_id, master_keys(), outside.anchors)
        is_intact &= report.is_intact
        _say(name, report)
        if report.entries:
            _note(report)
    if not is_intact:
        raise click.exceptions.Exit(1)


@commands.command("purge")
@with_appcontext
@notes_its_run
def purge() -> None:
    """Remove what is older than the log is kept: whole, anchored pieces. Run it once a day."""
    now = datetime.now(UTC)
    before = now - current_app.config["LOG_YEARS"] * _A_YEAR
    url = current_app.config["OWNER_DATABASE_URL"]
    removed = 0
    with _owner_session(url) as session:
        work = Work(session, master_keys(), now)
        for practice in _practices():
            use_practice(session, practice.id)
            removed += purging.purge(work, practice.id, _file(), before=before)
            session.commit()
    click.echo(f"Removed {removed} entries.")


def _practices(slug: str | None = None) -> Sequence[Practice]:
    session = db.session()
    if slug is None:
        found = session.scalars(select(Practice).order_by(Practice.id)).all()
    else:
        practice = find_practice(session, slug)
        if practice is None:
            raise click.ClickException(f"There is no practice {slug}.")
        found = [practice]
    session.expunge_all()  # detached: only `id` and `slug` are read, over many transactions
    session.rollback()
    return found


@contextmanager
def _owner_session(url: str) -> Iterator[Session]:
    """Give a session of the tables' owner; the application's role may not remove entries."""
    engine = create_engine(url, **engine_options(url))
    try:
        with Session(engine) as session:
            audit.bring_keys(session, master_keys())
            yield session
    finally:
        engine.dispose()


def _file() -> AnchorFile:
    return AnchorFile(Path(current_app.config["ANCHOR_FILE"]))


def _outside() -> Outside:
    try:
        return read_outside(_file(), master_keys())
    except Broken as fault:
        raise click.ClickException(f"{fault}.") from None


def _name_gone(practices: Sequence[Practice], outside: Sequence[Anchor]) -> bool:
    """Report practices that have anchors but are not in the database; say whether there are any."""
    gone = {anchor.practice_id for anchor in outside} - {practice.id for practice in practices}
    for practice_id in sorted(gone):
        _alarm(f"practice {practice_id}", ["it was anchored and is gone: an older copy is back"])
    return bool(gone)


def _say(name: str, report: verification.Report) -> None:
    if report.is_intact:
        click.echo(f"{name}: {report.entries} entries, nothing wrong.")
        return
    _alarm(name, report.findings)
    if report.left_out:
        click.echo(f"{name}: and {report.left_out} more.")


def _alarm(name: str, findings: Sequence[str]) -> None:
    for finding in findings:
        click.echo(f"{name}: {finding}.")
    _LOGGER.critical("the access log of %s is not what was written", name)


def _note(report: verification.Report) -> None:
    """Add an entry about this check to the access log; the manager's page shows it."""
    audit.record_system(
        db.session(),
        action="log:verify",
        practice_id=report.practice_id,
        at=datetime.now(UTC),
        outcome=audit.Outcome.DONE if report.is_intact else audit.Outcome.FAILED,
    )
    db.session.commit()
