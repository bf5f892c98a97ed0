"""Bytes as text that stands in an address, a cookie or a form without being changed on its way.

Source: RFC 4648, section 5 (base64url), without `=` at the end.
"""

import base64
import binascii

from pwa.vault.crypto import CannotOpen


def to_text(blob: bytes) -> str:
    """Write bytes as text: 4 characters for 3 bytes."""
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Read what `to_text` wrote; `=` at its end, which cookies of before had, may stand there or not.

    Raises:
        CannotOpen: it is no such text. What comes from outside and cannot be read opens nothing, as
            what was made with another key.
    """
    try:
        blob = text.encode("ascii").rstrip(b"=")
        return base64.b64decode(blob + b"=" * (-len(blob) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise CannotOpen from None
