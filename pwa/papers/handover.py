"""The letter of a warm handover as PDF: one page in Dutch, for the person who receives it."""

from datetime import datetime

from flask import render_template
from flask_babel import force_locale, gettext

from pwa.handover.sealing import OpenHandover
from pwa.locales import PRACTICE_LANGUAGE, names_in
from pwa.papers.pdf import render_pdf
from pwa.patient.access import without_scheme
from pwa.practice.models import Practice
from pwa.vault.patient.codes import format_code, write_link_code
from pwa.web.http import RECEIVER_PREFIX, base_url
from pwa.web.qr import draw_qr


def letter_pdf(
    practice: Practice, handover: OpenHandover, link_secret: str, *, made_at: datetime
) -> bytes:
    """Make the PDF: what was agreed to, and how to answer. The four digits are not on it.

    Args:
        link_secret: of the newest link; nobody can print it a second time.
    """
    link = letter_link(link_secret)
    with force_locale(PRACTICE_LANGUAGE.code):
        html = render_template(
            "pdf/handover.html",
            language=PRACTICE_LANGUAGE,
            language_names=names_in(PRACTICE_LANGUAGE.code),
            practice=practice,
            letter=handover.letter.words,
            agreed_at=handover.consent.at,
            made_at=made_at,
            closes_at=handover.row.expires_at,
            link=link,
            address=without_scheme(link.partition("#")[0]),
            code=format_code(write_link_code(link_secret)),
            # Translators: name of a picture
            qr=draw_qr(link, title=gettext("QR code of the link")),
        )
    return render_pdf(html)


def letter_link(secret: str) -> str:
    """Write the link of a letter; its secret is in the fragment, which browsers never send."""
    return f"{base_url()}{RECEIVER_PREFIX}#{secret}"
