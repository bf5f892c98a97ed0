"""Routes of a patient's sheets, for the practice."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.core import PLAN
from pwa.conversation.documents import OpenConversation, take_turn
from pwa.conversation.opening import find_confirmed, open_to_change, open_to_read
from pwa.conversation.service import has_document
from pwa.conversation.versions import language_of
from pwa.editing import Conflict
from pwa.locales import local_day
from pwa.meetings import agenda, service, view_models
from pwa.meetings.core import AgreedSheet, Consent, MeetingClosed, digest_words
from pwa.meetings.forms import Answer, OutcomeForm, SheetForm, Wanted
from pwa.meetings.words import ConsentText, write_consent
from pwa.plan.core import Plan, PlanError, Step, check_plan
from pwa.plan.service import Edited, find_plan, save_plan
from pwa.plan.words.wordings import dutch_wording_for_patient, wording_for_patient
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import overwrite_erased
from pwa.text import N_
from pwa.vault.work import Work, begin_work
from pwa.web.extensions import db

bp = Blueprint("sheets", __name__)

_NO_ANSWER = N_("Choose what the patient said.")
_CHANGED = N_("Something has changed. Ask again with these words.")
_AGAIN = N_("Somebody else changed the plan at this moment. Press again.")


class _NotAsShown(Exception):
    """What was agreed to is not what would be written down."""


class _InPlan(Exception):
    """The plan has this very step already: the form was sent twice."""


@bp.get("/practice/c/<uuid:conversation_id>/discuss")
@staff_view(Action.READ)
def overview(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the patient's sheets, and offer to make one."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    if not has_document(work.db, row, PLAN):
        return redirect(url_for("plan.edit", conversation_id=row.id), code=303)
    opened = open_to_read(work, staff, row.id)
    form = SheetForm(formdata=None, words=language_of(work.db, opened))
    return _show(staff, work, opened, form)


@bp.post("/practice/c/<uuid:conversation_id>/discuss")
@staff_view(Action.READ)
def ask(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show what the patient is asked, in the patient's language; write the sheet after a yes."""
    work, form = begin_work(), SheetForm()
    row = find_confirmed(work.db, staff, conversation_id, holding=PLAN)
    if form.answer.data == Answer.NOT_NOW:
        return redirect(url_for("plan.edit", conversation_id=row.id), code=303)
    if form.answer.data != Answer.YES:
        opened = open_to_read(work, staff, row.id)
        if form.shown.data:
            form.answer.errors = [gettext(_NO_ANSWER)]
        return _ask(staff, work, opened, form)
    try:
        with open_to_change(work, staff, row) as opened:
            meeting_id, agreed = _read_agreed(staff, work, opened, form)
            meeting = agenda.find_meeting(work.db, staff.practice.id, meeting_id)
            service.add_sheet(work, opened, meeting, agreed, by=staff)
    except (_NotAsShown, MeetingClosed, Conflict):
        form.answer.errors = [gettext(_CHANGED)]
        return _ask(staff, work, opened, form)
    return redirect(url_for("sheets.overview", conversation_id=row.id), code=303)


@bp.post("/practice/c/<uuid:conversation_id>/discuss/<uuid:item_id>/remove")
@staff_view(Action.READ)
def remove(staff: Staff, conversation_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a sheet off its meeting."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    service.remove_sheet(work, row, item_id, by=staff)
    db.session.commit()
    overwrite_erased()
    return redirect(url_for("sheets.overview", conversation_id=conversation_id), code=303)


@bp.post("/practice/c/<uuid:conversation_id>/discuss/<uuid:item_id>/outcome")
@staff_view(Action.READ)
def outcome(staff: Staff, conversation_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Put what was agreed at the meeting into the plan, as a step in own words."""
    work, form = begin_work(), OutcomeForm()
    row = find_confirmed(work.db, staff, conversation_id, holding=PLAN)
    step = form.read()
    if step is None:
        opened = open_to_read(work, staff, row.id)
        return _show(staff, work, opened, SheetForm(formdata=None), outcome=(item_id, form)), 422
    try:
        with open_to_change(work, staff, row) as opened:
            service.find_sheet(work.db, opened, item_id)
            _add_step(staff, work, opened, step)
            service.note_outcome(work, item_id)
    except PlanError as error:
        form.outcome.errors = [gettext(error.message, **error.values)]
    except Conflict:
        form.outcome.errors = [gettext(_AGAIN)]
    except _InPlan:
        pass
    if form.outcome.errors:
        sheet = SheetForm(formdata=None)
        return _show(staff, work, opened, sheet, outcome=(item_id, form)), 422
    return redirect(url_for("plan.edit", conversation_id=row.id), code=303)


def _add_step(staff: Staff, work: Work, opened: OpenConversation, step: Step) -> None:
    take_turn(
        work.db, opened.row
    )  # the second of two presses waits, and sees the step of the first
    saved = find_plan(work.db, opened) or abort(404)
    if any(replace(each, uid=step.uid) == step for each in saved.plan.steps):
        raise _InPlan
    plan = check_plan(replace(saved.plan, steps=(*saved.plan.steps, step)))
    save_plan(work, opened, Edited(plan, saved.number, {}), by=staff)


def _ask(
    staff: Staff, work: Work, opened: OpenConversation, form: SheetForm
) -> ResponseReturnValue:
    """Show the question in both languages; the first page again while something in it is wrong."""
    wanted = _read(staff, work, opened, form)
    if wanted is None:
        return _show(staff, work, opened, form), 422
    own, dutch = _texts(staff, wanted)
    page = render_template(
        "meetings/ask.html",
        conversation_id=opened.row.id,
        form=form,
        text=own,
        dutch=dutch if wanted.language != dutch.language.code else None,
        shown=digest_words(own.words),
        error=form.faults.get("answer", ""),
    )
    return page, 422 if form.faults else 200


def _read_agreed(
    staff: Staff, work: Work, opened: OpenConversation, form: SheetForm
) -> tuple[UUID, AgreedSheet]:
    wanted = _read(staff, work, opened, form)
    if wanted is None:
        raise _NotAsShown
    own, _ = _texts(staff, wanted)
    if digest_words(own.words) != form.shown.data:
        raise _NotAsShown
    consent = Consent(own.words, wanted.language, work.now, staff.role.value)
    return wanted.meeting.id, AgreedSheet(wanted.meeting.facts, wanted.sheet, consent)


def _read(staff: Staff, work: Work, opened: OpenConversation, form: SheetForm) -> Wanted | None:
    sheets = service.read_sheets(work.db, opened)
    today = local_day(work.now)
    meetings = view_models.free_meetings(work.db, staff.practice.id, today, sheets)
    return form.read(meetings, _plan(work, opened).steps)


def _texts(staff: Staff, wanted: Wanted) -> tuple[ConsentText, ConsentText]:
    facts = wanted.meeting.facts
    own = wording_for_patient(wanted.language, staff.practice)
    dutch = dutch_wording_for_patient(staff.practice)
    return write_consent(facts, wanted.sheet, own), write_consent(facts, wanted.sheet, dutch)


def _plan(work: Work, opened: OpenConversation) -> Plan:
    saved = find_plan(work.db, opened)
    return saved.plan if saved else Plan()


def _show(
    staff: Staff,
    work: Work,
    opened: OpenConversation,
    form: SheetForm,
    *,
    outcome: tuple[UUID, OutcomeForm] | None = None,
) -> str:
    sheets = service.read_sheets(work.db, opened)
    today = local_day(work.now)
    return render_template(
        "meetings/sheets.html",
        conversation_id=opened.row.id,
        form=form,
        errors=form.faults,
        form_errors=form.form_errors,
        meetings=view_models.free_meetings(work.db, staff.practice.id, today, sheets),
        steps=view_models.plan_lines(_plan(work, opened), staff.practice),
        sheets=[view_models.view_sheet(sheet, opened.row.id, staff.practice) for sheet in sheets],
        outcome_of=outcome[0] if outcome else None,
        outcome=outcome[1] if outcome else OutcomeForm(formdata=None),
        performers=view_models.performer_choices(),
        languages=view_models.language_choices(),
        today=today,
    )
