"""Routes of "My plan": the patient reads the plan that was made together."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pwa.conversation.moments import find_keeping
from pwa.meetings.view_models import for_patient as sheets_for_patient
from pwa.patient.access import Visit, patient_view
from pwa.plan.service import find_plan
from pwa.progress.view_models import for_patient, help_cards
from pwa.web.extensions import db
from pwa.web.http import now, refuse_foreign_origin, today

bp = Blueprint("progress", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/plan")
@patient_view
def plan(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the patient the plan that was made together."""
    saved = find_plan(db.session(), visit.opened)
    if saved is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    shown = for_patient(saved.plan, visit.practice, lang)
    return render_template(
        "progress/plan.html",
        practice=visit.practice,
        phone=visit.phone,
        plan=shown,
        cards=help_cards(shown, lang, now()),
        keeping=find_keeping(db.session(), visit.opened.row),
        sheets=sheets_for_patient(db.session(), visit.opened, visit.practice, lang, today()),
    )
