"""Add and edit a help service, with the view of a patient's phone beside the form."""

from dataclasses import replace
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.directory.hsds import HelpService
from pwa.directory.keeping import service as keeping
from pwa.directory.keeping.editing.core import empty_service, write_form
from pwa.directory.keeping.editing.fields import Values, first
from pwa.directory.keeping.editing.forms import ServiceForm, words
from pwa.directory.keeping.editing.merging import write_base
from pwa.directory.keeping.editing.translated import say_translated
from pwa.directory.keeping.editing.view_models import (
    find_differences,
    page_of,
    show_on_phone,
)
from pwa.directory.models import KeptService, KeptState, Source
from pwa.directory.service import directory_of
from pwa.editing import read_choices
from pwa.practice.changed import practice_changed
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.unsent.views import forget_unsent, saves_unsent, unsent_fields
from pwa.store.database import only_read
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("help_editing", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help")

# Fields of buttons that change or show the form, and save nothing.
_LOOKS = frozenset({"look", "more", "less"})


@bp.get("/new")
@staff_view(Action.HELP)
def new(staff: Staff) -> ResponseReturnValue:
    """Show an empty form for help that the practice found itself."""
    unsent = unsent_fields(staff)
    form = ServiceForm(empty_service(_form_id(unsent or {})), unsent)
    return _page(form, None, is_unsent=unsent is not None)


@bp.post("/new")
@saves_unsent("help_editing.new")
@staff_view(Action.HELP)
def add(staff: Staff) -> ResponseReturnValue:
    """Add help; the same form sent twice adds it once."""
    typed = request.form.to_dict(flat=False)
    form = ServiceForm(empty_service(_form_id(typed)), typed)
    if not _LOOKS.isdisjoint(typed):
        only_read(db.session())
        return _page(form, None)
    if not form.validate():
        return _page(form, None), 422
    work = begin_work()
    lock_practice(work.db, staff.practice)
    added = replace(form.read().service, assured_on=http.today())
    if directory_of(staff.practice).find_service(added.id) is None:
        keeping.add_service(work, staff, added)
    return _saved(staff, work, added)


@bp.get("/<uuid:uid>")
@staff_view(Action.HELP)
def edit(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Show the form of one service; a national line can only be looked at."""
    row = _find_editable(staff, uid)
    if row is None:
        return _look_at_national(staff, str(uid))
    unsent = unsent_fields(staff)
    return _page(ServiceForm(row.content, unsent), row, is_unsent=unsent is not None)


@bp.post("/<uuid:uid>")
@saves_unsent("help_editing.edit")
@staff_view(Action.HELP)
def save(staff: Staff, uid: UUID) -> ResponseReturnValue:
    """Save a service; what a colleague changed meanwhile stays, or is asked about."""
    typed, work = request.form.to_dict(flat=False), begin_work()
    is_look = not _LOOKS.isdisjoint(typed)
    if is_look:
        only_read(db.session())
    else:
        lock_practice(work.db, staff.practice)
    row = _find_editable(staff, uid) or abort(404)
    form = ServiceForm(row.content, typed)
    if is_look:
        return _page(form, row)
    asked = form.merge(read_choices(request.form))
    if not form.validate():
        return _page(form, row), 422
    if asked:
        return _ask(form, asked), 409
    service = form.read().service
    keeping.change_service(work, staff, row.uid, service)
    return _saved(staff, work, service)


@bp.post("/preview")
@staff_view(Action.HELP)
def preview(staff: Staff) -> ResponseReturnValue:
    """Show what was typed as on a patient's phone; parts of a page, for the page's script."""
    only_read(db.session())
    typed = request.form.to_dict(flat=False)
    uid = _form_id(typed)
    row = directory_of(staff.practice).find_kept(uid)
    saved = row.content if row is not None else empty_service(uid)
    service = ServiceForm(saved, typed).read().service
    return render_template(
        "directory/keeping/edit_fresh.html",
        phone=show_on_phone(service, request.form.get("view", ""), http.now()),
        said=say_translated(service, saved),
    )


def _form_id(typed: Values) -> str:
    """Give the id that the form brings along; a new one if it has none."""
    try:
        return str(UUID(first(typed, "uid")))
    except ValueError:
        return str(uuid4())


def _find_editable(staff: Staff, uid: UUID) -> KeptService | None:
    """Find the row of a service that the practice can edit, by its id or an earlier one."""
    row = directory_of(staff.practice).find_kept(str(uid))
    is_fixed = row is None or row.source is Source.NATIONAL or row.state is KeptState.GONE
    return None if is_fixed else row


def _page(form: ServiceForm, row: KeptService | None, *, is_unsent: bool = False) -> str:
    return render_template(
        "directory/keeping/edit.html",
        row=row,
        is_unsent=is_unsent,
        **page_of(form, request.form.get("view", ""), http.now()),
    )


def _ask(form: ServiceForm, asked: list[str]) -> str:
    fields = [(name, each) for name, found in form.values.items() for each in found]
    shown = write_form(form.saved, words)
    return render_template(
        "directory/keeping/edit_conflict.html",
        fields=[*fields, ("base", write_base(shown))],
        before=form.base,
        differences=find_differences(form, shown, asked),
    )


def _saved(staff: Staff, work: Work, service: HelpService) -> ResponseReturnValue:
    """Commit, and go on with the list, which offers to take the change back."""
    forget_unsent(staff)
    work.db.flush()
    change = keeping.newest_change(work, staff.practice.id, service.id)
    # The category of the message is the number of the change that its button takes back.
    category = str(change.id) if change else "message"
    db.session.commit()
    practice_changed.send()
    # Translators: after saving; %(name)s is a help option
    flash(gettext("%(name)s is saved, and checked today.", name=service.name), category)
    return redirect(url_for("keeping.overview"), code=303)


def _look_at_national(staff: Staff, uid: str) -> ResponseReturnValue:
    lines = {each.id: (each, row) for each, row in directory_of(staff.practice).national()}
    if uid not in lines:
        abort(404)
    service, row = lines[uid]
    phone = show_on_phone(service, "", http.now(), is_saved=True)
    return render_template(
        "directory/keeping/edit_national.html", service=service, row=row, phone=phone
    )
