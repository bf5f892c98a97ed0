"""Routes of all PDFs: invitation, plan, cards, poster, waiting-room code and recovery key."""

from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pwa.appointments.invitations import complete, find_invitation, open_invitation
from pwa.audit import record_staff
from pwa.conversation.core import CHECK, PLAN
from pwa.conversation.documents import read_document
from pwa.conversation.opening import Opening, find_confirmed, open_to_change, open_to_read
from pwa.conversation.patient_keys import opens
from pwa.conversation.service import find_for_staff, has_document
from pwa.directory.topics import TOPIC_GROUPS, find_topic
from pwa.handover.core import HandoverError
from pwa.handover.service import make_letter
from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, find_language
from pwa.meetings.service import find_sheet
from pwa.meetings.view_models import view_sheet
from pwa.papers.handover import letter_pdf as print_letter
from pwa.papers.paper_list import paper_list_page
from pwa.papers.papers import card_pdf as print_card
from pwa.papers.papers import invitation_card_pdf as print_invitation_card
from pwa.papers.papers import meeting_sheet_pdf as print_meeting_sheet
from pwa.papers.papers import plan_pdf as print_plan
from pwa.papers.papers import recovery_key_pdf as print_recovery_key
from pwa.papers.papers import waiting_room_pdf as print_waiting_room
from pwa.papers.pdf import PdfBusy
from pwa.papers.plan_parts import way_back
from pwa.papers.posters import etag_of, poster_page, topic_poster_page
from pwa.papers.posters import poster_pdf as print_poster
from pwa.patient.access import Visit, invitation_link, patient_view, practice_address, start_address
from pwa.patient.limits import PAPERS, pass_or_network
from pwa.plan.service import find_plan
from pwa.practice.models import Practice
from pwa.practice.waiting_room import waiting_room_code, waiting_room_link
from pwa.selfcheck.core import load_selfcheck
from pwa.settings.service import POSTER_PRINTED
from pwa.setup.paper_key import current_paper_key
from pwa.staff.access import Staff, staff_view
from pwa.staff.core import Action
from pwa.staff.models import Membership
from pwa.store.database import go_on_reading, writing
from pwa.text import N_
from pwa.vault.master.master_keys import master_keys
from pwa.vault.work import begin_work
from pwa.web.extensions import db, limiter
from pwa.web.http import now, today

bp = Blueprint("export", __name__)

RETRY_AFTER_S = 10

BUSY = N_("It is too busy to print now. Please try again in a moment.")


@bp.get("/practice/invitations/<uuid:invitation_id>/card.pdf")
@staff_view(Action.INVITE)
def invitation_card(staff: Staff, invitation_id: UUID) -> ResponseReturnValue:
    """Print the card of an invitation."""
    row = find_invitation(db.session(), staff.practice.id, invitation_id)
    invited = open_invitation(row, staff.keys)
    appointment = invited.appointment
    clinician = db.session.get(Membership, appointment.with_id) if appointment.with_id else None
    name = clinician.account.name if clinician else ""
    with writing(db.session()):
        row = find_invitation(db.session(), staff.practice.id, invitation_id)
        complete(row, invited, master_keys(), clinician=name)
        record_staff(
            db.session(), staff, action="invitation:print", invitation_id=invitation_id, at=now()
        )
    pdf = print_invitation_card(
        staff.practice,
        appointment.language,
        invitation_link(staff.practice, appointment.language, invited.token),
        consult_at=appointment.at,
        code=invited.code,
        with_name=name or None,
    )
    return _send(pdf)


@bp.get("/practice/c/<uuid:conversation_id>/plan.pdf")
@staff_view(Action.READ)
def plan_pdf(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Print the plan for the patient, in the language of the patient's answers."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    if not has_document(work.db, row, PLAN):
        return redirect(url_for("plan.edit", conversation_id=conversation_id), code=303)
    opened = open_to_read(work, staff, row.id, opening=Opening.PRINT)
    saved = find_plan(work.db, opened) or abort(404)
    check = read_document(work.db, opened, CHECK)
    answers = load_selfcheck(check.content) if check else None
    language = answers.language if answers else PRACTICE_LANGUAGE.code
    pdf = print_plan(saved.plan, staff.practice, language, saved_at=saved.saved_at, check=answers)
    return _send(pdf)


@bp.get("/practice/c/<uuid:conversation_id>/discuss/<uuid:item_id>.pdf")
@staff_view(Action.READ)
def meeting_sheet(staff: Staff, conversation_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Print what the people at a meeting read about one patient."""
    work = begin_work()
    opened = open_to_read(work, staff, conversation_id, opening=Opening.SHEET_PRINT)
    found = find_sheet(work.db, opened, item_id)
    sheet = view_sheet(found, opened.row.id, staff.practice)
    return _send(print_meeting_sheet(staff.practice, sheet))


@bp.post("/practice/c/<uuid:conversation_id>/handover/<uuid:handover_id>/letter.pdf")
@staff_view(Action.READ)
def handover_letter(staff: Staff, conversation_id: UUID, handover_id: UUID) -> ResponseReturnValue:
    """Make the letter of a warm handover with a new link; the letter before opens nothing any more."""
    work = begin_work()
    row = find_confirmed(work.db, staff, conversation_id)
    try:
        with open_to_change(work, staff, row) as opened:
            handover, link = make_letter(work, opened, handover_id, by=staff)
    except HandoverError:
        return redirect(url_for("plan.edit", conversation_id=conversation_id), code=303)
    return _send(print_letter(staff.practice, handover, link.secret, made_at=work.now))


@bp.get("/<lang>/mine/plan.pdf")
@limiter.limit(PAPERS, key_func=pass_or_network)
@patient_view
def my_plan_pdf(visit: Visit, lang: str) -> ResponseReturnValue:
    """Give the patient the plan as a PDF, in the language of the page.

    The key to come back with is on it only if the patient ticked that: whoever finds the paper can
    then read everything.
    """
    saved = find_plan(db.session(), visit.opened)
    if saved is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    wants_key = request.args.get("key") == "1"
    check = read_document(db.session(), visit.opened, CHECK)
    pdf = print_plan(
        saved.plan,
        visit.practice,
        lang,
        saved_at=saved.saved_at,
        check=load_selfcheck(check.content) if check else None,
        key=way_back(lang, code=visit.code, link_secret=visit.link_secret) if wants_key else None,
    )
    return _send(pdf)


@bp.get("/<lang>/card.pdf")
@limiter.limit(PAPERS, key_func=pass_or_network)
@patient_view
def card_pdf(visit: Visit, lang: str) -> ResponseReturnValue:
    """Give the patient the card with code and link right after sharing, while the pass has both."""
    if visit.code is None or visit.link_secret is None:
        return redirect(url_for("conversation.mine", lang=lang), code=303)
    card = print_card(
        visit.practice,
        lang,
        code=visit.code,
        link_secret=visit.link_secret,
        is_invited=visit.is_invited,
    )
    return _send(card)


@bp.post("/practice/c/<uuid:conversation_id>/card.pdf")
@staff_view(Action.ENTER)
def new_card_pdf(staff: Staff, conversation_id: UUID) -> ResponseReturnValue:
    """Print the card with a patient's new keys, which the page sends: the server stores neither."""
    work = begin_work()
    conversation = find_for_staff(work.db, staff.practice.id, conversation_id)
    language = find_language(request.form.get("language", ""))
    code, link = request.form.get("code", ""), request.form.get("link", "")
    if language is None or not opens(work, conversation, link):
        abort(422)
    with writing(work.db):
        record_staff(
            work.db, staff, action="code:print", conversation_id=conversation.id, at=work.now
        )
    go_on_reading(work.db)
    card = print_card(
        staff.practice,
        language.code,
        code=code,
        link_secret=link,
        is_invited=conversation.invitation_id is not None,
    )
    return _send(card)


@bp.get("/practice/poster/<any(a3, a4, a5):paper>.pdf")
@staff_view(Action.PRINT)
def poster_pdf(staff: Staff, paper: str) -> ResponseReturnValue:
    """Print the poster or the leaflet; 304 if the browser has the same one."""
    practice, chosen = staff.practice, _chosen_language(staff.practice)
    codes = [chosen] if chosen else practice.written_languages
    page = poster_page(practice, _address_of(practice, chosen), paper, codes)
    return _send_poster(staff, page, paper)


@bp.get("/practice/posters")
@staff_view(Action.PRINT)
def topic_posters(staff: Staff) -> ResponseReturnValue:
    """List the posters, and the address that is on them, in all languages or in one."""
    chosen = _chosen_language(staff.practice)
    return render_template(
        "practice/topic_posters.html",
        groups=TOPIC_GROUPS,
        offered=[LANGUAGES[code] for code in staff.practice.written_languages],
        chosen=chosen,
        address=_address_of(staff.practice, chosen),
    )


@bp.get("/practice/poster/<any(a3, a4, a5):paper>/<topic>.pdf")
@staff_view(Action.PRINT)
def topic_poster(staff: Staff, paper: str, topic: str) -> ResponseReturnValue:
    """Print the poster of the help with one topic; 304 if the browser has the same one."""
    found = find_topic(topic) or abort(404)
    chosen = _chosen_language(staff.practice)
    codes = [chosen] if chosen else staff.practice.written_languages
    page = topic_poster_page(staff.practice, found, paper, codes)
    return _send_poster(staff, page, paper)


def _chosen_language(practice: Practice) -> str:
    """Read for which language a poster is asked; empty for all of the practice."""
    code = request.args.get("lang", "")
    return code if code in practice.written_languages else ""


def _address_of(practice: Practice, chosen: str) -> str:
    """Give the address on posters: short, and in the language of the phone if none is chosen."""
    return start_address(practice, chosen) if chosen else practice_address(practice)


def _send_poster(staff: Staff, page: str, paper: str) -> Response:
    response = Response(mimetype="application/pdf")
    response.set_etag(etag_of(page))
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code == 304:
        return response
    with writing(db.session()):
        record_staff(db.session(), staff, action=POSTER_PRINTED, at=now())
    response.data = print_poster(page)
    response.headers["Content-Disposition"] = f'inline; filename="mijn-gesprek-{paper}.pdf"'
    return response


@bp.get("/practice/waiting-room.pdf")
@staff_view(Action.PRINT)
def waiting_room(staff: Staff) -> ResponseReturnValue:
    """Print the paper with the waiting-room code, which stays inside the practice."""
    code = waiting_room_code(staff.practice, master_keys())
    with writing(db.session()):
        record_staff(db.session(), staff, action="waiting-room:print", at=now())
    return _send(print_waiting_room(staff.practice, waiting_room_link(staff.practice, code), code))


@bp.get("/practice/paper-list/<lang>.pdf")
@staff_view(Action.PRINT)
def paper_list(staff: Staff, lang: str) -> ResponseReturnValue:
    """Print the list on paper, to fill in with a pen, in a language of the practice."""
    if lang not in staff.practice.written_languages:
        abort(404)
    with writing(db.session()):
        record_staff(db.session(), staff, action="paper-list:print", at=now())
    return _send(print_poster(paper_list_page(staff.practice, lang)))


@bp.get("/practice/recovery-key.pdf")
@limiter.limit(PAPERS)
def recovery_key_pdf() -> ResponseReturnValue:
    """Print the recovery key in this browser's sealed cookie, which waits to be typed back."""
    paper = current_paper_key()
    if paper is None:
        return redirect(url_for("setup.start"), code=303)
    return _send(print_recovery_key(paper.practice_name, paper.key, day=today()))


@bp.errorhandler(PdfBusy)
def busy(_error: PdfBusy) -> ResponseReturnValue:
    """Ask to try again in a moment."""
    response = Response(gettext(BUSY), status=503, mimetype="text/plain")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _send(pdf: bytes) -> Response:
    """Answer with a PDF whose file name says nothing about health or the patient."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="mijn-gesprek.pdf"'
    return response
