"""The patient takes a sheet back on the page of the plan."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from pwa.conversation.service import NotFound
from pwa.meetings.core import MeetingClosed
from pwa.meetings.service import take_back
from pwa.patient.access import Visit, patient_view
from pwa.store.database import overwrite_erased
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import refuse_foreign_origin

bp = Blueprint("taking_back", __name__)
bp.before_request(refuse_foreign_origin)


@bp.post("/<lang>/mine/discuss/<uuid:item_id>/back")
@patient_view
def withdraw_sheet(visit: Visit, lang: str, item_id: UUID) -> ResponseReturnValue:
    """Take a sheet back: it is erased at once, and nobody at the meeting reads it."""
    try:
        take_back(begin_work(), visit.opened, item_id)
    except (NotFound, MeetingClosed):  # pressed twice, or too late: the page says how it is
        db.session.rollback()
    else:
        db.session.commit()
        overwrite_erased()
    return redirect(url_for("progress.plan", lang=lang), code=303)
