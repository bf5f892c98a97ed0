"""The documents that a phone keeps of one practice in one language, as one answer.

Six separate answers would each bring the same style; together they compress to half the bytes. Each
document is requested without a cookie, so nothing personal can be in it.
"""

import json

from flask import Flask, Response, current_app, request, url_for
from werkzeug.test import EnvironBuilder

from pwa.practice.models import Practice
from pwa.practice.offered import state_of
from pwa.web.assets import build_id
from pwa.web.http import today
from pwa.web.packed import Packed, pack, send_packed

_NAME = "offline_bundles"
# Headers to store with a phone's copy; those about caching, length and coding hold for the transfer
# only.
_HEADERS = (
    "Content-Type",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
)
_OF_PRACTICE = ("selfcheck.check", "selfcheck.start", "directory.options")
_OF_EVERYBODY = ("site.away", "site.offline", "own_phone.lists")
# Of brotli. A bundle is packed once per practice, language and day; 11 takes three times as long to
# save two percent.
_QUALITY = 10

# Address to (state of the practice, day) and the bundle that was made of them.
_Made = dict[str, tuple[tuple[tuple[object, ...], int], Packed]]


def init_app(app: Flask) -> None:
    """Give the app its cache of bundles."""
    app.extensions[_NAME] = {}


def send_bundle(lang: str, practice: Practice | None) -> Response:
    """Answer with the documents of a practice, or with those that belong to none.

    Args:
        practice: None for the documents that belong to no practice.
    """
    made: _Made = current_app.extensions[_NAME]
    # The cache key holds no host: made-up host names would fill the memory. Over HTTPS pages may
    # differ.
    name = f"{request.scheme}:{request.path}"
    # The calendar and "checked long ago" change with the day.
    state = (state_of(practice) if practice else (), today().toordinal())
    if name not in made or made[name][0] != state:
        made[name] = (state, pack(_write(_paths(lang, practice)).encode(), quality=_QUALITY))
    return send_packed(made[name][1], "application/json")


def _paths(lang: str, practice: Practice | None) -> list[str]:
    paths = [url_for(endpoint, lang=lang) for endpoint in _OF_EVERYBODY]
    if practice is None:
        return paths
    return [url_for(name, lang=lang, slug=practice.slug) for name in _OF_PRACTICE] + paths


def _write(paths: list[str]) -> str:
    about = {"build": build_id(), "pages": [_page(path) for path in paths]}
    return json.dumps(about, ensure_ascii=False, separators=(",", ":"))


def _page(path: str) -> dict[str, object]:
    """Request a document from this app itself, without a cookie."""
    # Not with this request's host: any visitor can make it up, and the bundle is cached for
    # everybody.
    here = f"{request.scheme}://localhost"
    environ = EnvironBuilder(path, query_string="kept", base_url=here).get_environ()
    answer = Response.from_app(current_app.wsgi_app, environ, buffered=True)
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    return {"path": path, "headers": headers, "body": answer.get_data(as_text=True)}
