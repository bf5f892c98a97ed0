"""Make the papers as PDF: plan, card with code and link, invitation, waiting room, recovery key."""

from datetime import date, datetime

from flask import render_template
from flask_babel import force_locale, gettext
from markupsafe import Markup

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE, names_in, written_in
from pwa.meetings.view_models import SheetView
from pwa.papers.invitation import WHEN_READ, invitation_words, waiting_room_sentences
from pwa.papers.pdf import render_pdf
from pwa.papers.plan_map import draw_paper_map
from pwa.papers.plan_parts import WayBack, make_box
from pwa.papers.sheet import Version, build_sheet
from pwa.patient.access import address_with_code, patient_link, without_scheme
from pwa.plan.core import Plan
from pwa.plan.view_models import not_on_paper
from pwa.plan.words.render import Wording, render_plan
from pwa.plan.words.wordings import dutch_wording_for_patient, find_helps, wording_for_patient
from pwa.practice.models import Practice
from pwa.progress.view_models import ANSWERS
from pwa.selfcheck.core import SelfCheck
from pwa.text import N_
from pwa.vault.patient.codes import format_code
from pwa.web.qr import draw_qr

# Translators: on a small card, beside the telephone number of the practice
WHEN_READ_UNINVITED = N_(
    "The doctor does not read this before your appointment. Does it get worse? Call the practice."
)


def plan_pdf(
    plan: Plan,
    practice: Practice,
    language: str,
    *,
    saved_at: datetime | None,
    check: SelfCheck | None = None,
    key: WayBack | None = None,
) -> bytes:
    """Make the PDF of a plan in the patient's language, with the Dutch under each line.

    Args:
        check: what the patient shared, for the map; None once it is erased.
        key: to come back with, only on paper that the patient prints and wants it on.
    """
    language = written_in(language)
    sheet = build_sheet(
        _version(plan, wording_for_patient(language, practice), practice),
        _version(plan, dutch_wording_for_patient(practice), practice),
    )
    with force_locale(language):
        html = render_template(
            "pdf/plan.html",
            language=LANGUAGES[language],
            language_names=names_in(language),
            practice=practice,
            sheet=sheet,
            saved_at=saved_at,
            not_on_paper=not_on_paper(plan, practice),
            boxes=[make_box(step, language) for step in plan.steps],
            answers=tuple(ANSWERS.values()),
            dutch=dutch_wording_for_patient(practice).translate,
            life_map=draw_paper_map(check, language) if check else None,
            key=key,
        )
    return render_pdf(html)


def meeting_sheet_pdf(practice: Practice, sheet: SheetView) -> bytes:
    """Make the PDF of one patient's sheet for a meeting: one page, in Dutch."""
    with force_locale(PRACTICE_LANGUAGE.code):
        html = render_template(
            "pdf/meeting_sheet.html", language=PRACTICE_LANGUAGE, practice=practice, sheet=sheet
        )
    return render_pdf(html)


def card_pdf(
    practice: Practice, language: str, *, code: str, link_secret: str, is_invited: bool
) -> bytes:
    """Make the PDF of the card with code, QR code and link: one small page (A6).

    Args:
        is_invited: the list was shared with an invitation, so it may be read on the consult's day.
    """
    link = patient_link(language, link_secret)
    language = written_in(language)
    with force_locale(language):
        html = render_template(
            "pdf/card.html",
            language=LANGUAGES[language],
            practice=practice,
            code=code,
            link=link,
            qr=_qr(link),
            when_read=WHEN_READ if is_invited else WHEN_READ_UNINVITED,
        )
    return render_pdf(html)


def invitation_card_pdf(
    practice: Practice,
    language: str,
    link: str,
    *,
    code: str,
    consult_at: datetime,
    with_name: str | None = None,
) -> bytes:
    """Make the PDF of an invitation's card, with the Dutch under each line.

    Args:
        link: for the QR code; the token in its fragment attaches a list to the invitation.
        code: the short code, which does the same when it is typed into the form or behind the
            practice's address: nobody types a link with a token.
        consult_at: in UTC.
        with_name: of the clinician; None when anybody of the practice may see the patient.
    """
    address, language = address_with_code(practice, code), written_in(language)
    with force_locale(language):
        html = render_template(
            "pdf/invitation.html",
            language=LANGUAGES[language],
            practice=practice,
            words=invitation_words(practice, language, consult_at, with_name),
            address=address,
            typed_address=without_scheme(address),
            code=format_code(code),
            qr=_qr(link),
        )
    return render_pdf(html)


def waiting_room_pdf(practice: Practice, link: str, code: str) -> bytes:
    """Make the PDF of the paper in the waiting room or at the desk: the code, also as a QR code."""
    with force_locale(PRACTICE_LANGUAGE.code):
        html = render_template(
            "pdf/waiting_room.html",
            language=PRACTICE_LANGUAGE,
            practice=practice,
            sentences=waiting_room_sentences(practice.written_languages),
            code=format_code(code),
            qr=_qr(link),
        )
    return render_pdf(html)


def recovery_key_pdf(practice_name: str, recovery_key: str, *, day: date) -> bytes:
    """Make the PDF with the recovery key of a practice, for the safe."""
    with force_locale(PRACTICE_LANGUAGE.code):
        html = render_template(
            "pdf/recovery.html",
            language=PRACTICE_LANGUAGE,
            practice_name=practice_name,
            groups=format_code(recovery_key).split("-"),
            day=day,
        )
    return render_pdf(html)


def _qr(link: str) -> Markup:
    """Draw a link as a QR code with a title for screen readers; the link also stands below it."""
    # Translators: name of a picture
    title = gettext("QR code of your link")
    return draw_qr(link, title=title)


def _version(plan: Plan, wording: Wording, practice: Practice) -> Version:
    lines = render_plan(plan, wording)
    return Version(lines, wording, find_helps(lines.steps, practice, lines.language))
