"""Addresses as people type or paste them: a capital, a slash too many, the full stop of the sentence."""

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pwa.http import is_practice_side

# What stands behind an address in a message, and in none of ours.
_BEHIND = "/.,;:!?)]>\"'»”’ \u00a0"


def lead_on() -> ResponseReturnValue | None:
    """Lead to the patient's page that was meant; None when there is no such page.

    Only what is looked at is led on: a form that was sent to a wrong address is not sent again.
    """
    meant = request.path.lower().rstrip(_BEHIND)
    if request.method not in ("GET", "HEAD") or is_practice_side() or meant == request.path:
        return None
    try:
        current_app.url_map.bind("").match(meant, method="GET")
    except HTTPException:  # no such page, or werkzeug itself leads on
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{meant}?{query}" if query else meant, code=302)
