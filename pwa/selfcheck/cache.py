"""Pages that are the same for every visitor of a practice: made once, kept compressed.

Rendering costs a hundred times more than sending. A kept page is served without a look at the
database for a few seconds; then one look tells whether the practice has changed since.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

import brotli
from flask import Response, current_app, request

from pwa.http import content_security_policy

_INDENTATION = re.compile(r"\n\s+")
CHECKED_AGAIN_AFTER_S = 5.0
BROWSER_KEEPS_S = 300


@dataclass(slots=True)
class KeptPage:
    """A rendered page with its compressed forms.

    Attributes:
        revision: of the practice that it was made from.
        checked_at: when that was last compared, in seconds of the monotonic clock.
    """

    revision: int
    checked_at: float
    etag: str
    bodies: dict[str, bytes]
    policy: str


class PageCache:
    """Keeps pages of practices by any key; one per process."""

    def __init__(self) -> None:
        self._pages: dict[object, KeptPage] = {}
        self._lock = Lock()

    def serve(
        self,
        key: object,
        find_revision: Callable[[], int],
        render: Callable[[], str],
    ) -> Response:
        """Answer with the kept page, made anew when the practice has changed.

        Args:
            find_revision: looks at the database; may abort with 404.
            render: makes the page; only called when there is none, or an old one.
        """
        page = self._pages.get(key)
        if page is None or monotonic() - page.checked_at > CHECKED_AGAIN_AFTER_S:
            revision = find_revision()
            with self._lock:
                page = self._pages.get(key)
                if page is None or page.revision != revision:
                    page = self._pages[key] = _keep(render(), revision)
                page.checked_at = monotonic()
        return _answer(page)


def page_cache() -> PageCache:
    """Give the pages that this application keeps."""
    cache: PageCache = current_app.extensions.setdefault("page_cache", PageCache())
    return cache


def _keep(html: str, revision: int) -> KeptPage:
    # Indentation is for those who read the templates; it is 150 bytes even when compressed.
    plain = _INDENTATION.sub("\n", html).encode()
    return KeptPage(
        revision=revision,
        checked_at=monotonic(),
        etag=hashlib.sha256(plain).hexdigest()[:20],
        bodies={"br": brotli.compress(plain), "gzip": gzip.compress(plain, mtime=0), "": plain},
        # Of the build that the page was made by: its style has this hash.
        policy=content_security_policy(),
    )


def _answer(page: KeptPage) -> Response:
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted), "")
    etag = f'"{page.etag}-{encoding}"'
    headers = {
        "Cache-Control": f"public, max-age={BROWSER_KEEPS_S}",
        "Content-Security-Policy": page.policy,
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if etag in request.headers.get("If-None-Match", ""):
        return Response(status=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(page.bodies[encoding], mimetype="text/html", headers=headers)
