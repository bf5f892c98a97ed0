"""What somebody with a right key reads when nothing opens."""

from flask import render_template, request

from pwa.conversation.lost import Lost
from pwa.conversation.service import Gone
from pwa.patient.access import phone_mark
from pwa.practice.models import Practice
from pwa.vault.patient.codes import parse_code


def show_gone(error: Gone | Lost, practice: Practice) -> str:
    """Tell somebody with a right key why nothing opens, and whom to call."""
    if isinstance(error, Lost):
        link, code = request.form.get("link", ""), request.form.get("code")
        key = parse_code(code) if code and not link else link  # as an own phone keeps it
        return render_template("conversation/lost.html", practice=practice, key=key)
    return render_template(
        "conversation/gone.html",
        practice=practice,
        mark=phone_mark(error.conversation_id),
        is_set_aside=error.is_set_aside,
        can_come_back=error.can_come_back,
    )
