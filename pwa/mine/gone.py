"""What somebody with a right key reads when nothing opens."""

from flask import render_template

from pwa.conversation.lost import Lost
from pwa.conversation.service import Gone
from pwa.patient.access import phone_id
from pwa.patient.typed_key import typed_key
from pwa.practice.models import Practice


def show_gone(error: Gone | Lost, practice: Practice) -> str:
    """Tell somebody with a right key why nothing opens, and whom to call."""
    if isinstance(error, Lost):
        key = typed_key().text
        return render_template("conversation/lost.html", practice=practice, key=key)
    return render_template(
        "conversation/gone.html",
        practice=practice,
        phone=phone_id(error.conversation_id),
        is_set_aside=error.is_set_aside,
        can_come_back=error.can_come_back,
    )
