"""A phone that a patient calls the own one: the page of what it keeps, and the key that it gets."""

from flask import Blueprint, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.patient.access import Visit, patient_view
from pwa.web.extensions import db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin
from pwa.web.page_cache import page_cache

bp = Blueprint("own_phone", __name__)
bp.before_request(refuse_foreign_origin)

# The page hangs on no practice, so nothing but a new build changes it.
_REVISION = 0


@bp.get("/<lang>/own")
def lists(lang: str) -> ResponseReturnValue:
    """See what this phone keeps; the same bytes for everybody, because only the phone knows."""
    get_language_or_404(lang)
    return page_cache().serve(lambda: _REVISION, lambda: render_template("site/own.html"))


@bp.post("/<lang>/mine/own")
@patient_view
def enable(visit: Visit, _lang: str) -> ResponseReturnValue:
    """Call this phone the own one: it gets the key that was used here, to come back with."""
    field, key = ("link", visit.link_secret) if visit.link_secret else ("code", visit.code)
    if key is None:  # a pass of the build before, which holds none
        abort(409)
    row = visit.opened.row
    # Somebody else may do this on a phone that is not the patient's: the patient's own log tells.
    audit.record_patient(
        db.session(),
        action="conversation:keep",
        practice_id=row.practice_id,
        conversation_id=row.id,
        at=now(),
    )
    db.session.commit()
    return jsonify(field=field, key=key)
