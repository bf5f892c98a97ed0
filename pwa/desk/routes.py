"""The desk: the list of a day, and the field that finds a patient by code or name."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import http
from pwa.conversation import listing, service
from pwa.desk.core import day_span, find_entries, read_day
from pwa.extensions import db, limiter
from pwa.locales import TIME_ZONE
from pwa.practice.access import Staff, staff_view
from pwa.practice.core import Action
from pwa.text import N_
from pwa.vault.code_pool import POOL, Busy
from pwa.vault.codes import CodeError, parse_code
from pwa.vault.ring import master_keys

bp = Blueprint("desk", __name__, url_prefix=http.PRACTICE_PREFIX)

# Of one address; typing errors do not count, because the check character finds them.
WRONG_CODES = "20 per 10 minutes"

# Translators: nl: "Geen lijst gevonden met deze code. Is het de goede code, van deze praktijk?"
UNKNOWN_CODE = N_("No list found with this code. Is it the right code, of this practice?")
# Translators: nl: "De patiënt heeft deze lijst ingetrokken."
TAKEN_BACK = N_("The patient took this list back.")


@bp.get("/")
@staff_view(Action.LIST)
def today(staff: Staff) -> ResponseReturnValue:
    """See who shared a list today, or on another day."""
    return _show_day(staff)


@bp.post("/open")
@limiter.limit(WRONG_CODES, deduct_when=lambda response: response.status_code == 422)
@staff_view(Action.LIST)
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


def _show_day(staff: Staff, typed: str = "", error: str = "") -> str:
    """Show the list of the day of the address, or what of it fits what was typed."""
    this_day = http.today()
    day = read_day(request.args.get("day", ""), this_day)
    span = day_span(day, TIME_ZONE)
    entries = listing.list_between(db.session(), staff.practice.id, staff.keys, *span)
    return render_template(
        "desk/today.html",
        entries=entries if error else find_entries(entries, typed),
        day=day,
        today=this_day,
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1),
        typed=typed,
        error=error,
        can_open=staff.care_key is not None,
    )
