"""Bytes as base64url text, which needs no escaping in an address, a cookie or a form.

Source: RFC 4648, section 5 (base64url), without `=` at the end.
"""

import base64
import binascii

from pwa.vault.crypto import CannotOpen


def to_text(blob: bytes) -> str:
    """Write bytes as text: 4 characters for 3 bytes."""
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Read what `to_text` wrote; padding with `=` at the end, as in older cookies, is accepted too.

    Raises:
        CannotOpen: no base64url text. Cookies and link secrets come from outside, and one that
            cannot be read is refused like one with a wrong key.
    """
    try:
        blob = text.encode("ascii").rstrip(b"=")
        return base64.b64decode(blob + b"=" * (-len(blob) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise CannotOpen from None
