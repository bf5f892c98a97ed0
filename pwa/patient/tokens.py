"""What a patient's browser gets: the pass in a cookie, the token for a change, and receipt ids.

All are sealed or signed with the server's key and not stored on the server, so a stolen database
has none of them. Pass and token name the generation of the patient's keys, which
`conversation.service.find_for_patient` compares with the present one.
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
_REPLY_CONTENT = struct.Struct(">16sII")  # conversation id, generation of its keys, end (Unix time)


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
    """Make a pass that is valid for half an hour from now."""
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
    """Seal a pass for a cookie; only this server can open it."""
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
    """Open the sealed cookie of a pass; None when this server did not make it or it has expired."""
    content = open_cookie(cookie, _COOKIE, master)
    if content is None:
        return None
    expires_at = datetime.fromtimestamp(content["until"], UTC)
    # A pass made by an older version of this application has no generation: ask for the code again.
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
    """Content of a token for a change: allows adding a version to a conversation, opens nothing.

    Attributes:
        generation: of the patient's keys when the token was made; new keys end the token.
    """

    conversation_id: UUID
    generation: int


def write_reply_token(
    reply_to: ReplyTo, practice_id: int, master: MasterKeys, *, now: datetime
) -> str:
    """Make the token for a change, by which a changed check finds its conversation.

    The token begins with the conversation's id: the phone names the draft by its first 21
    characters.
    """
    until = int((now + REPLY_TOKEN_LIFETIME).timestamp())
    content = _REPLY_CONTENT.pack(reply_to.conversation_id.bytes, reply_to.generation, until)
    return to_text(content + _mac_of_reply(content, practice_id, master))


def read_reply_token(
    token: str, practice_id: int, master: MasterKeys, *, now: datetime
) -> ReplyTo | None:
    """Read a token for a change.

    Returns:
        None when its MAC is wrong, it belongs to another practice, an older version of this
        application made it, or its time is over.
    """
    try:
        blob = from_text(token)
    except CannotOpen:
        return None
    content, mac = blob[:-_MAC_BYTES], blob[-_MAC_BYTES:]
    if len(content) != _REPLY_CONTENT.size:  # tokens of an older version have no generation
        return None
    if not compare_digest(mac, _mac_of_reply(content, practice_id, master)):
        return None
    conversation, generation, until = _REPLY_CONTENT.unpack(content)
    is_over = until <= now.timestamp()
    return None if is_over else ReplyTo(UUID(bytes=conversation), generation)


def _mac_of_reply(content: bytes, practice_id: int, master: MasterKeys) -> bytes:
    # The MAC covers the practice's id: so the token, which does not contain it, works at no other.
    return master.mac(_REPLY_TO, content + str(practice_id).encode())[:_MAC_BYTES]


def write_receipt_id(submission_id: UUID, master: MasterKeys) -> str:
    """Make the id of a receipt: the sending's id and a MAC, which only this server can make."""
    mac = master.mac(_RECEIPT, submission_id.bytes)[:_MAC_BYTES]
    return to_text(submission_id.bytes + mac)


def prove_receipt(receipt_id: str, received_at: str, uid: UUID) -> str:
    """Make the proof of a receipt: an HMAC under a key derived from the UUID of the sending.

    The phone computes it too and compares. The login page of a hotel's network, a cached answer or
    the receipt of another sending cannot contain the right one.

    Args:
        received_at: in ISO format, as in the receipt.
    """
    content = f"{receipt_id}\n{received_at}".encode()
    return to_text(digest(derive(uid.bytes, _PROOF), content, hashlib.sha256))
