"""What the desk's pages show: the lines of a day, an invitation with everything to pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from pwa.locales import LANGUAGES, TIME_ZONE, Language, local_day
from pwa.patient.access import invitation_link
from pwa.practice.models import Practice
from pwa.sharing.budgets import UsedUp, find_used_up
from pwa.staff.access import Staff
from pwa.staff.core import Action
from pwa.vault.patient.codes import format_code
from pwa.web.extensions import db
from pwa.web.qr import draw_qr

# Nobody has the patience for more, nor the server: five thousand lines take about a second.
_MOST_PAGES_SEARCHED = 10
# Of what is folded, at one press; who looks for somebody goes on by another press.
_FOLDED_AT_ONCE = 4_000


@dataclass(frozen=True)
class DayList:
    """The lines of a page, and what the page around them needs.

    Attributes:
        timed: those with a consult on this day; `rest`: the others, by when they were shared.
        clinicians: of the practice.
        used_up: of how many lists there may be.
        fold: what is folded on this day.
        goes_on: where a search in what is folded goes on; None where all of it was looked through.
        state: changes when any line does.
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

    @property
    def names(self) -> Mapping[int, str]:
        """Give the clinicians' names by membership."""
        return {clinician.id: clinician.text for clinician in self.clinicians}


def load_found(staff: Staff, day: date, page: int) -> tuple[FoundDays, Fold | None]:
    """Find a page of a day, still sealed, and what is folded on it."""
    days = days_of(day, day)
    refs = find_line_refs(db.session(), staff.practice.id, days)
    fold = find_fold(db.session(), staff.practice.id, days)
    return find_page(db.session(), days, refs, page), fold


def load_list(staff: Staff, found: FoundDays, fold: Fold | None, with_id: int | None) -> DayList:
    """Open a page of a day.

    Args:
        fold: what is folded on it.
        with_id: shows only whom this clinician sees, and whom anybody may see; None: everybody.
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
    """Look somebody up on a day, or in the weeks around it; of what is folded, the newest first.

    Args:
        typed: a part of a code, of a name or of a time.
        before: where a search in what is folded goes on; the day itself was looked through then.
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
    """Name what somebody sees of a day, so that the same need not be sent again."""
    used_up = find_used_up(staff.practice.id).state
    folded = f"{fold.count}.{fold.last.timestamp()}" if fold else "0"
    return f"{found.fingerprint}-{folded}-{staff.role}-{with_id or 0}-{used_up}"


def make_list(staff: Staff, lines: Sequence[Line], state: str, total: int) -> DayList:
    """Put lines together with what the page around them needs.

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
    )


def days_of(first: date, last: date) -> Days:
    """Give these days of the practice's clock."""
    return Days(first, last, *day_span(first, TIME_ZONE, last))


@dataclass(frozen=True)
class PassedOn:
    """What the patient gets of an invitation.

    Attributes:
        code: does what the link does, where it is typed.
        message: to paste in an SMS or a portal, in the patient's language.
    """

    language: Language
    link: str
    code: str
    qr: Markup
    message: str


def pass_on(practice: Practice, invited: Invited) -> PassedOn:
    """Put together what the patient gets."""
    language = invited.appointment.language
    link = invitation_link(practice, language, invited.token)
    with force_locale(language):
        at = invited.appointment.at.astimezone(TIME_ZONE)
        # Translators: in a message on a phone, which others may see; %(day)s is like "maandag 23 november".
        when = gettext(
            "On %(day)s at %(time)s you have an appointment at %(practice)s.",
            day=format_date(at, "EEEE d MMMM"),
            time=format_time(at, "HH:mm", rebase=False),
            practice=practice.name,
        )
        what = gettext(
            "Will you tell us before then how you are? It takes 5 minutes. You do not need to type. "
            "Open this link:"
        )
    return PassedOn(
        LANGUAGES[language],
        link,
        format_code(invited.code),
        draw_qr(link),
        f"{when} {what}\n{link}",
    )
