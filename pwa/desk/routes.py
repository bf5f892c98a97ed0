"""The desk: the list of a day, the field that finds a patient, and the invitations."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa import audit
from pwa.appointments import invitations
from pwa.appointments.fold import read_before
from pwa.appointments.invitations import find_invitation, open_invitation
from pwa.conversation import service
from pwa.conversation.lost import Lost
from pwa.conversation.models import Conversation
from pwa.desk import view_models
from pwa.desk.core import next_slot, read_day
from pwa.desk.forms import MAX_PATIENT_NAME, InviteForm
from pwa.desk.service import clinicians_of, invite_once, name_with
from pwa.locales import TIME_ZONE, known_language
from pwa.patient import coming_back
from pwa.patient.limits import UNKNOWN_CODE, limit_lookups
from pwa.patient.typed_key import TypedKey
from pwa.practice.offered import offered_languages
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action, may_read_contents
from pwa.store.database import only_read, writing
from pwa.team.keys import go_on_resealing, holds_replaced_keys
from pwa.team.members import list_waiting
from pwa.text import N_
from pwa.vault.master.master_keys import master_keys
from pwa.vault.patient.code_pool import Busy
from pwa.vault.work import begin_work
from pwa.web import http
from pwa.web.extensions import db

bp = Blueprint("desk", __name__, url_prefix=http.PRACTICE_PREFIX)

# Keys in Flask's session cookie for the last choices; the cookie ends when the browser is closed.
_LIST_WITH, _INVITE_WITH, _INVITE_LANGUAGE = "list_with", "invite_with", "invite_language"

TAKEN_BACK = N_("The patient took this list back.")
PUT_ASIDE = N_("This list was put aside.")
LOST = N_("This list was lost in a breakdown. Ask the patient to share the answers again.")


@bp.get("/")
@staff_view(Action.LIST)
def today(staff: Staff) -> ResponseReturnValue:
    """Show who is invited and who shared, today or on another day."""
    if "with" in request.args:
        session[_LIST_WITH] = _with_id(request.args["with"])
    return _show_day(staff)


@bp.get("/lines")
@staff_view(Action.LIST, by_itself=True)
def lines(staff: Staff) -> ResponseReturnValue:
    """Give the lines of a day for an open page, which asks again and again; 304 if none changed."""
    work = begin_work()
    day, with_id = _day(), _with_id(request.args.get("with"))
    found, fold = view_models.load_found(staff, day, http.read_page())
    etag = view_models.state_of(staff, found, fold, with_id)
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        shown = view_models.load_list(staff, found, fold, with_id)
        response = Response(render_template("desk/_lines.html", shown=shown, day=day))
    response.set_etag(etag)
    # A colleague who left knows the replaced keys. This poll repeats while somebody with the new
    # keys is logged in, so each time it re-seals some rows to them.
    if holds_replaced_keys(staff):
        with writing(work.db):
            go_on_resealing(work, staff)
    return response


@bp.post("/open")
@limit_lookups
@staff_view(Action.LIST)
def open_by_code(staff: Staff) -> ResponseReturnValue:
    """Open a patient's list by its code, or find it by a part of the code, the name or the time."""
    work = begin_work()
    only_read(work.db)
    typed = request.form.get("code", "")
    key = _read_key(typed)
    if not key.text:
        return _search(staff, typed)
    try:
        found = coming_back.find_by_key(work, staff.practice.id, key)
    except service.NotFound:
        return _refuse(staff, typed, gettext(UNKNOWN_CODE)), 422
    except service.Gone as gone:
        if gone.can_come_back and staff.may(Action.PUT_ASIDE):
            only = gone.conversation_id
            return redirect(url_for("uninvited.aside", only=only), code=303)
        sentence = gettext(PUT_ASIDE if gone.is_set_aside else TAKEN_BACK)
        return _refuse(staff, typed, sentence), 422
    except Lost:
        return _refuse(staff, typed, gettext(LOST)), 422
    except Busy as error:
        later = {"Retry-After": str(error.retry_after_seconds)}
        return _refuse(staff, typed, gettext(error.message)), 503, later
    return _show_found(staff, found, typed)


@bp.get("/invite")
@staff_view(Action.INVITE)
def invite(staff: Staff) -> ResponseReturnValue:
    """Show the form for an invitation: who comes when."""
    slot = next_slot(http.now().astimezone(TIME_ZONE))
    day = _day()
    own = str(staff.membership_id) if may_read_contents(staff.role) else ""
    form = InviteForm(
        formdata=None,
        uid=str(uuid4()),
        time=f"{slot:%H:%M}",
        day=max(day, slot.date()).isoformat(),
        with_id=session.get(_INVITE_WITH, own),
        patient_language=session.get(_INVITE_LANGUAGE, offered_languages(staff.practice)[0]),
    )
    return _show_form(staff, form)


@bp.post("/invite")
@staff_view(Action.INVITE)
def create_invitation(staff: Staff) -> ResponseReturnValue:
    """Make an invitation."""
    work = begin_work()
    form, clinicians = InviteForm(), clinicians_of(work.db, staff.practice.id)
    appointment = form.read(http.today(), offered_languages(staff.practice), clinicians)
    if appointment is None:
        return _show_form(staff, form), 422
    made = invite_once(work, staff, appointment, form.form_id)
    db.session.commit()
    session[_INVITE_WITH] = str(appointment.with_id or "")
    session[_INVITE_LANGUAGE] = appointment.language
    return redirect(url_for("desk.invitation", invitation_id=made), code=303)


@bp.get("/invitations/<uuid:invitation_id>")
@staff_view(Action.INVITE)
def invitation(staff: Staff, invitation_id: UUID) -> ResponseReturnValue:
    """Show an invitation, to pass on as a link, a QR code, a text or a card."""
    row = find_invitation(db.session(), staff.practice.id, invitation_id)
    invited = open_invitation(row, staff.keys)
    with writing(db.session()):
        row = find_invitation(db.session(), staff.practice.id, invitation_id)
        name = name_with(db.session(), staff.practice.id, invited.appointment)
        invitations.complete(row, invited, master_keys(), clinician=name)
        audit.record_staff(
            db.session(), staff, action="invitation:read", invitation_id=row.id, at=http.now()
        )
    return render_template(
        "desk/invitation.html",
        invited=invited,
        passed_on=view_models.pass_on(staff.practice, invited),
        names={item.id: item.text for item in clinicians_of(db.session(), staff.practice.id)},
        is_answered=invitations.is_answered(db.session(), row),
        day=row.consult_on,
    )


@bp.post("/invitations/<uuid:invitation_id>/withdraw")
@staff_view(Action.INVITE)
def withdraw_invitation(staff: Staff, invitation_id: UUID) -> ResponseReturnValue:
    """Delete an invitation that was a mistake or whose consult is cancelled."""
    row = find_invitation(db.session(), staff.practice.id, invitation_id)
    day = row.consult_on
    invitations.withdraw_invitation(db.session(), row)
    audit.record_staff(
        db.session(), staff, action="invitation:withdraw", invitation_id=row.id, at=http.now()
    )
    db.session.commit()
    return redirect(url_for("desk.today", day=day), code=303)


def _day() -> date:
    return read_day(request.args.get("day", ""), http.today())


def _with_id(text: str | None) -> int | None:
    """Read a clinician's membership id from a query or a cookie; None for all clinicians."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _read_key(typed: str) -> TypedKey:
    """Read a code, or the link that a scanner at the desk types from the patient's QR code."""
    if "#" in typed:
        return TypedKey.of_link(typed.rpartition("#")[2].strip())
    return TypedKey.of_code(typed)


def _show_found(staff: Staff, found: Conversation, typed: str) -> ResponseReturnValue:
    """Redirect to the list of a code; a member who may not read contents sees its line only."""
    if staff.may(Action.READ):
        return redirect(url_for("consult.overview", conversation_id=found.id), code=303)
    day, shown = view_models.show_one(staff, found)
    lines = (*shown.timed, *shown.rest)
    start = next((line.entry.code_start for line in lines if line.entry), None)
    return _show(day, shown, typed=start or typed, is_search=True)


def _search(staff: Staff, typed: str) -> str:
    """Show the lines of the day, or of the weeks around it, that fit the typed text."""
    around = request.form.get("around") == "1"
    before = read_before(request.form.get("before", ""))
    found = view_models.search(staff, _day(), typed, around=around, before=before)
    return _show(_day(), found, typed=typed, is_search=True, around=around)


def _refuse(staff: Staff, typed: str, error: str) -> str:
    """Show the list of the day with an error about the typed code above it."""
    return _show_day(staff, typed=typed, error=error)


def _show_day(staff: Staff, **context: object) -> str:
    day, page, with_id = _day(), http.read_page(), session.get(_LIST_WITH)
    found, fold = view_models.load_found(staff, day, page)
    shown = view_models.load_list(staff, found, fold, with_id)
    waiting = list_waiting(db.session(), staff) if staff.may(Action.GIVE_KEYS) else []
    return _show(day, shown, with_id=with_id, page=page, waiting=waiting, **context)


def _show(day: date, shown: view_models.DayList, **context: object) -> str:
    return render_template(
        "desk/today.html",
        shown=shown,
        day=day,
        today=http.today(),
        day_before=day - timedelta(days=1),
        day_after=day + timedelta(days=1),
        **{"typed": "", "error": "", "with_id": None, "page": 1, **context},
    )


def _show_form(staff: Staff, form: InviteForm) -> str:
    return render_template(
        "desk/invite.html",
        form=form,
        errors=form.faults,
        clinicians=clinicians_of(db.session(), staff.practice.id),
        offered=[known_language(code) for code in offered_languages(staff.practice)],
        today=http.today(),
        max_patient_name=MAX_PATIENT_NAME,
    )
