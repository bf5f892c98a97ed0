"""Data for the pages of imports: the list, the progress, the preview and its terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import abort, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select

from pwa.directory.exchange.importing.core import PER_PAGE, LineKind, PreviewLine
from pwa.directory.exchange.importing.preview import AskedTerm, read_lines, read_terms
from pwa.directory.exchange.importing.service import find_import, find_open, is_silent, list_imports
from pwa.directory.exchange.importing.terms import field_of, key_of, load_terms
from pwa.directory.exchange.importing.words import (
    FIELD_NAMES,
    GAP_NAMES,
    KIND_NAMES,
    WISHES,
    describe_both,
    describe_codes,
    say,
)
from pwa.directory.exchange.proposals import propose_codes
from pwa.directory.exchange.result import Said
from pwa.directory.models import HelpImport, ImportState
from pwa.directory.topics import TOPIC_BY_CODE, TOPIC_GROUPS
from pwa.staff.access import Staff
from pwa.staff.member_names import names_of
from pwa.text import N_
from pwa.web import http
from pwa.web.extensions import db

# In the order of the tabs.
_SHOWN: Final = (
    LineKind.ADDED,
    LineKind.CHANGED,
    LineKind.OWN,
    LineKind.REMOVED,
    LineKind.REFUSED,
)

STATE_NAMES: Final = {
    # Translators: the state of a file
    ImportState.READING: N_("is being read"),
    # Translators: the state of a file: somebody has to look at it and press a button
    ImportState.READ: N_("waits for you"),
    # Translators: the state of a file
    ImportState.REFUSED: N_("refused"),
    # Translators: the state of a file: its help options are being put into the list
    ImportState.PUBLISHING: N_("goes into the list"),
    # Translators: the state of a file
    ImportState.PUBLISHED: N_("in the list"),
    # Translators: the state of a file: its help options were taken out of the list again
    ImportState.UNDONE: N_("taken out again"),
    # Translators: the state of a file
    ImportState.DROPPED: N_("thrown away"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of lines of the preview, with how many there are."""

    kind: LineKind
    name: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that changes: its name, what stood in it and what will, in words."""

    name: str
    old: str
    new: str
    stays: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the preview in words.

    Attributes:
        wish: why something stays as the practice has it; empty if nothing does.
        takes_file: somebody chose what the file says instead.
    """

    uid: str
    name: str
    place: str
    said: Sequence[str]
    fields: Sequence[FieldRow]
    wish: str
    takes_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A foreign term to ask about.

    Attributes:
        field: the name of its form field.
        count: in how many services it stands.
        proposed: the code of a topic that it may mean.
        several: names of topics and strengths, where it may mean more than one.
    """

    field: str
    name: str
    taxonomy: str
    count: int
    proposed: str
    several: str


def find_or_404(staff: Staff, import_id: UUID) -> HelpImport:
    """Find an import of the practice."""
    return find_import(db.session(), staff.practice.id, import_id) or abort(404)


def render_list(staff: Staff) -> str:
    """Render the list of imports."""
    rows = list_imports(db.session(), staff.practice.id)
    return render_template(
        "directory/exchange/imports.html",
        imports=rows,
        names=names_of(db.session(), [row.member_id for row in rows]),
        state_names=STATE_NAMES,
        has_open=find_open(db.session(), staff.practice.id) is not None,
    )


def render_upload(staff: Staff, error: str = "") -> str:
    """Render the form with which a file is uploaded."""
    waiting = find_open(db.session(), staff.practice.id)
    return render_template("directory/exchange/upload.html", waiting=waiting, error=error)


def render_import(row: HelpImport, kind: str, page: int, error: str = "") -> str:
    """Render the page of one import, by its state."""
    if row.state is ImportState.READ:
        return _render_preview(row, kind, page, error)
    if row.state in (ImportState.READING, ImportState.PUBLISHING):
        is_dead = is_silent(row, http.now())
        return render_template(
            "directory/exchange/progress.html", row=row, is_dead=is_dead, error=error
        )
    names = names_of(db.session(), [row.member_id])
    return render_template(
        "directory/exchange/done.html",
        row=row,
        name=names.get(row.member_id, ""),
        reason=_reason(row),
        state_name=STATE_NAMES[row.state],
        lines=_counted(row),
        error=error,
    )


def progress_of(row: HelpImport, now: datetime) -> dict[str, Any]:
    """Give what the page's script asks for every second."""
    return {
        "state": str(row.state),
        "done": row.done,
        "total": row.total,
        "is_silent": is_silent(row, now),
    }


def _render_preview(row: HelpImport, kind: str, page: int, error: str) -> str:
    chosen = _choose_kind(row, kind)
    preview = _load_preview(row)
    assert preview is not None, "an import that was read has its preview"
    takes = frozenset(row.counts.get("take", ()))
    count = row.counts.get(str(chosen), 0) if chosen else 0
    lines = read_lines(preview, chosen, page) if chosen else []
    return render_template(
        "directory/exchange/preview.html",
        row=row,
        reason=_reason(row),
        tabs=[_tab(row, each, chosen) for each in _SHOWN],
        kind=chosen,
        lines=[_in_words(line, takes) for line in lines],
        page=page,
        pages=-(-count // PER_PAGE),
        beyond=row.counts.get("beyond", {}),
        has_changes=any(row.counts.get(str(each)) for each in _SHOWN[:-1]),
        error=error,
    )


def render_terms(staff: Staff, row: HelpImport) -> str:
    """Render the foreign terms that nobody told us the meaning of."""
    return render_template(
        "directory/exchange/terms.html",
        row=row,
        asked=[_ask(each) for each in asked_terms(staff, row)],
        unknown=row.counts.get("unknown", 0),
        groups=TOPIC_GROUPS,
    )


def _ask(each: AskedTerm) -> TermRow:
    codes = propose_codes(each.term)
    is_one = len(codes) == 1 and codes[0] in TOPIC_BY_CODE
    return TermRow(
        field=field_of(each.term),
        name=each.term.name or each.term.term,
        taxonomy=each.term.taxonomy,
        count=each.count,
        proposed=codes[0] if is_one else "",
        several="" if is_one else describe_codes(codes),
    )


def asked_terms(staff: Staff, row: HelpImport) -> Sequence[AskedTerm]:
    """List the terms of a preview that the practice does not know yet, the most frequent first."""
    preview = _load_preview(row)
    if row.state is not ImportState.READ or preview is None:
        abort(404)
    known = load_terms(db.session(), staff.practice.id)
    return [each for each in read_terms(preview) if key_of(each.term) not in known]


def _load_preview(row: HelpImport) -> bytes | None:
    found: bytes | None = db.session.scalar(
        select(HelpImport.preview).where(
            HelpImport.practice_id == row.practice_id, HelpImport.id == row.id
        )
    )
    return found


def _choose_kind(row: HelpImport, kind: str) -> LineKind | None:
    """Choose the kind that is asked for, else the first one that there are lines of."""
    if kind in _SHOWN:
        return LineKind(kind)
    return next((each for each in _SHOWN if row.counts.get(str(each))), None)


def _tab(row: HelpImport, kind: LineKind, chosen: LineKind | None) -> Tab:
    return Tab(
        kind=kind,
        name=gettext(KIND_NAMES[kind]),
        count=row.counts.get(str(kind), 0),
        href=url_for("imports.show", import_id=row.id, kind=str(kind)),
        is_current=kind is chosen,
    )


def _in_words(line: PreviewLine, takes: frozenset[str]) -> LineRow:
    fields = []
    for change in line.changes:
        old, new = describe_both(change.name, change.old, change.new)
        name = gettext(FIELD_NAMES[change.name])
        fields.append(FieldRow(name, old, new, change.stays and line.uid not in takes))
    said = [say(each) for each in (*line.reasons, *line.notes)]
    gaps = [gettext(GAP_NAMES[gap]) for gap in line.gaps if gap in GAP_NAMES]
    if gaps:
        said.append(gettext("Missing: %(what)s.", what=", ".join(gaps)))
    if line.beyond:
        said.append(gettext("Not kept: %(what)s.", what=", ".join(line.beyond)))
    return LineRow(
        uid=line.uid,
        name=line.name,
        place=say(line.place) if line.place else "",
        said=said,
        fields=fields,
        wish=gettext(WISHES[line.wish]) if line.wish else "",
        takes_file=line.uid in takes,
    )


def _reason(row: HelpImport) -> str:
    values = row.counts.get("reason") or {}
    return say(Said(row.reason, values)) if row.reason else ""


def _counted(row: HelpImport) -> list[tuple[str, int]]:
    """Give the counts of an import that is over, name to number."""
    return [
        (gettext(KIND_NAMES[kind]), row.counts[str(kind)])
        for kind in (*_SHOWN, LineKind.SAME)
        if row.counts.get(str(kind))
    ]
