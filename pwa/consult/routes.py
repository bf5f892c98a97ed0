"""The consult: ask whether it is this patient's list, and read it on one screen."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pwa.consult.view_models import find_entry, load_consult
from pwa.conversation import opening, service
from pwa.conversation.core import CHECK
from pwa.conversation.opening import Opening
from pwa.locales import local_day
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("consult", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/c/<uuid:conversation_id>")
@staff_view(Action.READ)
def overview(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show a check; before that the page that asks whose it is, but not on its consult's day."""
    work = begin_work()
    try:
        row = opening.find_for_reading(work, staff, conversation_id)
    except opening.NotConfirmed as error:
        return _ask(work, staff, error.conversation_id)
    if not service.has_document(work.db, row, CHECK):  # a plan outlives the answers by months
        return redirect(url_for("plan.edit", conversation_id=row.id), code=303)
    opened = opening.open_check(work, staff, row.id)
    return render_template("consult/overview.html", consult=load_consult(staff, opened))


@bp.get("/c/<uuid:conversation_id>/whose")
@staff_view(Action.READ)
def whose(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the page that asks the patient whether a check is theirs, without opening it."""
    return _ask(begin_work(), staff, conversation_id)


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
    return render_template("consult/his.html", consult=load_consult(staff, opened))


@bp.app_errorhandler(opening.NotConfirmed)
def ask_first(error: opening.NotConfirmed) -> ResponseReturnValue:
    """Redirect to the page on which the patient is asked whether a list is theirs."""
    return redirect(url_for("consult.whose", conversation_id=error.conversation_id), code=303)


def _ask(work: Work, staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    row = opening.find_readable(work.db, staff, conversation_id)
    if row.is_confirmed:
        return redirect(url_for("consult.overview", conversation_id=row.id), code=303)
    return render_template(
        "consult/confirm.html",
        entry=find_entry(staff, row),
        is_read_ahead=row.is_for_consult_on(local_day(work.now)),
    )
