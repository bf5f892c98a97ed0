"""The patient's page "Then and now", the yes to keep what it compares, and telling how it goes."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.moments import find_keeping
from pwa.conversation.versions import list_versions
from pwa.patient.access import Visit, patient_view
from pwa.plan.core import Plan
from pwa.plan.service import find_plan
from pwa.progress.service import find_earlier, find_progress
from pwa.progress.view_models import PatientPlan, for_patient
from pwa.selfcheck import questions
from pwa.selfcheck.view_models import render_check
from pwa.store.database import overwrite_erased
from pwa.then_and_now import service
from pwa.then_and_now.view_models import name_answers, view_comparison, view_steps
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import refuse_foreign_origin

bp = Blueprint("then_and_now", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/then-and-now")
@patient_view
def show(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show how it was and how it is."""
    versions = list_versions(db.session(), visit.opened)
    sides = service.load_sides(db.session(), visit.opened, versions)
    saved = find_plan(db.session(), visit.opened)
    if sides is None or saved is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    return render_template(
        "then_and_now/page.html",
        practice=visit.practice,
        phone=visit.phone,
        view=view_comparison(sides, gettext, lang),
        steps=view_steps(_in_words(visit, saved.plan, lang), gettext, lang),
        q=questions,
        words=name_answers(gettext, lang),
        keeping=find_keeping(db.session(), visit.opened.row),
    )


@bp.post("/<lang>/mine/then-and-now")
@patient_view
def keep(visit: Visit, lang: str) -> ResponseReturnValue:
    """Begin to keep face and amounts (`keep=yes`), or destroy them (`keep=no`)."""
    work = begin_work()
    if request.form.get("keep") == "yes":
        service.keep(work, visit.opened)
    elif request.form.get("keep") == "no":
        service.forget(work, visit.opened)
    db.session.commit()
    overwrite_erased()
    return redirect(url_for("then_and_now.show", lang=lang), code=303)


@bp.get("/<lang>/mine/again")
@patient_view
def again(visit: Visit, lang: str) -> ResponseReturnValue:
    """Show the empty form, to tell how it is now; what is shared becomes a version of this list."""
    row = visit.opened.row
    if row.withdrawn_at is not None:  # whoever took the answers back sends none to this list
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    token = visit.reply_token()
    return render_check(visit.practice, lang, {}, reply_to=token, is_again=True, phone=visit.phone)


def _in_words(visit: Visit, plan: Plan, lang: str) -> PatientPlan:
    progress = find_progress(db.session(), visit.opened)
    earlier = find_earlier(db.session(), visit.opened, plan, progress)
    return for_patient(plan, visit.practice, lang, progress, earlier)
