"""The consult: ask whether it is this patient's list, and read it on one screen."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import http
from pwa.consult.his import build_his_text
from pwa.consult.overview import Overview, build_overview
from pwa.consult.today import day_span, find_entries, read_day
from pwa.conversation import listing, service
from pwa.conversation.core import CHECK, ListEntry
from pwa.conversation.documents import OpenConversation, read_documents
from pwa.extensions import db, limiter
from pwa.locales import TIME_ZONE
from pwa.plan.service import find_plan
from pwa.plan.wordings import write_his_text
from pwa.practice.access import Staff, staff_view
from pwa.selfcheck.core import SelfCheck, load_selfcheck
from pwa.selfcheck.life_map import WIDE, LifeMap
from pwa.selfcheck.map_layout import draw_map
from pwa.text import N_
from pwa.vault.code_pool import POOL, Busy
from pwa.vault.codes import CodeError, parse_code
from pwa.vault.ring import master_keys

bp = Blueprint("consult", __name__, url_prefix="/practice")

# Of one address; typing errors do not count, because the check character finds them.
WRONG_CODES = "20 per 10 minutes"

# Translators: nl: "Geen lijst gevonden met deze code. Is het de goede code, van deze praktijk?"
UNKNOWN_CODE = N_("No list found with this code. Is it the right code, of this practice?")
# Translators: nl: "De patiënt heeft deze lijst ingetrokken."
TAKEN_BACK = N_("The patient took this list back.")


@dataclass(frozen=True)
class Consult:
    """What the consult's pages show of one conversation.

    Attributes:
        entry: what the list shows of it: time, code, how the patient is known.
        check: the newest version.
        life_map: of the check.
        his_text: the check for the record system.
    """

    opened: OpenConversation
    entry: ListEntry
    check: SelfCheck
    overview: Overview
    life_map: LifeMap
    his_text: str


@bp.get("/")
@staff_view()
def today(staff: Staff) -> ResponseReturnValue:
    """See who shared a list today, or on another day."""
    return _show_day(staff)


@bp.post("/open")
@limiter.limit(WRONG_CODES, deduct_when=lambda response: response.status_code == 422)
@staff_view()
def open_by_code(staff: Staff) -> ResponseReturnValue:
    """Open the list of a patient by the code, or find it by a part of the code or name."""
    typed = request.form.get("code", "")
    try:
        code = parse_code(typed)
    except CodeError:
        return _show_day(staff, typed)
    try:
        found = service.find_by_code(
            db.session(), staff.practice.id, POOL.stretch(code), master_keys()
        )
    except service.NotFound:
        return _show_day(staff, typed, gettext(UNKNOWN_CODE)), 422
    except service.Gone:
        return _show_day(staff, typed, gettext(TAKEN_BACK)), 422
    except Busy as error:
        later = {"Retry-After": str(error.retry_after_seconds)}
        return _show_day(staff, typed, gettext(error.message)), 503, later
    return redirect(url_for("consult.overview", conversation_id=found.id), code=303)


@bp.get("/c/<uuid:conversation_id>")
@staff_view(care=True)
def overview(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Read a check; the first time, ask the patient whether it is theirs."""
    opened = service.open_for_staff(db.session(), staff, conversation_id, master_keys())
    if opened.row.first_read_at is None:
        return render_template("consult/confirm.html", entry=_entry(staff, opened))
    service.mark_read(db.session(), staff, opened.row, now=http.now())
    page = render_template("consult/overview.html", consult=load_consult(staff, opened))
    db.session.commit()
    return page


@bp.post("/c/<uuid:conversation_id>")
@staff_view(care=True)
def confirm(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Open a check for the first time, after the patient said that it is theirs."""
    opened = service.open_for_staff(db.session(), staff, conversation_id, master_keys())
    service.mark_read(db.session(), staff, opened.row, now=http.now())
    db.session.commit()
    return redirect(url_for("consult.overview", conversation_id=conversation_id), code=303)


@bp.get("/c/<uuid:conversation_id>/his")
@staff_view(care=True)
def his(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Copy the text for the record system, also without JavaScript."""
    opened = service.open_for_staff(db.session(), staff, conversation_id, master_keys())
    if opened.row.first_read_at is None:
        return redirect(url_for("consult.overview", conversation_id=conversation_id), code=303)
    service.log_opening(db.session(), staff, opened.row, now=http.now())
    plan = find_plan(db.session(), opened)
    page = render_template(
        "consult/his.html",
        consult=load_consult(staff, opened),
        plan_text=write_his_text(plan.plan, staff.practice) if plan else None,
    )
    db.session.commit()
    return page


def load_consult(staff: Staff, opened: OpenConversation) -> Consult:
    """Open the newest check and put it into the practice's words.

    Raises:
        service.NotFound: the patient took the check back.
    """
    versions = read_documents(db.session(), opened, CHECK, most=2)
    if not versions:
        raise service.NotFound
    check = load_selfcheck(versions[0].content)
    before = load_selfcheck(versions[1].content) if len(versions) > 1 else None
    words = build_overview(check, before, gettext)
    shared_on = versions[0].created_at.astimezone(TIME_ZONE).date()
    return Consult(
        opened=opened,
        entry=_entry(staff, opened),
        check=check,
        overview=words,
        life_map=draw_map(check, translate=gettext, shape=WIDE, is_practice=True),
        his_text=build_his_text(words, shared_on, gettext),
    )


def _show_day(staff: Staff, typed: str = "", error: str = "") -> str:
    """Show the list of the day of the address, or what of it fits what was typed."""
    this_day = http.today()
    day = read_day(request.args.get("day", ""), this_day)
    entries = listing.list_between(
        db.session(), staff.practice.id, _desk_key(staff), *day_span(day, TIME_ZONE)
    )
    return render_template(
        "consult/today.html",
        entries=entries if error else find_entries(entries, typed),
        day=day,
        today=this_day,
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1),
        typed=typed,
        error=error,
        can_open=staff.care_key is not None,
    )


def _entry(staff: Staff, opened: OpenConversation) -> ListEntry:
    return listing.entry_of(db.session(), opened.row, _desk_key(staff))


def _desk_key(staff: Staff) -> bytes:
    assert staff.desk_key is not None  # `staff_view` sees to it
    return staff.desk_key
