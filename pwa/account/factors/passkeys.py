"""Passkeys as the second factor: make them, and check their signatures.

The challenge that an authenticator signs lies in the row of the session and is good for one try. A
session begins with the password, so a passkey never works alone, and the authenticator need not
store a user name (no discoverable credential).

Source: Web Authentication Level 3, 7.1 and 7.2, which the `webauthn` library checks.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select
from webauthn.helpers import bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from pwa.staff.models import Account, Passkey
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import Work
from pwa.web import http

MAX_NAME_CHARACTERS = 60
_NAME = "Mijn Gesprek"
_CHALLENGE_BYTES = 32
_HANDLE_BYTES = 32
# Answers are shorter: long attestations (proofs of the authenticator's make) are not asked for.
_MAX_ANSWER_CHARACTERS = 20_000
_UNREADABLE = (
    WebAuthnException, ValueError, KeyError, TypeError, AttributeError, RecursionError
)  # fmt: skip


class PasskeyRefused(Exception):
    """The answer of an authenticator was checked and is refused."""


def ask_for_new(account: Account, row: StaffSession) -> str:
    """Ask the browser to make a passkey; an authenticator with one of this account is excluded.

    Returns:
        The options for `navigator.credentials.create`, as JSON.
    """
    if account.passkey_handle is None:
        account.passkey_handle = secrets.token_bytes(_HANDLE_BYTES)
    options = webauthn.generate_registration_options(
        rp_id=_site_id(),
        rp_name=_NAME,
        user_id=account.passkey_handle,
        user_name=account.email,
        user_display_name=account.name,
        challenge=_new_challenge(row),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(account.passkeys),
    )
    return options_to_json(options)


def add_passkey(work: Work, account: Account, row: StaffSession, answer: str, name: str) -> Passkey:
    """Store the passkey that the browser made.

    Args:
        answer: the credential as JSON, straight from the browser; nothing in it is trusted.

    Raises:
        PasskeyRefused: no right answer to this session's challenge, or a passkey that is stored.
    """
    challenge = _take_challenge(row)
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=_site_id(),
            expected_origin=_origin(),
        )
    except _UNREADABLE:
        raise PasskeyRefused from None
    if (
        work.db.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id))
        is not None
    ):
        raise PasskeyRefused
    passkey = Passkey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(answer),
        name=name,
        created_at=work.now,
    )
    account.passkeys.append(passkey)
    return passkey


def ask_for_known(account: Account, row: StaffSession) -> str:
    """Ask the browser for a signature by one of the passkeys of an account.

    Returns:
        The options for `navigator.credentials.get`, as JSON.
    """
    options = webauthn.generate_authentication_options(
        rp_id=_site_id(),
        challenge=_new_challenge(row),
        allow_credentials=_known(account.passkeys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def check_passkey(account: Account, row: StaffSession, answer: str, now: datetime) -> Passkey:
    """Check a signature, and note that the passkey was used.

    Args:
        answer: the credential as JSON, straight from the browser; nothing in it is trusted.

    Raises:
        PasskeyRefused: the passkey is removed or of another account, or this is no right answer to
            this session's challenge.
    """
    challenge = _take_challenge(row)
    try:
        credential = _read(answer)
        passkey = _find(account.passkeys, credential["id"])
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_site_id(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except _UNREADABLE:
        raise PasskeyRefused from None
    passkey.sign_count, passkey.used_at = used.new_sign_count, now
    return passkey


def _new_challenge(row: StaffSession) -> bytes:
    row.challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    return row.challenge


def _take_challenge(row: StaffSession) -> bytes:
    """Give the session's challenge and delete it: it is good for one answer, right or wrong.

    Raises:
        PasskeyRefused: the session has no challenge.
    """
    challenge, row.challenge = row.challenge, None
    if challenge is None:
        raise PasskeyRefused
    return challenge


def _origin() -> str:
    parts = urlsplit(http.base_url())
    return f"{parts.scheme}://{parts.netloc}"


def _site_id() -> str:
    return urlsplit(http.base_url()).hostname or ""


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _MAX_ANSWER_CHARACTERS:
        raise ValueError("too long")
    credential = json.loads(answer)
    if not isinstance(credential, dict):
        raise TypeError("not an object")
    return credential


def _find(passkeys: Sequence[Passkey], credential_id: object) -> Passkey:
    for passkey in passkeys:
        if bytes_to_base64url(passkey.credential_id) == credential_id:
            return passkey
    raise PasskeyRefused


def _transports(answer: str) -> list[str]:
    named = _read(answer).get("response", {}).get("transports")
    known = {transport.value for transport in AuthenticatorTransport}
    return [name for name in known if isinstance(named, list) and name in named]


def _known(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id,
            transports=[AuthenticatorTransport(name) for name in passkey.transports],
        )
        for passkey in passkeys
    ]
