"""A sending, read and checked: the value that is handed on from the form to the receipt."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hmac import digest
from typing import Self
from uuid import UUID

from pwa.patient.tokens import ReplyTo
from pwa.selfcheck.answers import Answers
from pwa.vault.crypto import derive


@dataclass(frozen=True, slots=True)
class UidKeys:
    """Digest and key derived from the UUID of a sending; the UUID itself is stored nowhere.

    Attributes:
        digest: finds the stored sending when the same one comes again.
        reply: key that opens `Submission.reply`, the patient's code and link.
    """

    digest: bytes
    reply: bytes

    @classmethod
    def of(cls, uid: UUID) -> Self:
        """Derive both from the UUID of a sending."""
        return cls(derive(uid.bytes, "submission"), derive(uid.bytes, "submission reply"))


@dataclass(frozen=True, slots=True)
class Sending:
    """A new check, or a change of one, sent to a practice.

    Attributes:
        uid: the UUID that the phone gave this sending; a repeat has the same one.
        body_mac: MAC of the sent fields; a repeat with other contents has another one.
        invitation: the token from the link of an invitation, unchecked; empty without one.
        codes: the entry codes: a typed one as `parse_code` returns it, and the waiting-room code
            from the link of a tablet, unchecked.
        is_change: a token for a change was sent, so it belongs to a list that was shared before.
        reply_to: the content of that token; None for a new list, and for an unreadable token.
    """

    practice_id: int
    uid: UUID = field(repr=False)
    uid_keys: UidKeys = field(repr=False)
    body_mac: bytes
    answers: Answers
    invitation: str
    codes: tuple[str, ...]
    is_change: bool
    reply_to: ReplyTo | None


def mac_body(uid: UUID, fields: Mapping[str, Sequence[str]]) -> bytes:
    """Compute a MAC of the sent fields, under a key derived from the UUID of the sending.

    Args:
        fields: everything that was sent, field name to values.
    """
    body = json.dumps(sorted((name, list(values)) for name, values in fields.items()))
    body_hash = hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()
    return digest(derive(uid.bytes, "submission body"), body_hash, hashlib.sha256)
