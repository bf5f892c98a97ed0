"""Addresses as people type or paste them: with capitals, an extra slash, a sentence's full stop."""

from urllib.parse import quote

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pwa.web.http import is_practice_side

# Characters that may follow an address in a message, and are cut off.
_BEHIND = "/.,;:!?)]>\"'»”’ \u00a0"


def lead_on() -> ResponseReturnValue | None:
    """Redirect an unknown address to the page that was meant; None when there is no such page.

    Only GET and HEAD are redirected: a form that was sent to a wrong address is not sent again.
    """
    if address := _with_fragment():  # before `lower`: a secret behind the # may have capitals
        return redirect(address, code=302)
    meant = request.path.lower().rstrip(_BEHIND)
    if request.method not in ("GET", "HEAD") or is_practice_side() or meant == request.path:
        return None
    if meant.startswith("/static"):  # addresses of files come from our pages; nobody types them
        return None
    try:
        current_app.url_map.bind("").match(meant, method="GET")
    except HTTPException:  # no such page, or werkzeug redirects it
        return None
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{meant}?{query}" if query else meant, code=302)


def _with_fragment() -> str | None:
    """Repair an address in which a message program wrote `#` as `%23`.

    Returns:
        An address of this site; None without `%23`, or when the part before it is no page here.
    """
    path, _, fragment = request.path.partition("#")
    if request.method not in ("GET", "HEAD") or not fragment:
        return None
    # The path must match one of our routes, so that no redirect leads to another site.
    routes = current_app.create_url_adapter(request)
    if routes is None or not routes.test(path, method="GET"):
        return None
    return f"{quote(path)}#{quote(fragment, safe='=')}"
