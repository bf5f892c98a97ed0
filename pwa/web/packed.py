"""Texts that are the same for everybody and come often: packed once, asked for again and again."""

import hashlib
from dataclasses import dataclass

import brotli
from flask import Response, request


@dataclass(frozen=True, slots=True)
class Packed:
    """A text as it goes over the line, to browsers that can read it small and to the others."""

    plain: bytes
    small: bytes
    etag: str


def pack(text: str, *, quality: int = 11) -> Packed:
    """Make a text ready to be sent.

    Args:
        quality: of brotli, 0 to 11; the last is the smallest, and for what is made once.
    """
    plain = text.encode()
    etag = hashlib.sha256(plain).hexdigest()[:20]
    return Packed(plain, brotli.compress(plain, quality=quality), etag)


def send_packed(packed: Packed, mimetype: str) -> Response:
    """Answer with it; browsers ask each time whether it has changed."""
    is_small = request.accept_encodings.quality("br") > 0
    response = Response(packed.small if is_small else packed.plain, mimetype=mimetype)
    response.set_etag(packed.etag + ("-br" if is_small else ""))
    response.vary.add("Accept-Encoding")
    if is_small:
        response.content_encoding = "br"
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response
