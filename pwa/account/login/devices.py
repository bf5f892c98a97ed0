"""Browsers in which somebody has logged in before.

Guesses are counted per account, or a thousand computers would guess at one password. So that
strangers cannot keep a colleague out by guessing, a browser in which this colleague logged in
before has a counter of its own. Its cookie opens nothing, and holds keyed hashes instead of e-mail
addresses.

Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import partial

from flask import Response, after_this_request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from pwa.vault.base64url import to_text
from pwa.vault.master.master_keys import master_keys
from pwa.web import http

COOKIE = "gesprek_device"
LIFETIME = timedelta(days=90)
# People known in one browser, e.g. at the desk; whoever logged in longest ago is dropped.
_MAX_PEOPLE = 10
_ID_BYTES = 12
_FINGERPRINT_BYTES = 12


def find_device(email: str) -> str | None:
    """Give the random id of this request's browser, if this person logged in there before.

    Args:
        email: as somebody typed it.
    """
    device, people = _read()
    return device if email_fingerprint(email) in people else None


def remember_device(email: str) -> None:
    """Add this person to the browser's cookie, on the response to this request."""
    device, people = _read()
    fingerprint = email_fingerprint(email)
    known = [*(other for other in people if other != fingerprint), fingerprint][-_MAX_PEOPLE:]
    after_this_request(partial(_set, value=_serializer().dumps([device, *known])))


def email_fingerprint(email: str) -> str:
    """Give the keyed hash (HMAC) that stands for an e-mail address in cookie and counters."""
    key = master_keys().derive("known device")
    digest = hmac.new(key, email.strip().casefold().encode(errors="replace"), hashlib.sha256)
    return to_text(digest.digest()[:_FINGERPRINT_BYTES])


def _read() -> tuple[str, list[str]]:
    """Read the browser's id and its people's fingerprints; without a valid cookie, a new id."""
    try:
        device, *people = _serializer().loads(
            http.get_cookie(COOKIE) or "", max_age=int(LIFETIME.total_seconds())
        )
    except BadSignature:
        return secrets.token_urlsafe(_ID_BYTES), []
    return device, people


def _set(response: Response, value: str) -> Response:
    http.set_cookie(response, COOKIE, value, lifetime=LIFETIME)
    return response


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(master_keys().derive("device cookie"))
