"""A patient who lost the code gets new keys; two lists of one patient become one."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import http
from pwa.conversation import merging, service
from pwa.conversation.core import ListEntry
from pwa.conversation.documents import OpenConversation
from pwa.conversation.limits import UNKNOWN_CODE, limit_lookups
from pwa.conversation.listing import entry_of
from pwa.conversation.pages import show_new_keys
from pwa.conversation.patient_keys import PatientKeys, renew_keys
from pwa.desk.patients.core import Candidate
from pwa.desk.patients.pages import find_candidates, find_undos, language_of
from pwa.extensions import db
from pwa.practice.access import Staff, staff_view
from pwa.practice.core import Action
from pwa.text import N_
from pwa.vault.code_pool import POOL, Busy
from pwa.vault.codes import CodeError, parse_code
from pwa.vault.ring import master_keys

bp = Blueprint("patients", __name__, url_prefix=http.PRACTICE_PREFIX)

# Translators: nl: "Dit is dezelfde lijst."
SAME_LIST = N_("This is the same list.")


@bp.get("/c/<uuid:conversation_id>/keys")
@staff_view(Action.RENEW)
def keys(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Make sure who asks for a new code."""
    opened = _open(staff, conversation_id)
    is_merged = "merged" in request.args
    return render_template(
        "desk/patients/keys.html", entry=_entry(staff, opened), is_merged=is_merged
    )


@bp.post("/c/<uuid:conversation_id>/keys")
@staff_view(Action.RENEW)
def renew(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Hand over a new code and link, shown this once; the old ones are dead."""
    fresh = POOL.take()
    opened = _open(staff, conversation_id)
    new = renew_keys(db.session(), opened, staff, fresh, master_keys(), now=http.now())
    page = _show_keys(opened, new)
    db.session.commit()
    return page


@bp.get("/c/<uuid:conversation_id>/merge")
@staff_view(Action.MERGE)
def merge(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Look for another list of the same patient, or see what would be merged."""
    opened = _open(staff, conversation_id)
    other_id = _uuid(request.args.get("other", ""))
    if other_id is None or other_id == opened.row.id:
        return _show_search(staff, opened, request.args.get("name", ""))
    other = _open(staff, other_id)
    pair = sorted((opened, other), key=lambda item: item.row.created_at)
    return render_template(
        "desk/patients/merge.html",
        here=conversation_id,
        other=other.row.id,
        entries=[_entry(staff, item) for item in pair],
    )


@bp.post("/c/<uuid:conversation_id>/merge/find")
@limit_lookups
@staff_view(Action.MERGE)
def find(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Find the other list by its code, or by a part of the name."""
    typed = request.form.get("code", "")
    opened = _open(staff, conversation_id)
    try:
        code = parse_code(typed)
    except CodeError:
        return _show_search(staff, opened, typed)
    try:
        secret = POOL.stretch(code)
        other = service.find_by_code(db.session(), staff.practice.id, secret, master_keys())
    except (service.NotFound, service.Gone):
        return _show_search(staff, opened, typed, gettext(UNKNOWN_CODE)), 422
    except Busy as error:
        later = {"Retry-After": str(error.retry_after_seconds)}
        return _show_search(staff, opened, typed, gettext(error.message)), 503, later
    if other.id == opened.row.id:
        return _show_search(staff, opened, typed, gettext(SAME_LIST)), 422
    address = url_for("patients.merge", conversation_id=opened.row.id, other=other.id)
    return redirect(address, code=303)


@bp.post("/c/<uuid:conversation_id>/merge")
@staff_view(Action.MERGE)
def merge_now(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Make one list of two, and hand over new keys, because all old ones are dead."""
    other_id = _uuid(request.form.get("other", ""))
    if other_id is None:
        return _show_search(staff, _open(staff, conversation_id), ""), 422
    fresh = POOL.take()
    one, other = _open(staff, conversation_id), _open(staff, other_id)
    try:
        rest = merging.merge(db.session(), one, other, staff, now=http.now())
    except service.NotFound:
        if conversation_id == other_id or not _are_one(staff, conversation_id, other_id):
            raise
        # Pressed twice: the code of the first time was shown to nobody, or is not on the screen any more.
        address = url_for("patients.keys", conversation_id=one.row.id, merged=1)
        return redirect(address, code=303)
    new = renew_keys(db.session(), rest, staff, fresh, master_keys(), now=http.now())
    page = _show_keys(rest, new, is_merged=True)
    db.session.commit()
    return page


@bp.post("/c/<uuid:conversation_id>/split")
@staff_view(Action.MERGE)
def split(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Take two lists apart that were merged by mistake."""
    rest = _open(staff, conversation_id)
    wanted = _uuid(request.form.get("other", ""))
    found = next(
        (row for row in merging.merged_into(db.session(), rest.row) if row.id == wanted), None
    )
    if found is None:
        return redirect(url_for("patients.merge", conversation_id=rest.row.id), code=303)
    merged = service.open_row(found, staff, master_keys())
    merging.split(db.session(), merged, rest, staff, now=http.now())
    db.session.commit()
    return redirect(url_for("patients.keys", conversation_id=rest.row.id), code=303)


def _open(staff: Staff, conversation_id: UUID) -> OpenConversation:
    return service.open_for_staff(db.session(), staff, conversation_id, master_keys())


def _are_one(staff: Staff, one: UUID, other: UUID) -> bool:
    first, second = (
        service.find_for_staff(db.session(), staff.practice.id, item) for item in (one, other)
    )
    return first.id == second.id


def _entry(staff: Staff, opened: OpenConversation) -> ListEntry:
    return entry_of(db.session(), opened.row, staff.keys)


def _show_keys(opened: OpenConversation, new: PatientKeys, *, is_merged: bool = False) -> str:
    language = language_of(db.session(), opened)
    return show_new_keys(opened.row.id, new, language, is_merged=is_merged)


def _show_search(staff: Staff, opened: OpenConversation, typed: str, error: str = "") -> str:
    entry = _entry(staff, opened)
    label = entry.appointment.label if entry.appointment else ""
    own = Candidate(opened.row.id, entry.shared_at, entry.known_as, label, entry.code_start or "")
    return render_template(
        "desk/patients/find.html",
        entry=entry,
        candidates=find_candidates(db.session(), staff, own, typed, now=http.now()),
        undos=find_undos(db.session(), opened.row),
        typed=typed,
        error=error,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
