"""Compressed bodies: compressed once, chosen by Accept-Encoding, and sent unless the ETag matches.

A packed body is stored uncompressed and in codings that make it small (brotli, gzip). Each answer
takes the best coding that the browser accepts, names it in the ETag, and is empty (304) when the
browser has that body already.
"""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from wsgiref.types import WSGIEnvironment

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags

Answer = tuple[str, list[tuple[str, str]], bytes]

_PLAIN = "identity"


@dataclass(frozen=True, slots=True)
class Packed:
    """A body in all its codings.

    Attributes:
        bodies: coding to bytes, the smallest first; the last is `identity`, uncompressed.
        etag: of the uncompressed body, without quotes.
    """

    bodies: dict[str, bytes] = field(repr=False)
    etag: str

    def answer(self, environ: WSGIEnvironment) -> Answer:
        """Give status, headers and body for the browser of a request.

        The headers are Vary, ETag, Content-Encoding and Content-Length; the caller adds
        Content-Type and Cache-Control. The body is given for HEAD as well: the server leaves it
        out.
        """
        coding = _best_of(tuple(self.bodies), environ.get("HTTP_ACCEPT_ENCODING"))
        # Two bodies under one ETag would let a cache mix them up.
        etag = self.etag if coding == _PLAIN else f"{self.etag}-{coding}"
        headers = [("Vary", "Accept-Encoding"), ("ETag", f'"{etag}"')]
        if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(etag):
            return "304 NOT MODIFIED", headers, b""
        if coding != _PLAIN:
            headers.append(("Content-Encoding", coding))
        body = self.bodies[coding]
        headers.append(("Content-Length", str(len(body))))
        return "200 OK", headers, body


def pack(body: bytes, codings: Iterable[str] = ("br",), *, quality: int = 11) -> Packed:
    """Make a body ready to be sent.

    Args:
        codings: `br` and `gzip`, the smallest first; none for what is small already, such as a PNG.
        quality: of brotli, 0 to 11; 11 gives the smallest body but is slow.
    """
    bodies = {coding: _compress(body, coding, quality) for coding in codings}
    return Packed({**bodies, _PLAIN: body}, hashlib.sha256(body).hexdigest()[:12])


def send_packed(packed: Packed, mimetype: str) -> Response:
    """Answer the current request, with no-cache: browsers ask each time whether it changed."""
    status, headers, body = packed.answer(request.environ)
    response = Response(body, status, headers, mimetype=mimetype)
    response.cache_control.no_cache = True
    return response


# Cached: browsers send a handful of values, and parsing one takes as long as the rest of an answer.
@lru_cache(maxsize=64)
def _best_of(codings: tuple[str, ...], accepted: str | None) -> str:
    """Find the coding that a browser likes best; among equals, the smallest.

    Source: RFC 9110, section 12.5.3. A browser that refuses everything gets the plain body, which
    the same section allows, and not a 406 that helps nobody.
    """
    qualities = parse_accept_header(accepted, Accept)
    best = max(codings, key=qualities.quality)
    return best if qualities.quality(best) > 0 else _PLAIN


def _compress(body: bytes, coding: str, quality: int) -> bytes:
    if coding == "gzip":
        return gzip.compress(body, mtime=0)
    small: bytes = brotli.compress(body, quality=quality)
    return small
