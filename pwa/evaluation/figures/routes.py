"""Routes of the figures, and of the one tap of the staff after a talk."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.opening import find_confirmed
from pwa.counting.summing import sum_waiting
from pwa.evaluation import service
from pwa.evaluation.figures.spreadsheet import write_csv
from pwa.evaluation.figures.view_models import load_figures
from pwa.evaluation.questions import Question
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("figures", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/figures")
@staff_view(Action.FIGURES)
def overview(staff: Staff) -> ResponseReturnValue:
    """See what happened and what was answered in a quarter or a year; this quarter at first."""
    figures = load_figures(begin_work(), staff.practice.id, request.args.get("period", ""))
    return render_template("evaluation/figures/page.html", figures=figures)


@bp.get("/figures.csv")
@staff_view(Action.FIGURES)
def export(staff: Staff) -> ResponseReturnValue:
    """Download the same figures for a spreadsheet."""
    figures = load_figures(begin_work(), staff.practice.id, request.args.get("period", ""))
    response = Response(write_csv(figures), mimetype="text/csv")
    name = f"cijfers-{figures.period.code}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/figures/sum")
@staff_view(Action.READ)
def add_up(staff: Staff) -> ResponseReturnValue:
    """Add up the answers that wait, ten and more at once."""
    number = sum_waiting(begin_work(), staff)
    db.session.commit()
    if not number:
        flash(gettext("There are not yet ten answers to add up."))
    return redirect(url_for("figures.overview"), code=303)


@bp.post("/c/<uuid:conversation_id>/after")
@staff_view(Action.READ)
def answer(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Say after the talk whether the list helped and how long it took, without a name."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    if service.answer_as_staff(work, row, request.form):
        sum_waiting(work, staff)
    db.session.commit()
    flash(gettext("Thank you. This is counted without a name."))
    return redirect(url_for("plan.edit", conversation_id=conversation_id), code=303)


@bp.app_template_global()
def questions_after_talk(conversation_id: UUID) -> list[Question]:
    """Give the questions that the staff may still answer about this talk, for templates."""
    return service.open_questions(db.session(), conversation_id)
