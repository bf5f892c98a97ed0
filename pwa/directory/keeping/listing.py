"""Find the services of the practice's list, page by page, also when there are fifty thousand.

A query first finds the ids of one page in an index (`ix_kept_service_list`) that has all it asks for;
then only the contents of these are read. National lines come from the application, not from the
database; there are a few, and they are put before or behind the practice's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from pwa.directory.hsds import HelpService
from pwa.directory.keeping.core import PAGE_LENGTH, Tab, Wanted, due_before, is_old
from pwa.directory.models import HelpSet, KeptService, KeptState, ServiceChange, Source
from pwa.directory.search.service import search_help
from pwa.directory.service import Directory
from pwa.locales import PRACTICE_LANGUAGE, local_day
from pwa.staff.member_names import names_of

# The header of every page says how many are to be checked, and counts no further than this.
MOST_COUNTED = 99
# A search shows no more than this.
MOST_FOUND = 200
_CHECKS = ("change", "check")


@dataclass(frozen=True, slots=True)
class Entry:
    """A service of the list.

    Attributes:
        set_name: of the set that it came from; empty for others.
        checked_by: who made sure of it on its day; empty if nobody of the practice did.
    """

    service: HelpService
    source: Source
    state: KeptState
    open_reports: int
    set_name: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many services each tab has, of those that contain the searched words."""

    to_check: int
    reported: int
    all: int

    def of(self, tab: Tab) -> int:
        """Give the number of a tab."""
        return {Tab.TO_CHECK: self.to_check, Tab.REPORTED: self.reported, Tab.ALL: self.all}[tab]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the list.

    Attributes:
        pages: how many there are; 1 if nothing was found.
        rest: of the tab of what is to be checked, what else fits on the page.
    """

    entries: Sequence[Entry]
    counts: Counts
    pages: int
    rest: Sequence[Entry] = ()


def find_page(directory: Directory, wanted: Wanted, today: date) -> Found:
    """Find a page: what was reported first, then what was never checked, then the oldest; else by name.

    What was searched for has the order of the search.
    """
    uids = _find_words(directory, wanted.words, today) if wanted.words else None
    if uids is None:
        return _with_checkers(directory, _browse(directory, wanted, today))
    return _with_checkers(directory, _search(directory, wanted, today, uids))


def _browse(directory: Directory, wanted: Wanted, today: date) -> Found:
    national = _national(directory)
    counts = _add(_count(directory, today), national, today)
    lines = [entry for entry in national if _belongs(entry, wanted.tab, today)]
    first = [entry for entry in lines if entry.open_reports]
    last = [entry for entry in lines if not entry.open_reports]
    own_total = counts.of(wanted.tab) - len(lines)
    skip = (wanted.page - 1) * PAGE_LENGTH
    entries = first[skip : skip + PAGE_LENGTH]
    skip_own = max(0, skip - len(first))
    entries += _own(directory, wanted.tab, today, skip=skip_own, most=PAGE_LENGTH - len(entries))
    skip_last = max(0, skip_own - own_total)
    entries += last[skip_last : skip_last + PAGE_LENGTH - len(entries)]
    rest: list[Entry] = []
    if wanted.tab is Tab.TO_CHECK and (room := PAGE_LENGTH - len(entries)):
        others = [entry for entry in national if entry not in lines]
        rest = [*_own(directory, None, today, skip=0, most=room), *others][:room]
    return Found(entries, counts, _pages(counts.of(wanted.tab)), rest)


def _search(directory: Directory, wanted: Wanted, today: date, uids: Sequence[str]) -> Found:
    rows = select(KeptService).where(*_listed(directory), KeptService.uid.in_(uids))
    entries = _entries(directory.db, directory.db.scalars(rows).all()) + _national(directory)
    by_uid = {entry.service.id: entry for entry in entries}
    hits = [by_uid[uid] for uid in uids if uid in by_uid]
    counts = _add(Counts(0, 0, 0), hits, today)
    lines = [entry for entry in hits if _belongs(entry, wanted.tab, today)]
    skip = (wanted.page - 1) * PAGE_LENGTH
    shown = lines[skip : skip + PAGE_LENGTH]
    others = [entry for entry in hits if entry not in lines] if wanted.tab is Tab.TO_CHECK else []
    return Found(shown, counts, _pages(len(lines)), others[: PAGE_LENGTH - len(shown)])


def _find_words(directory: Directory, words: str, today: date) -> list[str] | None:
    language = PRACTICE_LANGUAGE.code
    return search_help(directory, language, words, today=today, limit=MOST_FOUND, also_hidden=True)


def _pages(total: int) -> int:
    return max(1, ceil(total / PAGE_LENGTH))


def count_to_check(directory: Directory, today: date) -> int:
    """Count what is to be checked, up to MOST_COUNTED and one more."""
    wanted = _of_tab(Tab.TO_CHECK, today)
    some = select(KeptService.id).where(*_listed(directory), wanted).limit(MOST_COUNTED + 1)
    own = directory.db.scalar(select(func.count()).select_from(some.subquery())) or 0
    lines = sum(_belongs(entry, Tab.TO_CHECK, today) for entry in _national(directory))
    return min(own + lines, MOST_COUNTED + 1)


# --- The practice's own, in the database ---------------------------------------


def _listed(directory: Directory) -> list[ColumnElement[bool]]:
    return [directory.own_rows(), KeptService.state != KeptState.GONE]


def _of_tab(tab: Tab, today: date) -> ColumnElement[bool]:
    is_reported = KeptService.open_reports > 0
    if tab is Tab.REPORTED:
        return is_reported
    assured = KeptService.assured_on
    is_due = or_(assured.is_(None), assured < due_before(today))
    return or_(is_reported, and_(KeptService.state == KeptState.SHOWN, is_due))


def _count(directory: Directory, today: date) -> Counts:
    def number_of(tab: Tab) -> ColumnElement[int]:
        return func.count(case((_of_tab(tab, today), 1)))

    numbers = select(number_of(Tab.TO_CHECK), number_of(Tab.REPORTED), func.count())
    counted = directory.db.execute(numbers.select_from(KeptService).where(*_listed(directory)))
    return Counts(*counted.one())


def _own(
    directory: Directory, tab: Tab | None, today: date, *, skip: int, most: int
) -> list[Entry]:
    """Read services of a tab; of None what is not to be checked."""
    ids = select(KeptService.id).where(*_listed(directory))
    if tab is None:
        ids = ids.where(not_(_of_tab(Tab.TO_CHECK, today)))
    elif tab is not Tab.ALL:
        ids = ids.where(_of_tab(tab, today))
    if tab is Tab.TO_CHECK:
        is_last = case((KeptService.open_reports > 0, 0), else_=1)
        ids = ids.order_by(is_last, KeptService.assured_on.nulls_first())
    ids = ids.order_by(KeptService.name, KeptService.id).offset(skip).limit(most)
    order = {number: place for place, number in enumerate(directory.db.scalars(ids))}
    rows = directory.db.scalars(select(KeptService).where(KeptService.id.in_(order)))
    return _entries(directory.db, sorted(rows, key=lambda row: order[row.id]))


def _entries(db: Session, rows: Sequence[KeptService]) -> list[Entry]:
    ids = {row.set_id for row in rows if row.set_id is not None}
    names = select(HelpSet.id, HelpSet.name).where(HelpSet.id.in_(ids))
    sets: dict[int | None, str] = dict(db.execute(names).all()) if ids else {}
    return [_entry(row, row.content, sets.get(row.set_id, "")) for row in rows]


def _entry(row: KeptService, service: HelpService, set_name: str = "") -> Entry:
    return Entry(service, row.source, row.state, row.open_reports, set_name)


def _with_checkers(directory: Directory, found: Found) -> Found:
    """Add who made sure of each service, if somebody did on the day of which the service says so."""
    shown = [*found.entries, *found.rest]
    uids = [entry.service.id for entry in shown]
    newest = (
        select(func.max(ServiceChange.id))
        .where(
            ServiceChange.practice_id == directory.practice_id,
            ServiceChange.uid.in_(uids),
            ServiceChange.kind.in_(_CHECKS),
            ServiceChange.undone_at.is_(None),
        )
        .group_by(ServiceChange.uid)
    )
    changes = directory.db.execute(
        select(ServiceChange.uid, ServiceChange.member_id, ServiceChange.at).where(
            ServiceChange.id.in_(newest)
        )
    ).all()
    names = names_of(directory.db, [change.member_id for change in changes])
    by = {(each.uid, local_day(each.at)): names.get(each.member_id, "") for each in changes}
    entries = [
        replace(entry, checked_by=by.get((uid, day), ""))
        if (day := entry.service.assured_on)
        else entry
        for uid, entry in zip(uids, shown, strict=True)
    ]
    middle = len(found.entries)
    return replace(found, entries=entries[:middle], rest=entries[middle:])


# --- National lines ------------------------------------------------------------


def _national(directory: Directory) -> list[Entry]:
    return [
        _entry(row, service)
        if row
        else Entry(service, Source.NATIONAL, KeptState.SHOWN, open_reports=0)
        for service, row in directory.national()
    ]


def _belongs(entry: Entry, tab: Tab, today: date) -> bool:
    """Say of an entry what `_of_tab` asks the database."""
    if tab is Tab.ALL or entry.open_reports:
        return True
    is_due = entry.state is KeptState.SHOWN and is_old(entry.service.assured_on, today)
    return tab is Tab.TO_CHECK and is_due


def _add(counts: Counts, entries: Sequence[Entry], today: date) -> Counts:
    def number_of(tab: Tab) -> int:
        return counts.of(tab) + sum(_belongs(entry, tab, today) for entry in entries)

    return Counts(number_of(Tab.TO_CHECK), number_of(Tab.REPORTED), number_of(Tab.ALL))
