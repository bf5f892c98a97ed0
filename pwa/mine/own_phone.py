"""Own phones: the page of what such a phone stores, and sending it the code or link to store."""

from flask import Blueprint, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.patient.access import Visit, patient_view
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin
from pwa.web.page_cache import page_cache

bp = Blueprint("own_phone", __name__)
bp.before_request(refuse_foreign_origin)

# Constant revision for the page cache: the page depends on no practice, only on the build.
_REVISION = 0


@bp.get("/<lang>/own")
def lists(lang: str) -> ResponseReturnValue:
    """Show what this phone stores: the same page for everybody, which a script fills in."""
    get_language_or_404(lang)
    return page_cache().serve(lambda: _REVISION, lambda: render_template("site/own.html"))


@bp.post("/<lang>/mine/own")
@patient_view
def enable(visit: Visit, _lang: str) -> ResponseReturnValue:
    """Enable this phone as an own one: send it the code or link of the pass, to store."""
    field, key = ("link", visit.link_secret) if visit.link_secret else ("code", visit.code)
    if key is None:  # a pass that an older build made, without code or link
        abort(409)
    row = visit.opened.row
    # Logged, so that the patient sees it if somebody else did this on a phone of theirs.
    audit.record_patient(
        db.session(),
        action="conversation:keep",
        practice_id=row.practice_id,
        conversation_id=row.id,
        at=now(),
    )
    db.session.commit()
    return jsonify(field=field, key=key)
