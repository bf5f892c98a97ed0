"""Fill in a check together on the practice's screen: a new one, or one that a patient shared."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from pwa.consult.together import service
from pwa.consult.together.forms import TogetherForm, Values, base_of, write_fields
from pwa.consult.together.view_models import render_conflict, render_form
from pwa.conversation.core import CHECK
from pwa.conversation.opening import find_confirmed, open_to_change, open_to_read
from pwa.conversation.versions import CheckVersion, list_versions
from pwa.editing import Conflict, find_version
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.patient.new_keys import show_new_keys
from pwa.selfcheck.core import SelfCheck
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.unsent.views import forget_unsent, saves_unsent, unsent_fields
from pwa.vault.patient.code_pool import POOL, Busy
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("together", __name__, url_prefix=http.PRACTICE_PREFIX)


@bp.get("/together")
@staff_view(Action.READ)
def start(staff: Staff) -> ResponseReturnValue:
    """Show an empty check, to fill in with a patient at the practice."""
    unsent = unsent_fields(staff)
    language = next(iter((unsent or {}).get("language", ())), request.args.get("language"))
    form = TogetherForm(unsent or {}, SelfCheck(language=_language(language)))
    form.validate_quietly()
    return render_form(form, [], conversation_id=None, is_unsent=unsent is not None)


@bp.post("/together")
@saves_unsent("together.start")
@staff_view(Action.READ)
def create(staff: Staff) -> ResponseReturnValue:
    """Save a new check and show the patient's new keys.

    With the field `show` nothing is saved: the form is shown again with another second language.
    """
    shown = request.form.get("show")
    language = _language(shown or request.form.get("language"))
    form = TogetherForm(dict(request.form.lists()), SelfCheck(language=language))
    if shown:
        form.validate_quietly()
        return render_form(form, [], conversation_id=None)
    if not form.validate():
        return render_form(form, [], conversation_id=None), 422
    db.session.rollback()  # end the transaction (nothing was written): making a code may be slow
    try:
        begun = service.begin_together(begin_work(), form, POOL.take(), by=staff)
        forget_unsent(staff)
        db.session.commit()
    except Busy as error:
        form.refuse(gettext(error.message))
        later = {"Retry-After": str(error.retry_after_seconds)}
        return render_form(form, [], conversation_id=None), 503, later
    except IntegrityError:  # Save was pressed twice
        return redirect(url_for("desk.today"), code=303)
    return show_new_keys(begun.conversation.id, begun.patient_keys, language)


@bp.get("/c/<uuid:conversation_id>/together")
@staff_view(Action.READ)
def edit(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show a check to change together, beside the patient's own answers."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id, holding=CHECK)
    opened = open_to_read(work, staff, row.id)
    versions = list_versions(work.db, opened) or abort(404)
    unsent = unsent_fields(staff)
    fields = unsent or write_fields(versions[0].check, versions[0].number)
    form = _against_base(fields, versions)
    form.validate_quietly()
    return render_form(
        form, versions, conversation_id=conversation_id, is_unsent=unsent is not None
    )


@bp.post("/c/<uuid:conversation_id>/together")
@saves_unsent("together.edit")
@staff_view(Action.READ)
def save(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Save the check filled in together; the patient sees it at once, beside the own answers."""
    work = begin_work()
    session = work.db
    row = find_confirmed(session, staff, conversation_id, holding=CHECK)
    try:
        with open_to_change(work, staff, row) as opened:
            versions = list_versions(session, opened) or abort(404)
            form = _against_base(dict(request.form.lists()), versions)
            service.save_together(work, opened, form, by=staff)
            forget_unsent(staff)
    except service.NotValid as error:
        return render_form(error.form, versions, conversation_id=conversation_id), 422
    except Conflict:
        newest, base = service.find_check_since(session, opened, form.base_number)
        return render_conflict(form, newest, base, conversation_id=conversation_id), 409
    return redirect(url_for("consult.overview", conversation_id=conversation_id), code=303)


def _against_base(fields: Values, versions: Sequence[CheckVersion]) -> TogetherForm:
    """Make the form with the version that its editor started from; the newest if that is gone."""
    base = find_version(versions, base_of(fields)) or versions[0]
    return TogetherForm(fields, base.check)


def _language(code: str | None) -> str:
    return code if code in LANGUAGES else PRACTICE_LANGUAGE.code
