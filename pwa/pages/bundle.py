"""The documents that a phone keeps of one practice in one language, as one answer.

Apart they would be six requests that each bring the same style; together they are half the bytes. Each
is what anybody without a cookie gets under its address, so nothing personal can be among them.
"""

import hashlib
import json
from dataclasses import dataclass

import brotli
from flask import Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.test import EnvironBuilder

from pwa.assets import build_id
from pwa.http import today
from pwa.practice.models import Practice

_NAME = "kept_bundles"
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
_OF_EVERYBODY = ("pages.away", "pages.offline", "own.lists")
# The next better one takes six times as long for three bytes in a hundred.
_QUALITY = 9


@dataclass(frozen=True, slots=True)
class Bundle:
    """Documents as they go over the line.

    Attributes:
        state: of the practice, and the day, that they were made from.
    """

    state: tuple[int, int]
    etag: str
    plain: bytes
    small: bytes


def init_app(app: Flask) -> None:
    """Give the app a place for what it has made already."""
    app.extensions[_NAME] = dict[str, Bundle]()


def send_bundle(lang: str, practice: Practice | None) -> ResponseReturnValue:
    """Answer with the documents of a practice, or with those that belong to none.

    Args:
        practice: None where the phone is at no practice.
    """
    made: dict[str, Bundle] = current_app.extensions[_NAME]
    # The calendar and "checked long ago" change with the day.
    state = (practice.revision if practice else 0, today().toordinal())
    bundle = made.get(request.base_url)
    if bundle is None or bundle.state != state:
        bundle = made[request.base_url] = _make(_paths(lang, practice), state)
    is_small = request.accept_encodings.quality("br") > 0
    response = Response(bundle.small if is_small else bundle.plain, mimetype="application/json")
    response.set_etag(bundle.etag + ("-br" if is_small else ""))
    response.vary.add("Accept-Encoding")
    if is_small:
        response.content_encoding = "br"
    response.cache_control.no_cache = True
    return response.make_conditional(request)


def _paths(lang: str, practice: Practice | None) -> list[str]:
    paths = [url_for(endpoint, lang=lang) for endpoint in _OF_EVERYBODY]
    if practice is None:
        return paths
    return [url_for(name, lang=lang, slug=practice.slug) for name in _OF_PRACTICE] + paths


def _make(paths: list[str], state: tuple[int, int]) -> Bundle:
    about = {"build": build_id(), "pages": [_page(path) for path in paths]}
    plain = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
    small = brotli.compress(plain, quality=_QUALITY)
    return Bundle(state, hashlib.sha256(plain).hexdigest()[:20], plain, small)


def _page(path: str) -> dict[str, object]:
    """Ask for a document as a visitor would who is known to nobody."""
    environ = EnvironBuilder(path, query_string="kept", base_url=request.host_url).get_environ()
    answer = Response.from_app(current_app.wsgi_app, environ, buffered=True)
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    return {"path": path, "headers": headers, "body": answer.get_data(as_text=True)}
