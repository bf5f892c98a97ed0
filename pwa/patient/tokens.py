"""What a patient's browser holds for a while: a pass in a cookie, a token that a repeat belongs here.

Both are made by the server's key and stored nowhere, so there is nothing to steal at rest. Both say of
which generation of the patient's keys they are, and `find_for_patient` of the conversations asks for it.
"""

import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest, digest
from uuid import UUID

from pwa.conversation.core import PatientPass
from pwa.vault.base64url import from_text, to_text
from pwa.vault.crypto import CannotOpen, MasterKeys, derive
from pwa.vault.sealed_cookie import open_cookie, seal_cookie

PASS_LIFETIME = timedelta(minutes=30)

REPLY_TOKEN_LIFETIME = timedelta(days=30)

_COOKIE = "patient pass"
_REPLY_TO = "reply to"
_RECEIPT = "receipt"
_PROOF = "receipt proof"
_MAC_BYTES = 16
_REPLY_CONTENT = struct.Struct(">16sII")  # conversation, generation of its keys, until when


def new_pass(
    practice_id: int,
    conversation_id: UUID,
    private_key: bytes,
    *,
    generation: int,
    now: datetime,
    code: str | None = None,
    link_secret: str | None = None,
) -> PatientPass:
    """Make a pass that is good from now for half an hour."""
    return PatientPass(
        practice_id,
        conversation_id,
        generation,
        private_key,
        now + PASS_LIFETIME,
        code,
        link_secret,
    )


def seal_pass(patient_pass: PatientPass, master: MasterKeys) -> str:
    """Write a pass for a cookie; only this server can read it."""
    content = {
        "practice": patient_pass.practice_id,
        "conversation": patient_pass.conversation_id.hex,
        "generation": patient_pass.generation,
        "key": patient_pass.private_key.hex(),
        "until": int(patient_pass.expires_at.timestamp()),
        "code": patient_pass.code,
        "link": patient_pass.link_secret,
    }
    return seal_cookie(content, _COOKIE, master)


def open_pass(cookie: str, master: MasterKeys, *, now: datetime) -> PatientPass | None:
    """Read a pass; None when it is not ours or its time is over."""
    content = open_cookie(cookie, _COOKIE, master)
    if content is None:
        return None
    expires_at = datetime.fromtimestamp(content["until"], UTC)
    # A pass of the version before has no generation; it would last half an hour at most.
    if expires_at <= now or "generation" not in content:
        return None
    return PatientPass(
        content["practice"],
        UUID(content["conversation"]),
        content["generation"],
        bytes.fromhex(content["key"]),
        expires_at,
        content["code"],
        content["link"],
    )


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Lets somebody add a version to a conversation, which needs its public key only; it opens nothing.

    Attributes:
        generation: of the patient's keys when it was made; with new keys it ends.
    """

    conversation_id: UUID
    generation: int


def write_reply_token(
    reply_to: ReplyTo, practice_id: int, master: MasterKeys, *, now: datetime
) -> str:
    """Make the token by which a changed or repeated check finds its conversation.

    It begins with the conversation: the phone names a draft after its first 21 characters.
    """
    until = int((now + REPLY_TOKEN_LIFETIME).timestamp())
    content = _REPLY_CONTENT.pack(reply_to.conversation_id.bytes, reply_to.generation, until)
    return to_text(content + _mac_of_reply(content, practice_id, master))


def read_reply_token(
    token: str, practice_id: int, master: MasterKeys, *, now: datetime
) -> ReplyTo | None:
    """Read such a token.

    Returns:
        None when it is not ours, of another practice, of a version before this one, or its time is over.
    """
    try:
        blob = from_text(token)
    except CannotOpen:
        return None
    content, mac = blob[:-_MAC_BYTES], blob[-_MAC_BYTES:]
    if len(content) != _REPLY_CONTENT.size:  # that of the version before names no generation
        return None
    if not compare_digest(mac, _mac_of_reply(content, practice_id, master)):
        return None
    conversation, generation, until = _REPLY_CONTENT.unpack(content)
    is_over = until <= now.timestamp()
    return None if is_over else ReplyTo(UUID(bytes=conversation), generation)


def _mac_of_reply(content: bytes, practice_id: int, master: MasterKeys) -> bytes:
    # With the practice, so that the token works at no other one, and does not have to name it.
    return master.mac(_REPLY_TO, content + str(practice_id).encode())[:_MAC_BYTES]


def write_receipt_id(submission_id: UUID, master: MasterKeys) -> str:
    """Name a sending in a way that nobody else can: its id and a MAC."""
    mac = master.mac(_RECEIPT, submission_id.bytes)[:_MAC_BYTES]
    return to_text(submission_id.bytes + mac)


def prove_receipt(receipt_id: str, received_at: str, uid: UUID) -> str:
    """Write what the phone can check: only who was sent this UUID can make it.

    The page of a hotel's network, an answer out of some cache and the receipt of another sending
    hold none that fits, whatever else they hold.
    """
    content = f"{receipt_id}\n{received_at}".encode()
    return to_text(digest(derive(uid.bytes, _PROOF), content, hashlib.sha256))
