"""A tick on its way: the value that is handed on from the form to the receipt."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hmac import digest
from uuid import UUID

from pwa.conversation.documents import SentMark
from pwa.patient.tokens import ReplyTo
from pwa.progress.core import Said
from pwa.sharing.sending import mac_body
from pwa.vault.crypto import derive

_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class TickSending:
    """Something that a patient said of a plan, sent to a practice.

    Attributes:
        uid: the UUID that the phone gave it; a repeat has the same one.
        mark: the id of its document, and a MAC of the sent fields.
        reply_to: the content of the token; None for one that cannot be read.
    """

    practice_id: int
    uid: UUID = field(repr=False)
    mark: SentMark
    said: Said
    reply_to: ReplyTo | None


def mark_of(uid: UUID, practice_id: int, fields: Mapping[str, Sequence[str]]) -> SentMark:
    """Compute by what a sending is recognised; its UUID itself is stored nowhere.

    Args:
        fields: everything that was sent, field name to values. The token is not part of the MAC:
            after a new code the phone sends the same tick with a new one.
    """
    key = derive(uid.bytes, "tick")
    named = digest(key, str(practice_id).encode(), hashlib.sha256)
    content = {name: values for name, values in fields.items() if name != "reply_to"}
    return SentMark(UUID(bytes=named[:_ID_BYTES]), mac_body(uid, content))
