"""What a receiver's browser holds after link and digits: a sealed cookie, for half an hour."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from pwa.vault.crypto import MasterKeys
from pwa.vault.sealed_cookie import open_cookie, seal_cookie

PASS_LIFETIME: Final = timedelta(minutes=30)
_CONTEXT: Final = "receiver pass"


@dataclass(frozen=True, slots=True)
class ReceiverPass:
    """What opens one letter and takes the answer to it.

    Attributes:
        generation: of the handover when the pass was made; a new letter or its end ends the pass.
        private_key: of the handover, which opens the letter and the answers and nothing else.
    """

    practice_id: int
    handover_id: UUID
    generation: int
    private_key: bytes = field(repr=False)
    expires_at: datetime


def seal_pass(receiver_pass: ReceiverPass, master: MasterKeys) -> str:
    """Seal a pass for a cookie; only this server can open it."""
    content = {
        "practice": receiver_pass.practice_id,
        "handover": receiver_pass.handover_id.hex,
        "generation": receiver_pass.generation,
        "key": receiver_pass.private_key.hex(),
        "until": int(receiver_pass.expires_at.timestamp()),
    }
    return seal_cookie(content, _CONTEXT, master)


def open_pass(cookie: str, master: MasterKeys, *, now: datetime) -> ReceiverPass | None:
    """Open the cookie of a pass; None when this server did not make it or its time is over."""
    content = open_cookie(cookie, _CONTEXT, master)
    if content is None:
        return None
    expires_at = datetime.fromtimestamp(content["until"], UTC)
    if expires_at <= now:
        return None
    return ReceiverPass(
        content["practice"],
        UUID(content["handover"]),
        content["generation"],
        bytes.fromhex(content["key"]),
        expires_at,
    )
