"""Inviting somebody to record by a link, coming in by it, and taking it back."""

from uuid import UUID

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.account.login.limits import limit_guesses
from pwa.practice.address import get_practice_or_404
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.store.database import only_read
from pwa.team.core import read_secret
from pwa.vault.work import begin_work
from pwa.voice.recordings.forms import check_invitation, read_name
from pwa.voice.recordings.guests import service
from pwa.voice.recordings.view_models import render_overview, room_languages
from pwa.voice.recordings.visiting import COOKIE, Visitor, current_guest
from pwa.web import http
from pwa.web.extensions import db
from pwa.web.qr import draw_qr

bp = Blueprint("recording_guests", __name__, url_prefix=f"{http.PRACTICE_PREFIX}/recordings")


@bp.post("/invite")
@staff_view(Action.SETTINGS, fresh=True)
def invite(staff: Staff) -> ResponseReturnValue:
    """Get the link for somebody who records, shown this once."""
    languages = room_languages()
    errors = check_invitation(request.form, languages)
    if errors:
        only_read(db.session())
        visitor = Visitor(staff.practice.id, staff.name, staff.membership_id, staff=staff)
        return render_overview(visitor, request.form, errors), 422
    name, language = read_name(request.form), languages[request.form["language"]]
    guest, secret = service.invite_guest(begin_work(), staff, name=name, language=language.code)
    address = url_for("recording_guests.begin", slug=staff.practice.slug)
    whole = f"{http.base_url()}{address}#{secret}"
    page = render_template(
        "voice/recordings/link.html",
        guest=guest,
        sounds=language,
        link=whole,
        qr=draw_qr(whole),
    )
    db.session.commit()
    return page


@bp.post("/guests/<uuid:guest_id>/end")
@staff_view(Action.SETTINGS)
def end(staff: Staff, guest_id: UUID) -> ResponseReturnValue:
    """Take a link back."""
    if not service.end_guest(begin_work(), staff, guest_id):
        abort(404)
    db.session.commit()
    flash(gettext("The link was taken back and does not work any more."))
    return redirect(url_for("recordings.overview"), code=303)


@bp.get("/join/<slug>")
def begin(slug: str) -> ResponseReturnValue:
    """Arrive by a link; its secret is in the fragment (behind `#`), which no server sees."""
    practice = get_practice_or_404(slug)
    # Who was in the room until now is told why not any more, and this once.
    is_dead = bool(http.get_cookie(COOKIE)) and current_guest(begin_work()) is None
    page = render_template("voice/recordings/join.html", practice=practice, is_dead=is_dead)
    response = make_response(page)
    if is_dead:
        http.delete_cookie(response, COOKIE)
    return response


@bp.post("/join/<slug>")
@limit_guesses
def join(slug: str) -> ResponseReturnValue:
    """Come in; the link works until its fourteen days are over."""
    practice = get_practice_or_404(slug)
    secret = read_secret(request.form.get("link", ""))
    guest = service.find_guest(begin_work(), practice.id, secret)
    if guest is None:
        page = render_template("voice/recordings/join.html", practice=practice, is_dead=True)
        return page, 422
    room = url_for("recordings.language", language=guest.language)
    response = make_response(redirect(room, code=303))
    cookie = service.write_cookie(guest, secret)
    http.set_cookie(response, COOKIE, cookie, lifetime=service.VISIT_LIFETIME)
    return response


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Leave the room; this browser forgets the link."""
    response = make_response(redirect(url_for("site.home"), code=303))
    http.delete_cookie(response, COOKIE)
    return response
