"""The page on which the practice asks a patient for a warm handover of one step of the plan."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound as PageNotFound

from pwa.conversation.documents import OpenConversation
from pwa.conversation.opening import find_confirmed, open_to_change, open_to_read
from pwa.conversation.versions import find_language
from pwa.handover import service
from pwa.handover.core import HandoverError
from pwa.handover.forms import ANSWER, LANGUAGE, NOT_NOW, HandoverForm
from pwa.handover.view_models import contact_of, view
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, Language, names_in
from pwa.plan.core import Step
from pwa.plan.service import find_plan
from pwa.plan.words.render import render_step
from pwa.plan.words.wordings import wording_for_practice
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.vault.work import Work, begin_work

bp = Blueprint("handover", __name__)

_PAGE = "/practice/c/<uuid:conversation_id>/handover/<string(length=12):step_uid>"


@bp.get(_PAGE)
@staff_view(Action.READ)
def step(staff: Staff, conversation_id: UUID, step_uid: str) -> ResponseReturnValue:
    """Show the handover of a step, or the form to agree on one."""
    work = begin_work()
    opened = open_to_read(work, staff, conversation_id)
    found = _find_step(work, opened, step_uid)
    receiver, phone = contact_of(found, staff.practice)
    start = {
        "receiver": receiver,
        "receiver_phone": phone,
        LANGUAGE: find_language(work.db, opened) or PRACTICE_LANGUAGE.code,
    }
    return _render(work, staff, opened, HandoverForm(start, staff.practice, found), found)


@bp.post(_PAGE)
@staff_view(Action.READ)
def agree(staff: Staff, conversation_id: UUID, step_uid: str) -> ResponseReturnValue:
    """Show the letter, or keep what the patient said to it."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    if "show" in request.form:
        opened = open_to_read(work, staff, row.id)
        found = _find_step(work, opened, step_uid)
        form = HandoverForm(request.form, staff.practice, found)
        status = 200 if form.show() else 422
        return _render(work, staff, opened, form, found), status
    to_plan = redirect(url_for("plan.edit", conversation_id=row.id), code=303)
    if request.form.get(ANSWER) == NOT_NOW:
        return to_plan
    return _agree(work, staff, row.id, step_uid)


def _agree(work: Work, staff: Staff, conversation_id: UUID, step_uid: str) -> ResponseReturnValue:
    form: HandoverForm | None = None
    row = find_confirmed(work.db, staff, conversation_id)
    try:
        with open_to_change(work, staff, row) as opened:
            found = _find_step(work, opened, step_uid)
            form = HandoverForm(request.form, staff.practice, found)
            if not form.validate():
                raise HandoverError("")
            service.agree(work, opened, form.agreement, by=staff)
    except HandoverError as error:
        assert form is not None
        if error.message:
            form.errors[ANSWER] = gettext(error.message)
        return _render(work, staff, opened, form, found), 422
    own = url_for("handover.step", conversation_id=conversation_id, step_uid=step_uid)
    return redirect(own, code=303)


def _render(
    work: Work, staff: Staff, opened: OpenConversation, form: HandoverForm, found: Step
) -> str:
    handovers = service.handovers_of(work.db, opened)
    newest = service.newest_by_step(handovers).get(found.uid)
    is_open = newest is not None and newest.row.is_open(work.now)
    return render_template(
        "handover/step.html",
        conversation_id=opened.row.id,
        form=form,
        handover=view(newest, work.now) if newest else None,
        digits=service.note_of(newest.row, staff).digits if newest and is_open else "",
        language_names=names_in(PRACTICE_LANGUAGE.code),
        languages=_languages(work, staff, opened),
        step=render_step(found, wording_for_practice(staff.practice)),
    )


def _languages(work: Work, staff: Staff, opened: OpenConversation) -> tuple[Language, ...]:
    """List what the patient's language may be; empty while the answers say it."""
    if find_language(work.db, opened):
        return ()
    return tuple(LANGUAGES[code] for code in staff.practice.languages if code in LANGUAGES)


def _find_step(work: Work, opened: OpenConversation, uid: str) -> Step:
    """Find a step of the saved plan, or answer 404."""
    saved = find_plan(work.db, opened)
    for each in saved.plan.steps if saved else ():
        if each.uid == uid:
            return each
    raise PageNotFound
