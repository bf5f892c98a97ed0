"""Routes of "My plan": the patient reads the plan, says how steps go, and adds own ones."""

from collections.abc import Mapping

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

from pwa.conversation.moments import find_keeping
from pwa.handover.service import handovers_of
from pwa.handover.view_models import place
from pwa.meetings.view_models import for_patient as sheets_for_patient
from pwa.patient.access import Visit, patient_view, phone_name
from pwa.plan.service import find_plan, find_talk_day
from pwa.plan.values import new_uid
from pwa.practice.address import get_practice_or_404
from pwa.progress.calendar.core import find_entries
from pwa.progress.forms import FIELDS, TickForm
from pwa.progress.sending import TickSending
from pwa.progress.service import find_earlier, find_progress, take_tick
from pwa.progress.view_models import ANSWERS, for_patient, help_cards
from pwa.sharing.core import Receipt
from pwa.sharing.entry import find_practice
from pwa.sharing.queued import answer_refusals, receipt_fields
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin, today, wants_json

bp = Blueprint("progress", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/plan")
@patient_view
def plan(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the patient the plan that was made together."""
    saved = find_plan(db.session(), visit.opened)
    if saved is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    progress = find_progress(db.session(), visit.opened)
    earlier = find_earlier(db.session(), visit.opened, saved.plan, progress)
    shown = for_patient(saved.plan, visit.practice, lang, progress, earlier)
    return render_template(
        "progress/plan.html",
        practice=visit.practice,
        row=visit.opened.row,
        phone=visit.phone,
        plan=shown,
        cards=help_cards(shown, lang, now()),
        keeping=find_keeping(db.session(), visit.opened.row),
        has_dates=bool(
            find_entries(saved.plan, today(), find_talk_day(db.session(), visit.opened))
        ),
        sheets=sheets_for_patient(db.session(), visit.opened, visit.practice, lang, today()),
        ticking=_ticking(visit, lang),
        handovers=place(handovers_of(db.session(), visit.opened), saved.plan.steps, now()),
    )


@bp.post("/<lang>/tick/<slug>")
def tick(lang: str, slug: str) -> ResponseReturnValue:
    """Take one thing that a patient says of the plan, sealed at once; nothing is opened for it."""
    get_language_or_404(lang)
    practice_id = find_practice(slug).id
    form = TickForm()
    sending = form.read(lang, practice_id, master_keys(), now=now())
    if sending is None:
        return _refuse(form.sentences, 422)
    receipt = take_tick(begin_work(), sending)
    db.session.commit()
    return _say_received(receipt, sending, lang)


def _ticking(visit: Visit, lang: str) -> dict[str, object]:
    """Give what a page needs that can be ticked; the token allows adding, and opens nothing."""
    return {
        "address": url_for("progress.tick", lang=lang, slug=visit.practice.slug),
        "token": visit.reply_token(),
        "answers": ANSWERS,
        "new_uid": new_uid(),
    }


def _refuse(sentences: Mapping[str, str], status: int) -> Response:
    """Answer with what is wrong: as JSON to a script, else on a page with what was sent."""
    if wants_json():
        return make_response(jsonify(errors=sentences), status)
    practice = get_practice_or_404((request.view_args or {})["slug"])
    page = render_template(
        "progress/refused.html",
        practice=practice,
        sentences=sentences,
        sent={name: value for name, value in request.form.items() if name in FIELDS},
    )
    return make_response(page, status)


def _say_received(receipt: Receipt, sending: TickSending, lang: str) -> Response:
    if not wants_json():
        return make_response(redirect(url_for("progress.plan", lang=lang), code=303))
    response = jsonify(
        **receipt_fields(receipt.id, receipt.received_at, sending.uid),
        phone=phone_name(receipt.conversation_id, receipt.generation),
    )
    response.status_code = 201 if receipt.is_new else 200
    return response


answer_refusals(bp, _refuse)
