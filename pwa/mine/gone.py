"""The page for somebody with a right key to a list that was erased, put aside or lost."""

from flask import render_template

from pwa.conversation.lost import Lost
from pwa.conversation.service import Gone
from pwa.patient.access import phone_id
from pwa.patient.typed_key import typed_key
from pwa.practice.models import Practice


def show_gone(error: Gone | Lost, practice: Practice) -> str:
    """Render the page that says why a right key opens nothing, and which practice to call."""
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
