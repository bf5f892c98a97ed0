"""What the practice's list of local help and the history of one service show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date, format_timedelta
from flask_babel import gettext

from pwa.directory.hsds import FALLBACK, HelpService
from pwa.directory.keeping.core import Tab, Wanted, is_old
from pwa.directory.keeping.listing import Counts, Entry, Found, find_page
from pwa.directory.keeping.words import short_topics, short_ways_in
from pwa.directory.models import KeptState, Source
from pwa.directory.reports import OpenReport, open_reports
from pwa.directory.service import directory_of
from pwa.locales import PRACTICE_LANGUAGE, local_day, locale_of
from pwa.staff.access import Staff
from pwa.store.database import go_on_reading, writing
from pwa.text import N_
from pwa.vault.work import Work

_LOCALE = locale_of(PRACTICE_LANGUAGE.code)
TAB_NAMES: Mapping[Tab, str] = {
    # Translators: a tab of the list of local help, with a number behind it
    Tab.TO_CHECK: N_("To check"),
    # Translators: a tab of the list of local help, with a number behind it
    Tab.REPORTED: N_("Reports"),
    # Translators: a tab of the list of local help, with a number behind it
    Tab.ALL: N_("All"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list.

    Attributes:
        topics, how, checked: in words.
        is_old: nobody has checked it for long.
        next_id: of the service to which the focus goes when this line has been dealt with.
        reports: opened, on the tab of reports alone.
    """

    entry: Entry
    topics: str
    how: str
    checked: str
    is_old: bool
    next_id: str
    reports: Sequence[OpenReport] = ()

    @property
    def service(self) -> HelpService:
        """Give the service."""
        return self.entry.service

    @property
    def what(self) -> str:
        """Give the sentence about it, in Dutch."""
        return self.service.what.get(FALLBACK, "")

    @property
    def phones(self) -> list[tuple[str, str]]:
        """List the numbers to call, each with whom or what one reaches there."""
        own = [(phone.number, phone.description) for phone in self.service.phones]
        theirs = [(each.number, who.name) for who in self.service.contacts for each in who.phones]
        return own + theirs

    @property
    def is_hidden(self) -> bool:
        """Say whether patients do not find it."""
        return self.entry.state is KeptState.HIDDEN

    @property
    def is_national(self) -> bool:
        """Say whether it is a national line, which nobody can edit."""
        return self.entry.source is Source.NATIONAL

    @property
    def can_be_removed(self) -> bool:
        """Say whether it is the practice's own."""
        return self.entry.source is Source.OWN


@dataclass(frozen=True, slots=True)
class HelpList:
    """A page of the list.

    Attributes:
        rest: below what is to be checked, other lines that fit on the page.
    """

    wanted: Wanted
    counts: Counts
    pages: int
    lines: Sequence[Line] = field(default=())
    rest: Sequence[Line] = field(default=())


def load_list(work: Work, staff: Staff, wanted: Wanted) -> HelpList:
    """Load a page of the list; on the tab of reports it opens the words, and logs that."""
    today = local_day(work.now)
    found = find_page(directory_of(staff.practice), wanted, today)
    if wanted.tab is not Tab.REPORTED:
        return _make_list(wanted, found, {}, today)
    ids = [entry.service.id for entry in found.entries]
    with writing(work.db):
        reports = open_reports(work, staff, ids)
    go_on_reading(work.db)
    return _make_list(wanted, found, reports, today)


def _make_list(
    wanted: Wanted, found: Found, reports: Mapping[str, Sequence[OpenReport]], today: date
) -> HelpList:
    def lines_of(entries: Sequence[Entry]) -> list[Line]:
        return _make_lines(entries, reports, today)

    return HelpList(
        wanted, found.counts, found.pages, lines_of(found.entries), lines_of(found.rest)
    )


def _make_lines(
    entries: Sequence[Entry], reports: Mapping[str, Sequence[OpenReport]], today: date
) -> list[Line]:
    ids = [entry.service.id for entry in entries]
    return [
        Line(
            entry=entry,
            topics=short_topics(entry.service),
            how=short_ways_in(entry.service),
            checked=_checked(entry, today),
            is_old=is_old(entry.service.assured_on, today),
            next_id=_next(ids, place),
            reports=reports.get(entry.service.id, ()),
        )
        for place, entry in enumerate(entries)
    ]


def _next(ids: Sequence[str], place: int) -> str:
    """Give the id of the next line; of the last line the one before it."""
    if place + 1 < len(ids):
        return ids[place + 1]
    return ids[place - 1] if place else ""


def _checked(entry: Entry, today: date) -> str:
    """Say when it was checked, and by whom; how long ago, if it is long ago."""
    day = entry.service.assured_on
    if day is None:
        # Translators: nobody has checked whether the help is still right
        return gettext("never yet")
    if is_old(day, today):
        return format_timedelta(day - today, add_direction=True, locale=_LOCALE)
    shown = format_date(day, "d MMM" if day.year == today.year else "d MMM y", _LOCALE)
    return f"{shown}, {entry.checked_by}" if entry.checked_by else shown
