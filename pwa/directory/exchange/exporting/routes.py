"""Download the practice's help as HSDS 3.0."""

from collections.abc import Iterator

from flask import Blueprint, Response, stream_with_context
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.directory.exchange.exporting.service import stream_services
from pwa.directory.exchange.hsds_writer import write_json
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import writing
from pwa.store.tenants import use_practice
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("help_export", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/help/export")


@bp.get("")
@staff_view(Action.HELP_SETS, fresh=True)
def download(staff: Staff) -> ResponseReturnValue:
    """Download everything that patients find, but the national lines, as one JSON file."""
    now = http.now()
    with writing(db.session()):
        audit.record_staff(db.session(), staff, action="help:export", at=now)
    file = _file(staff.practice.id)
    response = Response(stream_with_context(file), mimetype="application/json")
    name = f"hsds-{staff.practice.slug}-{now:%Y-%m-%d}.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _file(practice_id: int) -> Iterator[bytes]:
    use_practice(db.session(), practice_id)  # streaming has a database session of its own
    yield from write_json(stream_services(db.session(), practice_id))
