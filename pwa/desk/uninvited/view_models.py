"""Data for the page of the fold and for the page of lists that were put aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from uuid import UUID

from pwa.appointments.core import Line
from pwa.appointments.fold import Fold, find_fold, find_fold_refs, line_refs_of
from pwa.appointments.lines import find_entries, open_lines
from pwa.conversation.models import Conversation
from pwa.conversation.putting_aside import MOST_AT_ONCE, UNDO_LIFETIME, find_aside
from pwa.desk.view_models import DayList, days_of, make_list
from pwa.staff.access import Staff
from pwa.staff.member_names import names_of
from pwa.vault.work import Work
from pwa.web.extensions import db


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A list that was put aside.

    Attributes:
        at: when it was put aside.
        by: name of the member who put it aside.
        until: when it is erased; until then it can be brought back.
    """

    line: Line
    at: datetime
    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class AsideList:
    """One page of the lists that were put aside.

    Attributes:
        total: how many lists there are on all pages.
        pages: how many pages there are.
    """

    lines: Sequence[AsideLine]
    total: int
    pages: int


def load_fold(staff: Staff, day: date, page: int) -> tuple[Fold, DayList] | None:
    """Open a page of the folded lists of a day; None if there are none.

    Args:
        page: 1 for the first.
    """
    session, practice_id, days = db.session(), staff.practice.id, days_of(day, day)
    fold = find_fold(session, practice_id, days)
    if fold is None:
        return None
    refs = find_fold_refs(session, practice_id, days, page)
    found = find_entries(session, days, refs, total=fold.count)
    return fold, make_list(staff, open_lines(found, staff.keys), "", fold.count)


def load_aside(work: Work, staff: Staff, page: int, only: UUID | None) -> AsideList:
    """Open a page of the lists that were put aside, the last one put aside first.

    Args:
        page: 1 for the first.
        only: show this one alone.
    """
    session, practice_id = work.db, staff.practice.id
    total, rows = find_aside(work, practice_id, page=page, only=only)
    lines = _open(staff, rows, now=work.now)
    names = names_of(session, (row.set_aside_by_id for row in rows))
    return AsideList(
        lines=[
            AsideLine(
                lines[row.id],
                row.set_aside_at,
                names.get(row.set_aside_by_id, ""),
                row.set_aside_at + UNDO_LIFETIME,
            )
            for row in rows
            if row.set_aside_at is not None and row.id in lines
        ],
        total=total,
        pages=max(1, ceil(total / MOST_AT_ONCE)),
    )


def _open(staff: Staff, rows: Sequence[Conversation], *, now: datetime) -> Mapping[UUID, Line]:
    refs = line_refs_of([row.id for row in rows])
    # Any day will do: it only matters for the time of a consult, and these lines have none.
    found = find_entries(db.session(), days_of(now.date(), now.date()), refs, total=len(refs))
    lines = open_lines(found, staff.keys)
    return {line.entry.conversation_id: line for line in lines if line.entry is not None}
