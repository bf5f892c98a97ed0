"""Route of the calendar file."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.locales import local_day
from pwa.patient.access import Visit, patient_view
from pwa.patient.limits import PAPERS, pass_or_network
from pwa.plan.service import find_plan, find_talk_day
from pwa.progress.calendar.core import Entry, find_entries
from pwa.progress.calendar.writing import NamedDay, entry_uid, write_calendar
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web.extensions import limiter

bp = Blueprint("calendar", __name__)

# Translators: what each entry in the phone's calendar is called; others see it too, so it says no more
ENTRY = N_("Appointment")
# Translators: the same, where the day is not exact: "in six weeks"
ABOUT = N_("Appointment, around this day")


@bp.get("/<lang>/mine/plan.ics")
@limiter.limit(PAPERS, key_func=pass_or_network)
@patient_view
def plan_dates(visit: Visit, lang: str) -> ResponseReturnValue:
    """Give the dates of the plan as a file for the phone's calendar."""
    work = begin_work()
    saved = find_plan(work.db, visit.opened)
    talk_day = find_talk_day(work.db, visit.opened)
    entries = find_entries(saved.plan, local_day(work.now), talk_day) if saved else ()
    if saved is None or not entries:
        return redirect(url_for("progress.plan", lang=lang), code=303)
    row = visit.opened.row
    file = write_calendar(
        [_name(entry, entry_uid(work.master, row.id, entry.of)) for entry in entries],
        has_reminder=request.args.get("remind") == "1",
        revision=saved.number,
        now=work.now,
    )
    response = Response(file, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-gesprek.ics"'
    return response


def _name(entry: Entry, uid: str) -> NamedDay:
    return NamedDay(uid, entry.when, gettext(ABOUT) if entry.is_about else gettext(ENTRY))
