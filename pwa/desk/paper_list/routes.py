"""Type in a list on paper: what was typed is looked at in words, sealed, and not shown again."""

from uuid import UUID, uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.desk.paper_list.forms import PaperForm
from pwa.desk.paper_list.service import seal_paper, was_sealed
from pwa.desk.paper_list.view_models import find_invited, languages_of, render_form, render_review
from pwa.patient.new_keys import show_new_keys
from pwa.selfcheck.answers import Answers
from pwa.sharing.core import SharingError, TooMany
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.unsent.views import forget_unsent, saves_unsent, unsent_fields
from pwa.store.database import go_on_reading, only_read
from pwa.text import N_
from pwa.vault.patient.code_pool import POOL, Busy
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("paper_list", __name__, url_prefix=http.PRACTICE_PREFIX)

SEALED_BEFORE = N_("This form was sealed already. Begin with an empty form for another paper.")


@bp.get("/paper-list")
@staff_view(Action.ENTER)
def start(staff: Staff) -> ResponseReturnValue:
    """Show the form in which a list on paper is typed."""
    unsent = unsent_fields(staff)
    chosen = request.args.get("invitation", type=UUID)
    form = PaperForm(unsent, uid=str(uuid4()), invitation=str(chosen or ""))
    invited = find_invited(staff, form.invitation_id)
    return render_form(staff, form, invited, is_unsent=unsent is not None)


@bp.post("/paper-list")
@saves_unsent("paper_list.start")
@staff_view(Action.ENTER)
def enter(staff: Staff) -> ResponseReturnValue:
    """Show in words what was typed; seal it when that was looked at; or go back to the form."""
    form, is_looked_at = PaperForm(), "seal" in request.form
    if not is_looked_at:
        only_read(db.session())
    invited = find_invited(staff, form.invitation_id)
    answers = form.read(languages_of(invited), staff.practice.languages)
    # Back in the browser can send the page before the code once more: it would show the answers.
    if not is_looked_at and answers is not None and _was_sealed(staff, form, answers):
        return redirect(url_for("desk.today"), code=303)
    if "change" in request.form:
        return render_form(staff, form, invited)
    if answers is None:
        return render_form(staff, form, invited), 422
    if not is_looked_at:
        return render_review(form, answers, invited)
    try:
        return _seal(staff, form, answers)
    except Busy as error:
        form.refuse(gettext(error.message))
        later = {"Retry-After": str(error.retry_after_seconds)}
        return render_form(staff, form, invited), 503, later
    except (SharingError, TooMany):
        form.refuse(gettext(SEALED_BEFORE))
        return render_form(staff, form, invited), 422


def _was_sealed(staff: Staff, form: PaperForm, answers: Answers) -> bool:
    return was_sealed(
        db.session(), answers, form_id=form.form_id, invitation_id=form.invitation_id, by=staff
    )


def _seal(staff: Staff, form: PaperForm, answers: Answers) -> ResponseReturnValue:
    db.session.rollback()  # end the transaction (nothing was written): making a code may be slow
    sealed = seal_paper(
        begin_work(),
        answers,
        POOL.take(),
        form_id=form.form_id,
        invitation_id=form.invitation_id,
        by=staff,
    )
    forget_unsent(staff)
    db.session.commit()
    go_on_reading(db.session())
    if sealed.new is None:
        return redirect(url_for("desk.today"), code=303)
    language = answers.check.language
    return show_new_keys(sealed.conversation_id, sealed.new, language, is_from_paper=True)
