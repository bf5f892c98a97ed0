"""The page of open handovers; whoever may see it needs no key to answers or plan."""

import json
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.conversation.opening import Opening, open_to_read
from pwa.conversation.service import NotFound
from pwa.handover.core import HandoverError, State
from pwa.handover.overview import service
from pwa.handover.overview.service_request import service_request
from pwa.handover.overview.view_models import BUTTONS, CLOSING, load_open
from pwa.handover.service import advance, find_row, handovers_of
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import overwrite_erased
from pwa.text import N_
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("handovers", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/handovers")

_DONE = {
    # Translators: said after a press on a button
    State.TOLD: N_("Noted: the receiver was told."),
    # Translators: said after a press on a button
    State.FAILED: N_("Noted: it did not work."),
    # Translators: said after a press on a button
    State.DONE: N_("The handover is done. The receiver's page is closed."),
    # Translators: said after a press on a button
    State.ENDED: N_("The handover was ended. The receiver's page is closed."),
}


@bp.app_context_processor
def tell_what_is_open() -> dict[str, object]:
    """Let the header of every page ask how many handovers are open."""
    return {"handovers_open": lambda staff: service.count_open(begin_work(), staff.practice.id)}


@bp.get("")
@staff_view(Action.HANDOVER)
def overview(staff: Staff) -> ResponseReturnValue:
    """See the open handovers, the oldest first, and who does what next."""
    return render_template("handover/overview/list.html", lines=load_open(begin_work(), staff))


@bp.post("/<uuid:handover_id>")
@staff_view(Action.HANDOVER)
def change(staff: Staff, handover_id: UUID) -> ResponseReturnValue:
    """Note that the receiver was told, or that it did not work; or close the handover."""
    work = begin_work()
    find_row(work, staff, handover_id)
    pressed = {str(state): state for state in (*BUTTONS, *CLOSING)}
    if to := pressed.get(request.form.get("to", "")):
        try:
            advance(work, staff, handover_id, to)
            db.session.commit()
            if to in CLOSING:
                overwrite_erased()
            flash(gettext(_DONE[to]))
        except HandoverError as error:
            db.session.rollback()
            flash(gettext(error.message))
    return redirect(url_for("handovers.overview"), code=303)


@bp.get("/<uuid:handover_id>/service-request.json")
@staff_view(Action.READ)
def as_fhir(staff: Staff, handover_id: UUID) -> ResponseReturnValue:
    """Download a handover as a FHIR ServiceRequest; it opens the letter, so it is in the log."""
    work = begin_work()
    row = find_row(work, staff, handover_id)
    opened = open_to_read(work, staff, row.conversation_id, opening=Opening.HANDOVER)
    found = [each for each in handovers_of(work.db, opened) if each.row.id == handover_id]
    if not found:  # a merge moved it at this moment
        raise NotFound
    content = service_request(found[0], staff.practice, work.now)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    response = Response(text, mimetype="application/fhir+json")
    response.headers.set("Content-Disposition", "attachment", filename="overdracht.json")
    return response
