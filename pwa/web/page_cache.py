"""Pages that are the same for every visitor of a practice: rendered once, and stored compressed.

Rendering a page takes a hundred times longer than sending it, and even Flask's own work on a
request takes longer than sending. So for a few seconds a cached page is sent before the request
reaches Flask, without a query; after that, one query in the view tells whether the practice has
changed.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, request

from pwa.web.http import set_headers
from pwa.web.packed import Answer, Packed, pack

_NAME = "page_cache"
# Blank space next to these elements is not rendered. The inline style and the guard script hold no such
# tag, so they stay as they are, and the hashes by which the policy allows them stay valid.
_BLOCKS = (
    "body|circle|details|div|fieldset|footer|form|g|h[1-6]|head|header|label|legend|li|link|main|meta"
    "|noscript|ol|option|p|path|rect|section|select|summary|template|text|ul|use"
)
_BESIDE_A_BLOCK = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_INDENTATION = re.compile(r"\n\s+")
# End tags that HTML allows to leave out: always, or before an element that implies the end.
# Source: HTML Living Standard, 13.1.2.4, optional tags.
_OPTIONAL = re.compile(
    r"</(?:li|option|body|html)>|</head>(?=<body)"
    r"|</p>(?=<(?:p|div|ul|ol|form|fieldset|h[1-6]|section)\b)"
)
CHECKED_AGAIN_AFTER_S = 5.0
BROWSER_KEEPS_S = 300


@dataclass(slots=True)
class CachedPage:
    """A rendered page, ready to be sent.

    Attributes:
        state: by what it is known to be out of date, such as the revision of its practice.
        checked_at: when that was last compared, in seconds of the monotonic clock.
        headers: all but those that `Packed.answer` gives; the CSP was made with the page, because
            it has the hash of the page's style.
    """

    state: object
    checked_at: float
    headers: list[tuple[str, str]]
    packed: Packed

    def answer(self, environ: WSGIEnvironment) -> Answer:
        """Give status, headers and body for a browser."""
        status, headers, body = self.packed.answer(environ)
        return status, self.headers + headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body


class PageCache:
    """The cached pages of a process, in front of the application that makes them."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._pages: dict[tuple[str, str], CachedPage] = {}
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a cached page that was checked a moment ago; else let Flask answer."""
        page = self._pages.get(_key(environ))
        if page is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or _is_old(page):
            return self._application(environ, start_response)
        status, headers, body = page.answer(environ)
        start_response(status, headers)
        return [body]

    def serve(self, find_state: Callable[[], object], render: Callable[[], str]) -> Response:
        """Answer the current request; the page is rendered anew if its state has changed.

        Args:
            find_state: queries the state that the page would be made from now; may abort with 404.
            render: makes the page; only called when there is none, or an old one.
        """
        key, state = _key(request.environ), find_state()
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.state != state:
                page = self._pages[key] = _make(render(), state)
            page.checked_at = monotonic()
        status, headers, body = page.answer(request.environ)
        return Response(body, status, headers)

    def look_again(self, _sender: object) -> None:
        """Make `serve` compare every page with its practice before the page is sent again."""
        with self._lock:
            for page in self._pages.values():
                page.checked_at = -math.inf


def init_app(app: Flask) -> PageCache:
    """Put a cache in front of an application, and give the cache."""
    cache = app.extensions[_NAME] = PageCache(app.wsgi_app)
    app.wsgi_app = cache  # type: ignore[method-assign]  # as Flask's manual does
    return cache


def page_cache() -> PageCache:
    """Give the cache of this application."""
    cache: PageCache = current_app.extensions[_NAME]
    return cache


def _key(environ: WSGIEnvironment) -> tuple[str, str]:
    # Part of the key is the scheme, because over HTTPS one header more is sent.
    return environ["wsgi.url_scheme"], environ["PATH_INFO"]


def _is_old(page: CachedPage) -> bool:
    return monotonic() - page.checked_at > CHECKED_AGAIN_AFTER_S


def _make(html: str, state: object) -> CachedPage:
    shared = Response(mimetype="text/html")
    # Without "public": these answers follow no login, so shared caches may keep them anyway (RFC 9111, 3).
    shared.headers["Cache-Control"] = f"max-age={BROWSER_KEEPS_S}"
    del shared.headers["Content-Length"]
    return CachedPage(
        state=state,
        checked_at=monotonic(),
        headers=set_headers(shared).headers.to_wsgi_list(),
        packed=pack(_squeeze(html).encode(), ("br", "gzip")),
    )


def _squeeze(html: str) -> str:
    """Leave out blank space that is not rendered, and end tags that HTML allows to leave out.

    That saves 150 of 9,600 compressed bytes of the check. With its headers it has to fit into the
    10,000 bytes that a server may send before the phone has answered once (scripts/check_weight.py).
    """
    short = _INDENTATION.sub(" ", _BESIDE_A_BLOCK.sub(r"\1", html))
    return _OPTIONAL.sub("", short).replace('=""', "")
