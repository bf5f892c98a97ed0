"""Routes of the questions after the talk, on the patient's phone."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pwa.conversation.models import Conversation
from pwa.counting.service import PATIENT
from pwa.evaluation import service
from pwa.evaluation.questions import OF_PATIENTS
from pwa.patient.access import Visit, patient_view
from pwa.selfcheck.questions import FEELINGS
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import now, refuse_foreign_origin

bp = Blueprint("evaluation", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/after")
@patient_view
def ask(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the questions after the talk, or the thanks when they were answered."""
    row = visit.opened.row
    is_answered = service.was_answered_by(db.session(), row.id, PATIENT)
    if not is_answered and not service.is_asked(db.session(), row, now()):
        return redirect(url_for("progress.plan", lang=lang), code=303)
    return render_template(
        "evaluation/afterwards.html",
        practice=visit.practice,
        is_answered=is_answered,
        questions=OF_PATIENTS,
        feelings=FEELINGS,
    )


@bp.post("/<lang>/mine/after")
@patient_view
def answer(visit: Visit, lang: str) -> ResponseReturnValue:
    """Answer the questions; a second time is thanked for as well, and counts nothing."""
    work, row = begin_work(), visit.opened.row
    if service.is_asked(work.db, row, work.now):
        service.answer_as_patient(work, row, request.form)
        db.session.commit()
    return redirect(url_for("evaluation.ask", lang=lang), code=303)


@bp.app_template_global()
def is_asked_afterwards(row: Conversation) -> bool:
    """Say whether "My plan" leads to the questions after the talk, for its template."""
    return service.is_asked(db.session(), row, now())
