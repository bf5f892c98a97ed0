"""Any page of the patient with the Dutch under it, for who fills it in with a helper."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

from flask import Blueprint, Response, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Inner

from pwa.locales import LANGUAGES, PRACTICE_LANGUAGE
from pwa.site.under.noting import ASKED
from pwa.site.under.service import double, in_both, style_source

# Forms whose answer is a page and that store nothing: their page is made once more in Dutch.
_AGAIN = ("/form", "/review")
_ASKED = f"HTTP_{ASKED.upper().replace('-', '_')}"
_NOT_HANDED_ON = frozenset({"content-length", "content-encoding", "etag"})

_double_once = lru_cache(maxsize=64)(double)

bp = Blueprint("under", __name__)


@bp.route("/<lang>-nl/", methods=["GET", "POST"], defaults={"rest": ""})
@bp.route("/<lang>-nl/<path:rest>", methods=["GET", "POST"])
def page(lang: str, rest: str) -> ResponseReturnValue:
    """Read a page in the own language with Dutch under each text; works without a script."""
    language = LANGUAGES.get(lang) or abort(404)
    if language is PRACTICE_LANGUAGE:
        return redirect(f"/{lang}/{rest}", code=303)
    try:
        body = request.get_data(cache=True)
    except RequestEntityTooLarge:
        body = b""  # the page itself refuses it by its length
    is_safe = request.method == "GET" or f"/{rest}".endswith(_AGAIN)
    own = _ask(f"/{lang}/{rest}", body, {} if is_safe else {_ASKED: "1"})
    if own.location:
        own.location = in_both(own.location)
    if own.mimetype != "text/html" or not own.data:
        return own
    dutch = _ask(f"/{PRACTICE_LANGUAGE.code}/{rest}", body) if is_safe else own
    return _answer(own, dutch)


def _ask(path: str, body: bytes, more: Mapping[str, str] = MappingProxyType({})) -> Inner:
    """Ask this app for a page in one language, as the same visitor, who gets it unpacked."""
    # Werkzeug and the app note things of this request in the environ: only what the browser sent is taken.
    environ = {
        key: value
        for key, value in request.environ.items()
        if key.isupper() or key.startswith("wsgi.")
    }
    environ |= {"PATH_INFO": path, "wsgi.input": BytesIO(body), **more}
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    environ.pop("HTTP_IF_NONE_MATCH", None)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # A context of its own: that of this request has its language and its transaction already.
    with app.app_context():
        return Inner.from_app(app.wsgi_app, environ, buffered=True)


def _answer(own: Inner, dutch: Inner) -> Response:
    is_pair = dutch.status_code == own.status_code and dutch.mimetype == own.mimetype
    text = own.get_data(as_text=True)
    # Pages that are the same for everybody are paired once; nothing personal is kept.
    make = _double_once if "public" in own.headers.get("Cache-Control", "") else double
    with force_locale(PRACTICE_LANGUAGE.code):
        choice = gettext("With Dutch under it")
    html = make(text, dutch.get_data(as_text=True) if is_pair else text, choice)
    answer = Response(html, own.status_code, mimetype="text/html")
    for name, value in own.headers:
        if name.lower() not in _NOT_HANDED_ON | {"content-type"}:
            answer.headers.add(name, value)
    policy = own.headers.get("Content-Security-Policy", "")
    answer.headers["Content-Security-Policy"] = policy.replace(
        "style-src ", f"style-src {style_source()} ", 1
    )
    return answer
