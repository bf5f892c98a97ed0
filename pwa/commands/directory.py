"""Commands of the operator for sets of help, to which practices subscribe."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.proposals import propose_codes
from pwa.directory.exchange.result import ForeignTerm, ReadLine, Said, unpack_lines
from pwa.directory.exchange.sets.service import publish_set, renew_subscribers, set_uids
from pwa.directory.exchange.terms import split_codes
from pwa.directory.hsds import HelpService
from pwa.directory.models import HelpSet, SetService
from pwa.locales import local_day
from pwa.practice.changed import practice_changed
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db

directory = AppGroup("directory", help="Sets of help, to which practices subscribe.")

# A set that loses more of its services at once is probably half a file.
_USUAL_PART: Final = 0.5
_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class _File:
    services: tuple[HelpService, ...]
    refused: tuple[ReadLine, ...]
    terms: Counter[ForeignTerm]


@directory.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--set", "code", required=True, help="Its name in commands, such as utrecht.")
@click.option("--name", required=True, help="Its name for practices, such as 'Utrecht'.")
@click.option("--look", is_flag=True, help="Read the file and say what is in it; publish nothing.")
@click.option("--without-refused", is_flag=True, help="Leave out the services that are refused.")
@click.option("--force", is_flag=True, help="Publish though half of the set would go.")
def publish(
    file: Path, code: str, name: str, *, look: bool, without_refused: bool, force: bool
) -> None:
    """Publish FILE as a set, and bring the practices up to date that subscribe to it.

    FILE is what a practice can upload: HSDS 3.0 or 3.1 (JSON or zip), or a spreadsheet.
    """
    work = begin_work()
    found = _read(file, work)
    _tell(found)
    if look:
        return
    if found.refused and not without_refused:
        raise click.ClickException(
            f"Nothing was published, because {len(found.refused)} services cannot be read. Mend the "
            "file, or leave them out with --without-refused."
        )
    _refuse_a_loss(work, code, found.services, force=force)
    row = publish_set(work, code, name, found.services)
    set_id, edition = row.id, row.edition
    db.session.commit()
    click.echo(f"Published {code}, edition {edition}: {len(found.services)} services.")
    for practice, counts in renew_subscribers(work, set_id):
        practice_changed.send()
        click.echo(
            f"{practice.slug:<24} {counts.added} added, {counts.changed} changed, "
            f"{counts.removed} removed, {counts.kept + counts.own} the practice's own"
        )


@directory.command("sets")
def list_sets() -> None:
    """List the sets: code, name, edition, number of services, day of publishing."""
    rows = (
        select(HelpSet, func.count(SetService.id))
        .outerjoin(SetService, SetService.set_id == HelpSet.id)
        .group_by(HelpSet.id)
        .order_by(HelpSet.code)
    )
    for row, count in db.session.execute(rows).all():
        click.echo(
            f"{row.code:<16} {row.name:<32} {row.edition:>4} {count:>6}  {row.published_at:%d-%m-%Y}"
        )


def _read(file: Path, work: Work) -> _File:
    """Read a file in the bounded child process, and take foreign terms by their words."""
    try:
        result = run_child(
            file.read_bytes(),
            lambda _done, _total: None,
            today=local_day(work.now),
            seconds=_SECONDS,
        )
    except FileRefused as refused:
        raise click.ClickException(_in_words(refused.said)) from None
    services: dict[str, HelpService] = {}
    refused_lines, terms = [], Counter[ForeignTerm]()
    for line in unpack_lines(result.packed):
        if line.service is None:
            refused_lines += [] if line.is_removed else [line]
            continue
        terms.update(line.terms)
        services.setdefault(line.uid, _with_topics(line.service, line.terms))
    return _File(tuple(services.values()), tuple(refused_lines), terms)


def _with_topics(service: HelpService, terms: Sequence[ForeignTerm]) -> HelpService:
    topics, strengths = split_codes(code for term in terms for code in propose_codes(term))
    return replace(service, topics=service.topics | topics, strengths=service.strengths | strengths)


def _tell(found: _File) -> None:
    """Say what was refused, what foreign terms were taken for, and what has no topic."""
    for line in found.refused:
        reasons = " ".join(map(_in_words, line.reasons))
        click.echo(f"refused: {_in_words(line.place)} ({line.name}): {reasons}", err=True)
    for term, count in sorted(found.terms.items()):
        codes = ", ".join(propose_codes(term)) or "nothing"
        click.echo(f"term: {term.taxonomy} {term.name or term.term} ({count} times): {codes}")
    bare = sum(not service.topics for service in found.services)
    click.echo(f"{len(found.services)} services, {bare} of them without a topic.")


def _refuse_a_loss(work: Work, code: str, services: Sequence[HelpService], *, force: bool) -> None:
    before = set_uids(work.db, code)
    lost = before - {service.id for service in services}
    if not services or (len(lost) > _USUAL_PART * len(before) and not force):
        raise click.ClickException(
            f"Nothing was published: {len(lost)} of the {len(before)} services of the set are not in "
            "the file. If that is right, run the command with --force."
        )


def _in_words(said: Said) -> str:
    return said.message % said.values
