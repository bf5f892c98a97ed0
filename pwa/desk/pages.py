"""What the desk's pages show: the lines of a day, an invitation with everything to pass on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from flask_babel import force_locale, format_date, format_time, gettext
from markupsafe import Markup

from pwa.conversation.access import invitation_link
from pwa.conversation.budgets import UsedUp, find_used_up
from pwa.conversation.core import Line
from pwa.conversation.invitations import Invited
from pwa.conversation.listing import (
    LINES_PER_PAGE,
    Days,
    FoundDays,
    find_page,
    find_places,
    open_lines,
)
from pwa.desk.core import SEARCHED, day_span, find_lines
from pwa.desk.service import Clinician, clinicians_of
from pwa.extensions import db
from pwa.locales import LANGUAGES, TIME_ZONE, Language
from pwa.practice.access import Staff
from pwa.practice.core import Action
from pwa.practice.models import Practice
from pwa.qr import draw_qr
from pwa.vault.codes import format_code

# Nobody has the patience for more, nor the server: five thousand lines take about a second.
_MOST_PAGES_SEARCHED = 10


@dataclass(frozen=True)
class DayList:
    """The lines of a page, and what the page around them needs.

    Attributes:
        timed: those with a consult on this day; `rest`: the others, by when they were shared.
        clinicians: of the practice.
        used_up: of how many lists there may be.
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

    @property
    def names(self) -> Mapping[int, str]:
        """Give the clinicians' names by membership."""
        return {clinician.id: clinician.text for clinician in self.clinicians}


def load_found(staff: Staff, day: date, page: int) -> FoundDays:
    """Find a page of a day, still sealed."""
    days = _days(day, day)
    return find_page(db.session(), days, find_places(db.session(), staff.practice.id, days), page)


def load_list(staff: Staff, found: FoundDays, with_id: int | None) -> DayList:
    """Open a page of a day.

    Args:
        with_id: shows only whom this clinician sees, and whom anybody may see; None: everybody.
    """
    lines = [
        line
        for line in open_lines(found, staff.keys)
        if with_id is None
        or line.appointment is None
        or line.appointment.with_id in (with_id, None)
    ]
    return _list(staff, lines, state_of(staff, found, with_id), found.total)


def search(staff: Staff, day: date, typed: str, *, around: bool) -> DayList:
    """Look somebody up on a day, or in the weeks around it.

    Args:
        typed: a part of a code, of a name or of a time.
    """
    days = _days(day - SEARCHED, day + SEARCHED) if around else _days(day, day)
    places = find_places(db.session(), staff.practice.id, days)
    hits: list[Line] = []
    for page in range(1, min(ceil(len(places) / LINES_PER_PAGE), _MOST_PAGES_SEARCHED) + 1):
        found = find_page(db.session(), days, places, page)
        hits += find_lines(open_lines(found, staff.keys), typed, TIME_ZONE)
    return _list(staff, hits[:LINES_PER_PAGE], "", 0)


def state_of(staff: Staff, found: FoundDays, with_id: int | None) -> str:
    """Name what somebody sees of a day, so that the same need not be sent again."""
    used_up = find_used_up(staff.practice.id).state
    return f"{found.fingerprint}-{staff.role}-{with_id or 0}-{used_up}"


def _list(staff: Staff, lines: Sequence[Line], state: str, total: int) -> DayList:
    return DayList(
        timed=[line for line in lines if line.consult_at],
        rest=[line for line in lines if not line.consult_at],
        clinicians=clinicians_of(db.session(), staff.practice.id),
        state=state,
        pages=max(1, ceil(total / LINES_PER_PAGE)),
        can_open=staff.may(Action.READ),
        can_invite=staff.may(Action.INVITE),
        used_up=find_used_up(staff.practice.id),
    )


def _days(first: date, last: date) -> Days:
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
        # Translators: nl: "Op %(day)s om %(time)s hebt u een afspraak bij %(practice)s."
        when = gettext(
            "On %(day)s at %(time)s you have an appointment at %(practice)s.",
            day=format_date(at, "EEEE d MMMM"),
            time=format_time(at, "HH:mm", rebase=False),
            practice=practice.name,
        )
        # Translators: nl: "Wilt u voor die tijd vertellen hoe het gaat? Het duurt 5 minuten. Typen hoeft niet. Open deze link:"
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
