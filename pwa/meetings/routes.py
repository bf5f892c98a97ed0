"""Routes of the practice's meetings: making one, and its sheets."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.opening import NotConfirmed, Opening, open_to_read
from pwa.conversation.service import NotFound
from pwa.locales import local_day
from pwa.meetings import agenda, service, view_models
from pwa.meetings.core import SHEETS_KEPT, MeetingClosed, is_over
from pwa.meetings.forms import MeetingForm
from pwa.meetings.models import Meeting
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import overwrite_erased
from pwa.text import N_
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("meetings", __name__, url_prefix=http.PRACTICE_PREFIX)

_TOO_MANY = N_("There are too many meetings still to come. Cancel one first.")
_AGREED = N_("A patient agreed to this meeting as it is. Make another meeting.")


@bp.get("/meetings")
@staff_view(Action.READ)
def overview(staff: Staff) -> ResponseReturnValue:
    """List the meetings, and offer to make one."""
    work = begin_work()
    last = agenda.last_meeting(work.db, staff.practice.id)
    offered = {"name": last.name, "organisations": last.organisations} if last else {}
    return _list(staff, work, MeetingForm(formdata=None, **offered))


@bp.post("/meetings")
@staff_view(Action.READ)
def make(staff: Staff) -> ResponseReturnValue:
    """Make a meeting."""
    work, form = begin_work(), MeetingForm()
    facts = form.read(local_day(work.now))
    if facts is None:
        return _list(staff, work, form), 422
    try:
        agenda.make_meeting(work, staff, facts)
    except MeetingClosed:
        form.day.errors = [gettext(_TOO_MANY)]
        return _list(staff, work, form), 422
    db.session.commit()
    return redirect(url_for("meetings.overview"), code=303)


@bp.get("/meetings/<uuid:meeting_id>")
@staff_view(Action.READ)
def show(staff: Staff, meeting_id: UUID) -> ResponseReturnValue:
    """Show the sheets of a meeting; each list that is opened for it gets a line in the log."""
    work = begin_work()
    meeting = agenda.find_meeting(work.db, staff.practice.id, meeting_id)
    form = MeetingForm(
        formdata=None,
        name=meeting.name,
        day=meeting.held_on.isoformat(),
        organisations=meeting.organisations,
    )
    return _show(staff, work, meeting, form)


@bp.post("/meetings/<uuid:meeting_id>")
@staff_view(Action.READ)
def change(staff: Staff, meeting_id: UUID) -> ResponseReturnValue:
    """Change a meeting to which no patient has agreed yet."""
    work, form = begin_work(), MeetingForm()
    meeting = agenda.find_meeting(work.db, staff.practice.id, meeting_id)
    facts = form.read(local_day(work.now))
    if facts is None:
        return _show(staff, work, meeting, form), 422
    try:
        agenda.change_meeting(work, staff, meeting, facts)
    except MeetingClosed:
        form.name.errors = [gettext(_AGREED)]
        return _show(staff, work, meeting, form), 422
    db.session.commit()
    return redirect(url_for("meetings.show", meeting_id=meeting_id), code=303)


@bp.post("/meetings/<uuid:meeting_id>/cancel")
@staff_view(Action.READ)
def cancel(staff: Staff, meeting_id: UUID) -> ResponseReturnValue:
    """Delete a meeting with its sheets."""
    work = begin_work()
    meeting = agenda.find_meeting(work.db, staff.practice.id, meeting_id)
    service.cancel_meeting(work, staff, meeting)
    db.session.commit()
    overwrite_erased()
    return redirect(url_for("meetings.overview"), code=303)


def _list(staff: Staff, work: Work, form: MeetingForm) -> str:
    today = local_day(work.now)
    return render_template(
        "meetings/overview.html",
        meetings=view_models.list_meetings(work.db, staff.practice.id, today - SHEETS_KEPT),
        form=form,
        errors=form.faults,
        today=today,
    )


def _show(staff: Staff, work: Work, meeting: Meeting, form: MeetingForm) -> str:
    sheets = _open_sheets(staff, work, meeting)
    return render_template(
        "meetings/meeting.html",
        meeting=meeting,
        sheets=sheets,
        taken_back=agenda.count_taken_back(work.db, meeting),
        is_over=is_over(meeting.held_on, local_day(work.now)),
        form=form,
        errors=form.faults,
        today=local_day(work.now),
    )


def _open_sheets(staff: Staff, work: Work, meeting: Meeting) -> list[view_models.SheetView]:
    found = []
    for conversation_id in service.conversations_of(work.db, meeting):
        try:
            opened = open_to_read(work, staff, conversation_id, opening=Opening.SHEETS)
        except (NotFound, NotConfirmed):  # taken back or put aside at this moment
            continue
        found += [
            view_models.view_sheet(sheet, conversation_id, staff.practice)
            for sheet in service.read_sheets(work.db, opened)
            if sheet.meeting.id == meeting.id
        ]
    return found
