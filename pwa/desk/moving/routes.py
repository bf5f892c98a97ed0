"""Moving the appointment of an invitation: another time, day or clinician, with the same link."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.appointments.invitations import (
    Invited,
    find_invitation,
    move_invitation,
    open_invitation,
)
from pwa.desk.forms import MoveForm
from pwa.desk.service import clinicians_of, name_with
from pwa.locales import TIME_ZONE
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import go_on_reading, writing
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("moving", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/invitations/<uuid:invitation_id>/move")
@staff_view(Action.INVITE)
def edit(staff: Staff, invitation_id: UUID) -> ResponseReturnValue:
    """Show the form for another time, day or clinician."""
    invited = open_invitation(
        find_invitation(db.session(), staff.practice.id, invitation_id), staff.keys
    )
    at = invited.appointment.at.astimezone(TIME_ZONE)
    form = MoveForm(
        formdata=None,
        time=f"{at:%H:%M}",
        day=at.date().isoformat(),
        with_id=str(invited.appointment.with_id or ""),
    )
    with writing(db.session()):
        _note_reading(staff, invitation_id)
    return _show(staff, invited, form)


@bp.post("/invitations/<uuid:invitation_id>/move")
@staff_view(Action.INVITE)
def save(staff: Staff, invitation_id: UUID) -> ResponseReturnValue:
    """Move the appointment; link, card and code stay, and the patient's first page shows it."""
    work = begin_work()
    row = find_invitation(work.db, staff.practice.id, invitation_id, for_update=True)
    invited = open_invitation(row, staff.keys)
    form, clinicians = MoveForm(), clinicians_of(work.db, staff.practice.id)
    appointment = form.read_moved(invited.appointment, http.today(), clinicians)
    if appointment is None:
        _note_reading(staff, invitation_id)
        db.session.commit()
        go_on_reading(work.db)
        return _show(staff, invited, form), 422
    clinician = name_with(work.db, staff.practice.id, appointment)
    move_invitation(work, row, invited, appointment, clinician=clinician)
    audit.record_staff(work.db, staff, action="invitation:move", invitation_id=row.id, at=work.now)
    db.session.commit()
    return redirect(url_for("desk.invitation", invitation_id=invitation_id), code=303)


def _note_reading(staff: Staff, invitation_id: UUID) -> None:
    audit.record_staff(
        db.session(), staff, action="invitation:read", invitation_id=invitation_id, at=http.now()
    )


def _show(staff: Staff, invited: Invited, form: MoveForm) -> str:
    return render_template(
        "desk/move.html",
        form=form,
        errors=form.faults,
        invited=invited,
        clinicians=clinicians_of(db.session(), staff.practice.id),
        today=http.today(),
    )
