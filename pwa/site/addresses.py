"""Addresses as people type or paste them: a capital, a slash too many, the full stop of the sentence."""

from urllib.parse import quote

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pwa.web.http import is_practice_side

# What stands behind an address in a message, and in none of ours.
_BEHIND = "/.,;:!?)]>\"'»”’ \u00a0"


def lead_on() -> ResponseReturnValue | None:
    """Lead to the page that was meant; None when there is no such page.

    Only what is looked at is led on: a form that was sent to a wrong address is not sent again.
    """
    if address := _with_fragment():  # first: what stands behind the # may be a secret with capitals
        return redirect(address, code=302)
    meant = request.path.lower().rstrip(_BEHIND)
    if request.method not in ("GET", "HEAD") or is_practice_side() or meant == request.path:
        return None
    if meant.startswith("/static"):  # files are named by our pages, and typed by nobody
        return None
    try:
        current_app.url_map.bind("").match(meant, method="GET")
    except HTTPException:  # no such page, or werkzeug itself leads on
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{meant}?{query}" if query else meant, code=302)


def _with_fragment() -> str | None:
    """Give the address that was meant by one in which a message program wrote `#` as `%23`.

    Returns:
        An address of this site; None when the part before the `#` is no page of ours either.
    """
    path, _, fragment = request.path.partition("#")
    if request.method not in ("GET", "HEAD") or not fragment:
        return None
    # Asked of the routes, so that no path can lead to another site.
    routes = current_app.create_url_adapter(request)
    if routes is None or not routes.test(path, method="GET"):
        return None
    return f"{quote(path)}#{quote(fragment, safe='=')}"
