"""The appointment on the patient's first page, for whoever has the link of an invitation."""

from math import ceil

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_time, gettext
from limits import RateLimitItemPerDay, parse_many

from pwa.appointments.for_patient import PatientAppointment, open_for_patient
from pwa.appointments.invitations import find_by_token
from pwa.locales import TIME_ZONE, day_pattern
from pwa.practice.address import get_practice_or_404
from pwa.practice.models import Practice
from pwa.store.database import only_read
from pwa.vault.master.master_keys import master_keys
from pwa.web.counting import count, is_open, opens_at
from pwa.web.extensions import client_network, db
from pwa.web.http import get_language_or_404, now, refuse_foreign_origin, today

bp = Blueprint("appointments", __name__)
bp.before_request(refuse_foreign_origin)

# Wrong tokens of one network; a right one never counts and is answered above the limit too.
WRONG_TOKENS = tuple(parse_many("5 per 10 minutes; 20 per day"))
_ONCE_A_DAY = (RateLimitItemPerDay(1),)
_NAME = "wrong invitations"


@bp.post("/<lang>/p/<slug>/appointment")
def show(lang: str, slug: str) -> ResponseReturnValue:
    """See when the appointment of an invitation's link is, and with whom; nothing is stored."""
    get_language_or_404(lang)
    only_read(db.session())
    practice = get_practice_or_404(slug)
    token = request.form.get("invitation", "")
    row = find_by_token(db.session(), practice.id, token)
    found = open_for_patient(row, token, today=today())
    return _refuse(token) if found is None else jsonify(_in_words(found, practice, lang))


def _refuse(token: str) -> Response:
    """Answer a wrong token: the same for one that nobody made, one that is gone, and an old one."""
    response = jsonify({})
    response.status_code = 404
    network = client_network()
    # Right tokens were answered before this, so whoever guesses keeps nobody else out. The same
    # wrong one counts once a day: a page with an old link may be opened again and again.
    if not is_open(WRONG_TOKENS, _NAME, network):
        response.status_code = 429
        wait = opens_at(WRONG_TOKENS, _NAME, network) - now()
        response.retry_after = max(1, ceil(wait.total_seconds()))
    elif count(_ONCE_A_DAY, _NAME, network, _fingerprint(token)):
        count(WRONG_TOKENS, _NAME, network)
    return response


def _fingerprint(token: str) -> str:
    """Compute a MAC that stands for a wrong token; the token itself is stored nowhere."""
    return master_keys().mac("tried invitation", token.encode("utf-8", "surrogatepass")).hex()


def _in_words(found: PatientAppointment, practice: Practice, lang: str) -> dict[str, str]:
    at = found.at.astimezone(TIME_ZONE)
    day = format_date(at, f"EEEE {day_pattern(lang)}")
    time = format_time(at, "HH:mm", rebase=False)
    # Translators: when an appointment is; %(day)s is like "maandag 30 november"
    when = gettext("%(day)s, %(time)s", day=day, time=time)
    if not found.clinician or practice.hides_clinician:
        return {"when": when, "where": practice.name}
    names = {"practice": _isolate(practice.name), "name": _isolate(found.clinician)}
    # Translators: where and with whom an appointment is
    return {"when": when, "where": gettext("%(practice)s, with %(name)s", **names)}


def _isolate(name: str) -> str:
    """Put a name between the marks that keep its direction apart, as `<bdi>` does in a page.

    Source: Unicode Standard Annex 9, FSI and PDI.
    """
    return f"\u2068{name}\u2069"
