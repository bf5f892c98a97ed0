"""Routes of the patient's own record: the access log, and everything as a file to save."""

import json

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pwa import audit
from pwa.locales import names_in
from pwa.mine.download.access_history import by_day, count_repeats, find_looked
from pwa.mine.download.core import dump_record
from pwa.mine.download.view_models import domain_pictograms, gather, in_words, make_self_contained
from pwa.patient.access import Visit, patient_view
from pwa.patient.limits import PAPERS, pass_or_network
from pwa.store.database import go_on_reading, writing
from pwa.web.extensions import db, limiter
from pwa.web.http import now, refuse_foreign_origin

bp = Blueprint("record", __name__)
bp.before_request(refuse_foreign_origin)


@bp.get("/<lang>/mine/log")
@patient_view
def log(visit: Visit, _lang: str) -> ResponseReturnValue:
    """Show the patient who opened or changed the list and the plan."""
    days = by_day(count_repeats(find_looked(db.session(), visit.opened.row)))
    return render_template("record/log.html", practice=visit.practice, days=days)


@bp.get("/<lang>/mine/keep")
@patient_view
def download(visit: Visit, _lang: str) -> ResponseReturnValue:
    """Explain what the patient can save, and how long the practice keeps it."""
    return render_template("record/download.html", practice=visit.practice)


# POST and not a link, because saving writes a line in the access log: a GET must change nothing.
@bp.post("/<lang>/mine/keep/page")
@limiter.limit(PAPERS, key_func=pass_or_network)
@patient_view
def as_page(visit: Visit, lang: str) -> ResponseReturnValue:
    """Save everything as one HTML file that is also readable without a network."""
    _log(visit)
    record = gather(db.session(), visit.opened, visit.practice)
    page = render_template(
        "record/everything.html",
        practice=visit.practice,
        everything=in_words(db.session(), visit.opened, record, visit.practice, lang),
        pictograms=domain_pictograms(),
        made_at=now(),
        language_names=names_in(lang),
    )
    return _send(make_self_contained(page), "text/html", "html")


@bp.post("/<lang>/mine/keep/json")
@limiter.limit(PAPERS, key_func=pass_or_network)
@patient_view
def as_json(visit: Visit, _lang: str) -> ResponseReturnValue:
    """Save everything as JSON for another tool."""
    _log(visit)
    record = gather(db.session(), visit.opened, visit.practice)
    text = json.dumps(dump_record(record, made_at=now()), ensure_ascii=False, indent=2)
    return _send(text, "application/json", "json")


def _log(visit: Visit) -> None:
    """Log that everything was saved; end the transaction before the slow making of the file."""
    row = visit.opened.row
    with writing(db.session()):
        audit.record_patient(
            db.session(),
            action="conversation:export",
            practice_id=row.practice_id,
            conversation_id=row.id,
            at=now(),
        )
    go_on_reading(db.session())


def _send(text: str, mimetype: str, ending: str) -> Response:
    """Answer with a file whose name says nothing about health or the patient."""
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="mijn-gesprek.{ending}"'
    return response
