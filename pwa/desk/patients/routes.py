"""A patient who lost the code gets new keys; two lists of one patient become one."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.appointments.core import ListEntry
from pwa.appointments.lines import entry_of
from pwa.conversation import merging, service
from pwa.conversation.lost import Lost
from pwa.conversation.models import Conversation
from pwa.conversation.opening import find_readable, open_to_change, open_two_to_change
from pwa.conversation.patient_keys import renew_keys
from pwa.conversation.versions import language_of
from pwa.desk.patients.core import Candidate
from pwa.desk.patients.view_models import find_candidates, find_undos
from pwa.patient import coming_back
from pwa.patient.limits import UNKNOWN_CODE, limit_lookups
from pwa.patient.new_keys import show_new_keys
from pwa.patient.typed_key import TypedKey
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import only_read
from pwa.text import N_
from pwa.vault.patient.code_pool import POOL, Busy
from pwa.vault.work import Work, begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("patients", __name__, url_prefix=http.PRACTICE_PREFIX)

SAME_LIST = N_("This is the same list.")


@bp.get("/c/<uuid:conversation_id>/keys")
@staff_view(Action.RENEW)
def keys(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Show the page on which the staff makes sure who asks for a new code."""
    entry = _entry(staff, find_readable(db.session(), staff, conversation_id))
    return render_template(
        "desk/patients/keys.html", entry=entry, is_merged="merged" in request.args
    )


@bp.post("/c/<uuid:conversation_id>/keys")
@staff_view(Action.RENEW)
def renew(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Make a new code and link, which are shown only once; the old ones are dead."""
    work = begin_work()
    session = work.db
    session.rollback()  # end the transaction (nothing was written): making a code may be slow
    fresh = POOL.take()
    row = find_readable(session, staff, conversation_id)
    with open_to_change(work, staff, row) as opened:
        new = renew_keys(work, opened, staff, fresh)
        language = language_of(session, opened)
    return show_new_keys(opened.row.id, new, language)


@bp.get("/c/<uuid:conversation_id>/merge")
@staff_view(Action.MERGE)
def merge(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Look for another list of the same patient, or see what would be merged."""
    work = begin_work()
    row = find_readable(work.db, staff, conversation_id)
    other_id = _uuid(request.args.get("other", ""))
    if other_id is None or other_id == row.id:
        return _show_search(work, staff, row, request.args.get("name", ""))
    other = find_readable(work.db, staff, other_id)
    pair = sorted((row, other), key=lambda item: item.created_at)
    return render_template(
        "desk/patients/merge.html",
        here=conversation_id,
        other=other.id,
        entries=[_entry(staff, item) for item in pair],
    )


@bp.post("/c/<uuid:conversation_id>/merge/find")
@limit_lookups
@staff_view(Action.MERGE)
def find(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Find the other list by its code, or by a part of the name."""
    work = begin_work()
    only_read(work.db)
    typed = request.form.get("code", "")
    row = find_readable(work.db, staff, conversation_id)
    key = TypedKey.of_code(typed)
    if not key.text:
        return _show_search(work, staff, row, typed)
    try:
        other = coming_back.find_by_key(work, staff.practice.id, key)
    except (service.NotFound, service.Gone, Lost):
        return _show_search(work, staff, row, typed, gettext(UNKNOWN_CODE)), 422
    except Busy as error:
        later = {"Retry-After": str(error.retry_after_seconds)}
        return _show_search(work, staff, row, typed, gettext(error.message)), 503, later
    if other.id == row.id:
        return _show_search(work, staff, row, typed, gettext(SAME_LIST)), 422
    address = url_for("patients.merge", conversation_id=row.id, other=other.id)
    return redirect(address, code=303)


@bp.post("/c/<uuid:conversation_id>/merge")
@staff_view(Action.MERGE)
def merge_now(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Make one list of two, and hand over new keys, because all old ones are dead."""
    work = begin_work()
    other_id, session = _uuid(request.form.get("other", "")), work.db
    if other_id is None:
        return _show_search(work, staff, find_readable(session, staff, conversation_id), ""), 422
    session.rollback()  # end the transaction (nothing was written): making a code may be slow
    fresh = POOL.take()
    row = find_readable(session, staff, conversation_id)
    other = find_readable(session, staff, other_id)
    try:
        if row.id == other.id:
            raise service.NotFound
        with open_two_to_change(work, staff, row, other) as both:
            merged = merging.merge(work, *both, staff)
            new = renew_keys(work, merged, staff, fresh)
            language = language_of(session, merged)
    except service.NotFound:
        if conversation_id == other_id or not _are_one(staff, conversation_id, other_id):
            raise
        # A second press on the button: the first answer, with the new code, may never have been
        # shown. Lead to the page for new keys.
        rest = find_readable(session, staff, conversation_id)
        return redirect(url_for("patients.keys", conversation_id=rest.id, merged=1), code=303)
    return show_new_keys(merged.row.id, new, language, is_merged=True)


@bp.post("/c/<uuid:conversation_id>/split")
@staff_view(Action.MERGE)
def split(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Take two lists apart that were merged by mistake."""
    work = begin_work()
    session = work.db
    rest = find_readable(session, staff, conversation_id)
    wanted = _uuid(request.form.get("other", ""))
    found = next((row for row in merging.merged_into(session, rest) if row.id == wanted), None)
    if found is None:
        return redirect(url_for("patients.merge", conversation_id=rest.id), code=303)
    with open_two_to_change(work, staff, found, rest) as both:
        merging.split(work, *both, staff)
    return redirect(url_for("patients.keys", conversation_id=rest.id), code=303)


def _are_one(staff: Staff, one: UUID, other: UUID) -> bool:
    first, second = (
        service.find_for_staff(db.session(), staff.practice.id, item) for item in (one, other)
    )
    return first.id == second.id


def _entry(staff: Staff, conversation: Conversation) -> ListEntry:
    submissions = service.submissions_of(db.session(), conversation.id)
    return entry_of(db.session(), conversation, submissions, staff.keys)


def _show_search(
    work: Work, staff: Staff, conversation: Conversation, typed: str, error: str = ""
) -> str:
    entry = _entry(staff, conversation)
    name = entry.appointment.patient_name if entry.appointment else ""
    own = Candidate(conversation.id, entry.shared_at, entry.known_as, name, entry.code_start or "")
    return render_template(
        "desk/patients/find.html",
        entry=entry,
        candidates=find_candidates(work, staff, own, typed),
        undos=find_undos(work.db, conversation),
        typed=typed,
        error=error,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
