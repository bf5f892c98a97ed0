"""Routes of the plan: the practice makes it with the patient."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.documents import OpenConversation
from pwa.conversation.opening import find_confirmed, open_to_change, open_to_read
from pwa.editing import Conflict
from pwa.handover.core import HandoverError
from pwa.handover.forms import ANSWER, DIGEST, LANGUAGE
from pwa.locales import PRACTICE_LANGUAGE, names_in
from pwa.plan import service
from pwa.plan.core import FreeText, Plan, PlanError
from pwa.plan.own.core import OwnPhrase
from pwa.plan.own.service import find_phrases
from pwa.plan.view_models import not_on_paper
from pwa.plan.words.wordings import write_his_text
from pwa.planning import beside, conflicts, done, handing, view_models
from pwa.planning.forms import PlanForm, write_every_field, write_fields
from pwa.planning.phone import PlanOnPhone, language_of, show_on_phone
from pwa.practice.models import Practice
from pwa.progress.said import said_to_practice
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.unsent.views import forget_unsent, saves_unsent, unsent_fields
from pwa.store.database import only_read
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web.extensions import db
from pwa.web.http import now, today

bp = Blueprint("plan", __name__)

# Translators: after two people changed a plan at the same time
MERGED = N_("A colleague saved the plan too, in the meantime. What you both changed is in it now.")


@bp.get("/practice/c/<uuid:conversation_id>/plan")
@staff_view(Action.READ)
def edit(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the plan's form, to make or change the plan together with the patient."""
    work = begin_work()
    opened = open_to_read(work, staff, conversation_id)
    saved = service.find_plan(work.db, opened)
    start = saved.plan if saved else _first_plan(staff.practice)
    unsent = unsent_fields(staff)
    typed = {name: values[0] for name, values in unsent.items()} if unsent else None
    fields = typed or {**write_fields(start), "base": str(saved.number if saved else 0)}
    return _render(
        staff, opened, PlanForm(fields, today(), own_phrases(staff)), is_unsent=unsent is not None
    )


@bp.post("/practice/c/<uuid:conversation_id>/plan")
@saves_unsent("plan.edit")
@staff_view(Action.READ)
def save(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Save the plan; the patient sees it at once."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    form = PlanForm(request.form, today(), own_phrases(staff))
    if not form.validate():
        return _render(staff, open_to_read(work, staff, row.id), form), 422
    edited = service.Edited(
        form.plan, form.base_number, form.choices, form.number_before, form.marks
    )
    try:
        with open_to_change(work, staff, row) as opened:
            saved = service.save_plan(work, opened, edited, by=staff)
            handing.agree(work, opened, form, saved.merged.plan, by=staff)
            forget_unsent(staff)
    except Conflict:
        return _render_conflict(staff, form, edited, service.compare(work.db, opened, edited)), 409
    except PlanError as error:
        return _render_refusal(staff, opened, form, edited, error), 422
    except HandoverError as error:
        return _ask_patient_again(staff, opened, form, edited, error), 422
    if saved.is_newer:
        flash(gettext(MERGED))
    return redirect(url_for("plan.edit", conversation_id=conversation_id), code=303)


@bp.post("/practice/c/<uuid:conversation_id>/plan/phone")
@staff_view(Action.READ)
def phone(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show what the form says as the patient's phone will; wrong fields are left out.

    It opens nothing that is stored, so the access log has no line of it.
    """
    only_read(db.session())
    find_confirmed(db.session(), staff, conversation_id)
    form = PlanForm(request.form, today(), own_phrases(staff))
    form.validate()
    view = request.form.get(LANGUAGE, "")
    return render_template(
        "planning/phone.html", phone=show_on_phone(form.plan, staff.practice, view, now())
    )


@bp.post("/practice/c/<uuid:conversation_id>/plan/letter")
@staff_view(Action.READ)
def letter(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the letter of a row, from what was sent; nothing that is stored is opened for it."""
    only_read(db.session())
    find_confirmed(db.session(), staff, conversation_id)
    form = PlanForm(request.form, today(), own_phrases(staff))
    number = request.form.get("letter_of", "")
    asked = handing.show(form, number, staff.practice)
    again = {"csrf_token", "letter_of", f"step-{number}-{ANSWER}", f"step-{number}-{DIGEST}"}
    page = render_template(
        "planning/letter.html",
        conversation_id=conversation_id,
        number=number,
        asked=asked,
        fields=[item for item in request.form.items() if item[0] not in again],
        language_names=names_in(PRACTICE_LANGUAGE.code),
    )
    return page, 200 if asked and asked.letters else 422


def own_phrases(staff: Staff) -> Mapping[str, OwnPhrase]:
    """Give code to phrase of the practice, every version."""
    return find_phrases(db.session(), staff.practice.id)


def _render(
    staff: Staff, opened: OpenConversation, form: PlanForm, *, is_unsent: bool = False
) -> str:
    work = begin_work()
    plan = saved.plan if (saved := service.find_plan(work.db, opened)) else None
    check = beside.load_check(work.db, opened)
    topics = frozenset(check.own_topics()) if check else frozenset()
    return render_template(
        "planning/edit.html",
        conversation_id=opened.row.id,
        whose=beside.find_whose(work.db, staff, opened),
        beside=beside.show_beside(check, staff.practice) if check else None,
        phone=PlanOnPhone(language_of(check.language if check else form.values.get(LANGUAGE, ""))),
        languages=[language_of(code) for code in staff.practice.languages],
        form=form,
        lists=view_models.form_lists(staff.practice, topics, form.values, form.own),
        saved=saved,
        handovers=handing.rows(work, staff.practice, opened, form, plan),
        practice_steps=done.practice_steps(plan, staff.practice) if plan else (),
        said=said_to_practice(work.db, opened, staff.practice),
        changed_help=view_models.changed_help(plan, staff.practice) if plan else (),
        not_on_paper=not_on_paper(plan, staff.practice) if plan else (),
        his_text=write_his_text(plan, staff.practice) if plan else None,
        is_unsent=is_unsent,
    )


def _render_refusal(
    staff: Staff,
    opened: OpenConversation,
    form: PlanForm,
    edited: service.Edited,
    error: PlanError,
) -> str:
    """Show what was sent with the reason why it cannot be saved; choices are asked for again."""
    form.refuse(error)
    if not edited.choices:
        return _render(staff, opened, form)
    found = service.ask_again(db.session(), opened, edited)
    before = replace(edited, base_number=edited.before)
    return _render_conflict(staff, form, before, found, form.errors)


def _ask_patient_again(
    staff: Staff,
    opened: OpenConversation,
    form: PlanForm,
    edited: service.Edited,
    error: HandoverError,
) -> str:
    """Show the plan as it would have been saved, with its letters, of which one was not agreed to."""
    found = service.compare(db.session(), opened, replace(edited, marks={}))
    if found.merged.questions:
        return _render_conflict(staff, form, edited, found)
    if found.is_newer or edited.choices:
        plan = found.merged.plan
        fields = {**write_fields(plan), **handing.carry(form, plan)}
        fields["base"] = str(found.newest.number)
        form = PlanForm(fields, today(), own_phrases(staff))
        form.validate()
    handing.validate(form, staff.practice)
    handing.refuse(form, error)
    return _render(staff, opened, form)


def _render_conflict(
    staff: Staff,
    form: PlanForm,
    edited: service.Edited,
    found: service.Comparison,
    errors: Mapping[str, str] = MappingProxyType({}),
) -> str:
    plan = found.merged.plan
    fields = {**write_every_field(plan), **handing.carry(form, plan)}
    return render_template(
        "planning/conflict.html",
        fields=[*fields.items(), ("base", str(found.newest.number))],
        differences=[conflicts.in_words(each, staff.practice) for each in found.merged.questions],
        newest=found.newest,
        before=edited.base_number,
        errors=errors,
    )


def _first_plan(practice: Practice) -> Plan:
    text = practice.if_worse_text
    return Plan(if_worse=FreeText(text, PRACTICE_LANGUAGE.code) if text else None)
