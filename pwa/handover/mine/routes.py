"""The patient takes a warm handover back."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from pwa.handover import service
from pwa.handover.core import HandoverError
from pwa.patient.access import Visit, patient_view
from pwa.store.database import overwrite_erased
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import refuse_foreign_origin

bp = Blueprint("my_handover", __name__)
bp.before_request(refuse_foreign_origin)


@bp.post("/<lang>/mine/plan/handover/<uuid:handover_id>")
@patient_view
def take_back(visit: Visit, lang: str, handover_id: UUID) -> ResponseReturnValue:
    """Take a handover back: the letter's page closes at once; "My plan" says so."""
    try:
        service.take_back(begin_work(), visit.opened, handover_id)
        db.session.commit()
        overwrite_erased()
    except HandoverError:  # it is closed already, as "My plan" says
        db.session.rollback()
    return redirect(url_for("progress.plan", lang=lang), code=303)
