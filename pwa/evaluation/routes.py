"""Routes of the questions after the talk, on the patient's phone."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.models import Conversation
from pwa.counting.service import PATIENT
from pwa.evaluation import service
from pwa.evaluation.questions import OF_PATIENTS
from pwa.patient.access import Visit, patient_view
from pwa.patient.tokens import write_receipt_id
from pwa.progress.sending import mark_of
from pwa.selfcheck.questions import FEELINGS
from pwa.sharing.entry import find_practice
from pwa.sharing.queued import QueuedForm, answer_refusals, receipt_fields
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin

bp = Blueprint("evaluation", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/after")
@patient_view
def ask(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the questions after the talk, or the thanks when they were answered.

    An own phone gets them before they are asked (`keep`), to show them later without a network.
    """
    row = visit.opened.row
    is_answered = service.was_answered_by(db.session(), row.id, PATIENT)
    asked_from = service.asked_from(db.session(), row)
    is_due = asked_from is not None and (asked_from <= now() or "keep" in request.args)
    if not is_answered and not is_due:
        return redirect(url_for("progress.plan", lang=lang), code=303)
    return render_template(
        "evaluation/afterwards.html",
        practice=visit.practice,
        is_answered=is_answered,
        asked_from=asked_from,
        questions=OF_PATIENTS,
        feelings=FEELINGS,
        phone=visit.phone,
        token=visit.reply_token(),
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


@bp.post("/<lang>/after/<slug>")
def answer_late(lang: str, slug: str) -> ResponseReturnValue:
    """Take the answers from a phone's queue, by the token of the page that asked; opens nothing."""
    get_language_or_404(lang)
    practice_id = find_practice(slug).id
    form = QueuedForm()
    if not form.validate():
        return _refuse(dict.fromkeys(form.faults, gettext(service.BAD)), 422)
    work = begin_work()
    reply_to = form.read_token(practice_id, work.master, now=work.now)
    is_new = service.answer_late(work, practice_id, reply_to, request.form)
    db.session.commit()
    return _receipt(UUID(form.uid.data), practice_id, work, is_new=is_new)


def _refuse(sentences: Mapping[str, str], status: int) -> Response:
    return make_response(jsonify(errors=sentences), status)


def _receipt(uid: UUID, practice_id: int, work: Work, *, is_new: bool) -> Response:
    """Make a receipt that the phone can check; its parts come from the UUID, and none is stored."""
    receipt = write_receipt_id(mark_of(uid, practice_id, {}).document_id, work.master)
    answer = jsonify(receipt_fields(receipt, work.now, uid))
    return make_response(answer, 201 if is_new else 200)


@bp.app_template_global()
def asked_afterwards(row: Conversation) -> Literal["now", "later"] | None:
    """Tell when "My plan" leads to the questions after the talk, for its template."""
    begins = service.asked_from(db.session(), row)
    if begins is None:
        return None
    return "now" if begins <= now() else "later"


answer_refusals(bp, _refuse)
