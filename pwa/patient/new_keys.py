"""The page with a patient's new code and link, which the practice sees only once."""

from uuid import UUID

from flask import render_template

from pwa.conversation.patient_keys import PatientKeys
from pwa.locales import known_language
from pwa.patient.access import patient_link
from pwa.web.qr import draw_qr


def show_new_keys(
    conversation_id: UUID,
    new: PatientKeys,
    language: str,
    *,
    is_merged: bool = False,
    is_from_paper: bool = False,
) -> str:
    """Render the page with the new code, link and QR code; they cannot be shown again.

    Args:
        language: code of the patient's language, in which the link opens.
        is_merged: the keys are for a list that was just merged from two.
        is_from_paper: they are for a list that was just typed in from paper.
    """
    link = patient_link(language, new.link_secret)
    return render_template(
        "desk/patients/new_keys.html",
        conversation_id=conversation_id,
        new=new,
        link=link,
        qr=draw_qr(link),
        patients_language=known_language(language),
        is_merged=is_merged,
        is_from_paper=is_from_paper,
    )
