"""The documents that a phone keeps of one practice in one language, as one answer.

Apart they would be six requests that each bring the same style; together they are half the bytes. Each
is what anybody without a cookie gets under its address, so nothing personal can be among them.
"""

import json

from flask import Flask, Response, current_app, request, url_for
from werkzeug.test import EnvironBuilder

from pwa.practice.models import Practice
from pwa.web.assets import build_id
from pwa.web.http import today
from pwa.web.packed import Packed, pack, send_packed

_NAME = "offline_bundles"
# For the phone's copy; what is said about keeping, length and coding holds for the line only.
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
# One for each practice, language and day: the best one takes three times as long for two bytes in a hundred.
_QUALITY = 10

# A revision of the practice and a day, and what was made from them.
_Made = dict[str, tuple[tuple[int, int], Packed]]


def init_app(app: Flask) -> None:
    """Give the app a place for what it has made already."""
    app.extensions[_NAME] = {}


def send_bundle(lang: str, practice: Practice | None) -> Response:
    """Answer with the documents of a practice, or with those that belong to none.

    Args:
        practice: None where the phone is at no practice.
    """
    made: _Made = current_app.extensions[_NAME]
    # Not the host: whoever makes up names would fill the memory. Over HTTPS pages may differ.
    name = f"{request.scheme}:{request.path}"
    # The calendar and "checked long ago" change with the day.
    state = (practice.revision if practice else 0, today().toordinal())
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
    """Ask for a document as a visitor would who is known to nobody."""
    # Not by the host that was asked for: it is the visitor's word, and this is kept for everybody.
    here = f"{request.scheme}://localhost"
    environ = EnvironBuilder(path, query_string="kept", base_url=here).get_environ()
    answer = Response.from_app(current_app.wsgi_app, environ, buffered=True)
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    return {"path": path, "headers": headers, "body": answer.get_data(as_text=True)}
