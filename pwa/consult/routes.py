"""The consult: ask whether it is this patient's list, and read it on one screen."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pwa.consult.view_models import find_entry, load_consult
from pwa.conversation import opening, service
from pwa.conversation.core import CHECK
from pwa.conversation.opening import Opening
from pwa.plan.service import find_plan
from pwa.plan.words.wordings import write_his_text
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("consult", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/c/<uuid:conversation_id>")
@staff_view(Action.READ)
def overview(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show a check; before the first time, a page to ask the patient whether it is theirs."""
    work = begin_work()
    row = opening.find_readable(work.db, staff, conversation_id)
    if row.first_read_at is None:
        return render_template("consult/confirm.html", entry=find_entry(staff, row))
    if not service.has_document(work.db, row, CHECK):  # a plan outlives the answers by months
        return redirect(url_for("plan.edit", conversation_id=row.id), code=303)
    opened = opening.open_to_read(work, staff, row.id, is_check_read=True)
    return render_template("consult/overview.html", consult=load_consult(staff, opened))


@bp.post("/c/<uuid:conversation_id>")
@staff_view(Action.READ)
def confirm(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Note that the patient said that the check is theirs, and lead to it."""
    work = begin_work()
    row = opening.find_readable(work.db, staff, conversation_id)
    opening.confirm(work, staff, row)
    db.session.commit()
    return redirect(url_for("consult.overview", conversation_id=conversation_id), code=303)


@bp.get("/c/<uuid:conversation_id>/his")
@staff_view(Action.READ)
def his(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the text for the record system, to copy without JavaScript too."""
    work = begin_work()
    row = opening.find_confirmed(work.db, staff, conversation_id, holding=CHECK)
    opened = opening.open_to_read(work, staff, row.id, opening=Opening.COPY)
    plan = find_plan(work.db, opened)
    return render_template(
        "consult/his.html",
        consult=load_consult(staff, opened),
        plan_text=write_his_text(plan.plan, staff.practice) if plan else None,
    )


@bp.app_errorhandler(opening.NotConfirmed)
def ask_first(error: opening.NotConfirmed) -> ResponseReturnValue:
    """Redirect to the page on which the patient is asked whether a list is theirs."""
    return redirect(url_for("consult.overview", conversation_id=error.conversation_id), code=303)
