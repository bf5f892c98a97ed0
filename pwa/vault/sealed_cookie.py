"""Cookies whose contents the browser can neither read nor change.

There are two sorts. A sealed cookie holds its contents, encrypted by the server. A cookie with a
secret opens a blob in the database together with the master key, so that neither the database nor
the cookie opens anything alone.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from pwa.vault.base64url import from_text, to_text
from pwa.vault.crypto import CannotOpen, MasterKeys, unwrap_by_secret, wrap_by_secret

_SECRET_BYTES = 32


def seal_cookie(content: Mapping[str, object], context: str, master: MasterKeys) -> str:
    """Write contents for a cookie; only this server can read it.

    Args:
        content: of strings, numbers, booleans and None.
        context: AAD that names the purpose; a cookie for another purpose does not open.
    """
    # Wrapped by the root key, because a rotation of the master key must not make open pages fail.
    return to_text(master.root.wrap(json.dumps(content).encode(), context))


def open_cookie(cookie: str, context: str, master: MasterKeys) -> dict[str, Any] | None:
    """Read what `seal_cookie` wrote; None when it is not ours, for something else, or damaged."""
    try:
        content: dict[str, Any] = json.loads(master.root.unwrap(from_text(cookie), context))
    except CannotOpen:
        return None
    return content


def wrap_with_cookie(message: bytes, context: str, master: MasterKeys) -> tuple[bytes, str]:
    """Wrap a message by a new secret and, around that, by the current master key.

    Args:
        context: AAD that names the row of the blob; copied to another row the blob does not open.

    Returns:
        The blob for the database, and the secret for a cookie.
    """
    secret = secrets.token_bytes(_SECRET_BYTES)
    return master.wrap(wrap_by_secret(secret, message, context), context), to_text(secret)


def unwrap_with_cookie(cookie: str, blob: bytes, context: str, master: MasterKeys) -> bytes:
    """Unwrap what `wrap_with_cookie` made, by the secret that the cookie brought.

    Raises:
        CannotOpen: another secret, another row, another installation, or damaged.
    """
    return unwrap_by_secret(from_text(cookie), master.unwrap(blob, context), context)
