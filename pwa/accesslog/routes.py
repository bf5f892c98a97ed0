"""The access log for the practice's managers: look, search, export."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.accesslog import service
from pwa.accesslog.actions import ACTIONS
from pwa.accesslog.core import PAGE_LENGTH, Filters
from pwa.accesslog.fhir import Source, audit_event
from pwa.accesslog.forms import FilterForm, read_filters, read_reason
from pwa.accesslog.groups import GROUP_NAMES, OUTCOME_NAMES, REASON_NAMES
from pwa.patient.limits import UNKNOWN_CODE, limit_lookups
from pwa.patient.typed_key import TypedKey
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Membership
from pwa.staff.role_names import ROLE_NAMES
from pwa.store.database import go_on_reading, writing
from pwa.store.tenants import use_practice
from pwa.vault.patient.code_pool import Busy
from pwa.vault.patient.codes import CodeError
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("accesslog", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/log")


@bp.get("/")
@staff_view(Action.LOG)
def overview(staff: Staff) -> ResponseReturnValue:
    """See who did what with which record."""
    form = read_filters(request.args, http.today())
    return _show(staff, form), 422 if form.errors else 200


@bp.post("/find")
@limit_lookups
@staff_view(Action.LOG)
def find(staff: Staff) -> ResponseReturnValue:
    """Search by the code of a patient: by POST, because a code must not stand in an address."""
    work = begin_work()
    form, status = FilterForm(Filters(), None), 422
    try:
        secret = TypedKey.of_code(request.form.get("code", "")).secret()
    except CodeError as error:
        form.errors["code"] = gettext(error.message)
    except Busy as error:
        form.errors["code"], status = gettext(error.message), 503
    else:
        found = service.find_conversation(work, staff.practice.id, secret)
        if found is not None:
            return redirect(url_for("accesslog.overview", conversation=found), code=303)
        form.errors["code"] = gettext(UNKNOWN_CODE)
    return _show(staff, form), status


@bp.get("/export")
@staff_view(Action.LOG, fresh=True)
def export(staff: Staff) -> ResponseReturnValue:
    """Download the filtered entries as FHIR AuditEvents, one JSON object a line."""
    form, now = read_filters(request.args, http.today()), http.now()
    if form.errors:
        # Not as arguments of `url_for`, which interprets names such as `_anchor` itself.
        wrong = urlencode(request.args.to_dict())
        return redirect(f"{url_for('accesslog.overview')}?{wrong}", code=303)
    reason = read_reason(request.args)
    with writing(db.session()):
        audit.record_staff(db.session(), staff, action="log:export", at=now, reason=reason)
    source = Source(http.base_url(), staff.practice.slug)
    lines = _lines(staff.practice.id, form.filters, source)
    response = Response(stream_with_context(lines), mimetype="application/fhir+ndjson")
    name = f"log-{staff.practice.slug}-{now:%Y-%m-%d}.ndjson"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _lines(practice_id: int, filters: Filters, source: Source) -> Iterator[str]:
    use_practice(db.session(), practice_id)  # streaming has a database session of its own
    for entry in service.stream_entries(db.session(), practice_id, filters):
        yield json.dumps(audit_event(entry, source), separators=(",", ":")) + "\n"


def _show(staff: Staff, form: FilterForm) -> str:
    practice_id, session = staff.practice.id, db.session()
    with writing(session):
        audit.record_staff(session, staff, action="log:read", at=http.now())
    go_on_reading(session)
    # One more than fits tells of a next page; a second one, because this request's own entry goes.
    found = service.find_entries(
        session, practice_id, form.filters, before=form.before, most=PAGE_LENGTH + 2
    )
    found = [entry for entry in found if not audit.is_of_this_request(entry)]
    members = service.members_of(session, practice_id)
    return render_template(
        "accesslog/overview.html",
        entries=[] if form.errors else found[:PAGE_LENGTH],
        has_more=len(found) > PAGE_LENGTH,
        form=form,
        members=members,
        checked=service.last_check(session, practice_id),
        actions=ACTIONS,
        choices=_choices(members),
        outcome_names=OUTCOME_NAMES,
        reason_names=REASON_NAMES,
        role_names=ROLE_NAMES,
    )


def _choices(members: Mapping[int, Membership]) -> dict[str, list[dict[str, object]]]:
    """Give the choices of the page's select fields: field name to codes and texts."""
    texts: dict[str, Mapping[Any, str]] = {
        "group": GROUP_NAMES,
        "outcome": OUTCOME_NAMES,
        "reason": REASON_NAMES,
    }
    people = [{"code": row.id, "text": row.account.name} for row in members.values()]
    return {"member": people} | {
        name: [{"code": code.value, "text": gettext(text)} for code, text in names.items()]
        for name, names in texts.items()
    }
