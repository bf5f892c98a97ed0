"""Read an uploaded file in a child process, and make the preview of what it would change."""

from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.process import run_child
from pwa.directory.exchange.importing.comparing import Comparison
from pwa.directory.exchange.importing.jobs import Job, Stopped
from pwa.directory.exchange.importing.preview import PreviewMaker
from pwa.directory.exchange.importing.terms import load_terms
from pwa.directory.exchange.result import Said
from pwa.directory.models import HelpImport, ImportState
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.store.database import go_on_reading
from pwa.web import http

_MAX_REASON: Final = 200
_MAX_BEYOND: Final = 200


def read_file(job: Job) -> None:
    """Read the file of an import, and then make its preview."""
    data = _column(job, HelpImport.file)
    if data is None:
        raise Stopped
    try:
        result = run_child(data, job.beat, today=local_day(http.now()))
    except FileRefused as refused:
        _refuse(job, refused.said)
        return
    del data
    with_result = _open(job, ImportState.READING)
    with_result.result = result.packed
    job.db.commit()
    make_preview(job)


def make_preview(job: Job) -> None:
    """Compare what was read with the directory as it is now; the import is then ready to publish."""
    packed = _column(job, HelpImport.result)
    if packed is None:
        raise Stopped
    go_on_reading(job.db)
    terms = load_terms(job.db, job.practice_id)
    revision = job.db.get_one(Practice, job.practice_id).help_revision
    job.db.rollback()
    comparison = Comparison(
        job.db, job.practice_id, packed, terms, takes=frozenset(), on_progress=job.beat
    )
    preview = PreviewMaker()
    for compared in comparison.run():
        preview.add(compared.line)
        for term in compared.unknown:
            preview.ask(term)
    row = _open(job, ImportState.READING)
    row.preview = preview.finish()
    row.counts = _counts(preview, revision)
    row.origin_id = comparison.origin or row.id
    row.state = ImportState.READ
    job.db.commit()


def _counts(preview: PreviewMaker, revision: int) -> dict[str, Any]:
    """Give the counts of `HelpImport`: of lines by their kind, and more.

    `unknown` counts foreign terms; `beyond` is a field of HSDS to how many services have it;
    `revision` is the practice's `help_revision` that the preview was compared with.
    """
    beyond = sorted(preview.counts.beyond.items(), key=lambda each: (-each[1], each[0]))
    lines = {str(kind): count for kind, count in preview.counts.lines.items()}
    return {
        **lines,
        "unknown": preview.asked,
        "beyond": dict(beyond[:_MAX_BEYOND]),
        "revision": revision,
        "take": [],
    }


def _refuse(job: Job, said: Said) -> None:
    row = _open(job, ImportState.READING)
    row.state, row.reason = ImportState.REFUSED, said.message[:_MAX_REASON]
    row.counts = {"reason": asdict(said)["values"]}
    row.file = None
    job.db.commit()


def _open(job: Job, state: ImportState) -> HelpImport:
    """Lock the import for the job's last words.

    Raises:
        Stopped: it was thrown away, or another job was faster.
    """
    job.db.rollback()
    row = job.db.get(HelpImport, job.import_id, with_for_update=True, populate_existing=True)
    if row is None or row.state is not state:
        raise Stopped
    row.alive_at = http.now()
    return row


def _column(job: Job, column: Any) -> bytes | None:
    go_on_reading(job.db)
    import_id: UUID = job.import_id
    found: bytes | None = job.db.scalar(
        select(column).where(HelpImport.id == import_id, HelpImport.practice_id == job.practice_id)
    )
    job.db.rollback()
    return found
