"""The code and link that the practice hands to a patient, shown this once."""

from uuid import UUID

from flask import render_template

from pwa.conversation.patient_keys import PatientKeys
from pwa.locales import LANGUAGES
from pwa.patient.access import patient_link
from pwa.web.qr import draw_qr


def show_new_keys(
    conversation_id: UUID, new: PatientKeys, language: str, *, is_merged: bool = False
) -> str:
    """Show the practice what the patient comes back with, this once.

    Args:
        language: of the patient, in which the link opens.
        is_merged: it is for two lists that are one now.
    """
    link = patient_link(language, new.link_secret)
    return render_template(
        "desk/patients/new_keys.html",
        conversation_id=conversation_id,
        new=new,
        link=link,
        qr=draw_qr(link),
        patients_language=LANGUAGES[language],
        is_merged=is_merged,
    )
