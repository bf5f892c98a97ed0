"""Data for the desk's pages: the lines of a day, and an invitation with everything to pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil

from flask_babel import force_locale, format_date, format_time, gettext
from markupsafe import Markup

from pwa.appointments.core import Line
from pwa.appointments.fold import Before, Fold, find_fold, find_newest_folded
from pwa.appointments.invitations import Invited
from pwa.appointments.lines import (
    LINES_PER_PAGE,
    Days,
    FoundDays,
    LineRef,
    find_entries,
    find_line_refs,
    find_page,
    line_ref_of,
    open_lines,
)
from pwa.conversation.models import Conversation
from pwa.desk.core import SEARCHED, day_span, find_lines
from pwa.desk.service import Clinician, clinicians_of
from pwa.locales import TIME_ZONE, Language, day_pattern, known_language, local_day
from pwa.patient.access import invitation_link
from pwa.practice.models import Practice
from pwa.sharing.budgets import UsedUp, find_used_up
from pwa.staff.access import Staff
from pwa.staff.core import Action
from pwa.staff.member_names import names_of
from pwa.vault.patient.codes import format_code
from pwa.web.extensions import db
from pwa.web.qr import draw_qr

# Limit of a search, of 500 lines each: opening five thousand lines takes about a second.
_MOST_PAGES_SEARCHED = 10
# How many folded sendings one search looks at; a button on the page goes on with the next ones.
_FOLDED_AT_ONCE = 4_000


@dataclass(frozen=True)
class DayList:
    """The opened lines of a page of the list, with all else that the page shows.

    Attributes:
        timed: lines with a consult on this day.
        rest: the other lines, by the time of sharing.
        clinicians: of the practice.
        state: the ETag of the page; empty for search results.
        pages: how many pages there are.
        used_up: which limits on new lists are used up.
        fold: the folded lists of this day; None without any.
        goes_on: where a search in folded lists goes on; None when it looked at all of them.
        typists: membership id to name of those who typed a line in from paper.
    """

    timed: Sequence[Line]
    rest: Sequence[Line]
    clinicians: Sequence[Clinician]
    state: str
    pages: int
    can_open: bool
    can_invite: bool
    used_up: UsedUp
    can_put_aside: bool
    fold: Fold | None = None
    goes_on: Before | None = None
    can_enter: bool = False
    typists: Mapping[int | None, str] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[int, str]:
        """Membership id to name of the clinicians."""
        return {clinician.id: clinician.text for clinician in self.clinicians}


def load_found(staff: Staff, day: date, page: int) -> tuple[FoundDays, Fold | None]:
    """Find a page of a day, still sealed, and the day's fold.

    Args:
        page: 1 for the first.
    """
    days = days_of(day, day)
    refs = find_line_refs(db.session(), staff.practice.id, days)
    fold = find_fold(db.session(), staff.practice.id, days)
    return find_page(db.session(), days, refs, page), fold


def load_list(staff: Staff, found: FoundDays, fold: Fold | None, with_id: int | None) -> DayList:
    """Open a page of a day.

    Args:
        fold: the day's fold.
        with_id: membership of a clinician: leave out the lines of other clinicians; None for all.
    """
    lines = [
        line
        for line in open_lines(found, staff.keys)
        if with_id is None
        or line.appointment is None
        or line.appointment.with_id in (with_id, None)
    ]
    shown = make_list(staff, lines, state_of(staff, found, fold, with_id), found.total)
    return replace(shown, fold=fold)


def show_one(staff: Staff, conversation: Conversation) -> tuple[date, DayList]:
    """Show the line of one conversation alone, and say on which day it stands."""
    began = local_day(conversation.created_at)
    day = conversation.consult_on or began
    ref = line_ref_of(db.session(), conversation)
    found = find_entries(db.session(), days_of(day, day), [ref], total=1)
    return day, make_list(staff, open_lines(found, staff.keys), "", found.total)


def search(
    staff: Staff, day: date, typed: str, *, around: bool, before: Before | None = None
) -> DayList:
    """Search the lines of a day or of the weeks around it, and then folded lists, the newest first.

    Args:
        typed: a part of a code, of a name or of a time.
        around: search `SEARCHED` to either side of the day as well.
        before: where a search in folded lists goes on; the other lines are not searched again then.
    """
    days = days_of(day - SEARCHED, day + SEARCHED) if around else days_of(day, day)
    session, practice_id = db.session(), staff.practice.id
    refs = find_line_refs(session, practice_id, days) if before is None else []
    most = _MOST_PAGES_SEARCHED * LINES_PER_PAGE
    hits = _find_hits(staff, days, refs[:most], typed)
    folded, goes_on = find_newest_folded(
        session, practice_id, days, before=before, most=_FOLDED_AT_ONCE
    )
    hits += _find_hits(staff, days, folded, typed)
    return replace(make_list(staff, hits[:LINES_PER_PAGE], "", 0), goes_on=goes_on)


def _find_hits(staff: Staff, days: Days, refs: Sequence[LineRef], typed: str) -> list[Line]:
    hits: list[Line] = []
    for page in range(1, ceil(len(refs) / LINES_PER_PAGE) + 1):
        found = find_page(db.session(), days, refs, page)
        hits += find_lines(open_lines(found, staff.keys), typed, TIME_ZONE)
    return hits


def state_of(staff: Staff, found: FoundDays, fold: Fold | None, with_id: int | None) -> str:
    """Compute the ETag of a day's page for this member, so that an unchanged list is not resent."""
    used_up = find_used_up(staff.practice.id).state
    folded = f"{fold.count}.{fold.last.timestamp()}" if fold else "0"
    return f"{found.fingerprint}-{folded}-{staff.role}-{with_id or 0}-{used_up}"


def make_list(staff: Staff, lines: Sequence[Line], state: str, total: int) -> DayList:
    """Put lines together with all else that the page shows.

    Args:
        total: how many lines there are on all pages.
    """
    return DayList(
        timed=[line for line in lines if line.consult_at],
        rest=[line for line in lines if not line.consult_at],
        clinicians=clinicians_of(db.session(), staff.practice.id),
        state=state,
        pages=max(1, ceil(total / LINES_PER_PAGE)),
        can_open=staff.may(Action.READ),
        can_invite=staff.may(Action.INVITE),
        used_up=find_used_up(staff.practice.id),
        can_put_aside=staff.may(Action.PUT_ASIDE),
        can_enter=staff.may(Action.ENTER),
        typists=names_of(db.session(), (line.entry.entered_by for line in lines if line.entry)),
    )


def days_of(first: date, last: date) -> Days:
    """Give these days in the practice's time zone; both are included."""
    return Days(first, last, *day_span(first, TIME_ZONE, last))


@dataclass(frozen=True)
class PassedOn:
    """The parts of an invitation for the patient.

    Attributes:
        code: attaches a list to the invitation as the link does, typed into the form.
        qr: of the link, as SVG.
        message: to paste in an SMS or a portal, in the patient's language.
    """

    language: Language
    link: str
    code: str
    qr: Markup
    message: str


def pass_on(practice: Practice, invited: Invited) -> PassedOn:
    """Put together the parts of an invitation for the patient."""
    language = known_language(invited.appointment.language)
    link = invitation_link(practice, language.code, invited.token)
    with force_locale(language.written):
        at = invited.appointment.at.astimezone(TIME_ZONE)
        # Translators: in a message on a phone, which others may see; %(day)s is like "maandag 23 november".
        when = gettext(
            "On %(day)s at %(time)s you have an appointment at %(practice)s.",
            day=format_date(at, f"EEEE {day_pattern(language.written)}"),
            time=format_time(at, "HH:mm", rebase=False),
            practice=practice.name,
        )
        what = gettext(
            "Will you tell us before then how you are? It takes 5 minutes. You do not need to type. "
            "Open this link:"
        )
    return PassedOn(
        language,
        link,
        format_code(invited.code),
        draw_qr(link),
        f"{when} {what}\n{link}",
    )
