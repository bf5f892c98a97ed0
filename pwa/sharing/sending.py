"""What a phone sent, read and checked: the one value that a share goes by, from the form to the receipt."""

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
    """What is derived from the phone's UUID, which itself is stored nowhere.

    Attributes:
        digest: finds the same sending when it comes again.
        reply: opens what the answer to it said: the patient's code and link.
    """

    digest: bytes
    reply: bytes

    @classmethod
    def of(cls, uid: UUID) -> Self:
        """Derive them."""
        return cls(derive(uid.bytes, "submission"), derive(uid.bytes, "submission reply"))


@dataclass(frozen=True, slots=True)
class Sending:
    """A check, or a change of one, that is to go to a practice.

    Attributes:
        uid: the phone's own id of this sending; the same one again is the same sending.
        body_mac: tells the same id with the same contents from one with others.
        invitation: the token out of the link of an invitation, as it was sent; empty without one.
        codes: the entry codes that came along: a typed one as `parse_code` gives it, and what stood
            in the link of the waiting room, as it was sent.
        is_change: it is to go to a list that was shared before.
        reply_to: that list; None for a new one, and when the token for the change cannot be read.
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
    """Compute what tells the same contents, under the same id, from others.

    Args:
        fields: everything that was sent, field name to values.
    """
    body = json.dumps(sorted((name, list(values)) for name, values in fields.items()))
    body_hash = hashlib.sha256(body.encode("utf-8", "surrogatepass")).digest()
    return digest(derive(uid.bytes, "submission body"), body_hash, hashlib.sha256)
