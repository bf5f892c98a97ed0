"""What opens a conversation for a while, what a patient and a list may know of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

CHECK = "check"
PLAN = "plan"

# For how long the same sending gets its code and link again, because the first answer may be lost.
REPLY_LIFETIME = timedelta(days=1)


# Of the wrap around code and link for that day.
REPLY_WRAP_CONTEXT = "reply"


def care_wrap_context(conversation_id: UUID) -> str:
    """Name the wrap of a conversation's private half for the practice."""
    return f"conversation {conversation_id}"


def knows_whose(first_read_at: datetime | None, keys_generation: int) -> bool:
    """Say whether the practice knows whose a list is: somebody opened it, or gave its patient new keys."""
    return first_read_at is not None or keys_generation > 1


class ListPart(StrEnum):
    """Where the practice finds what was shared: on its day, in the fold of the day, put aside, nowhere."""

    DAY = "day"
    FOLD = "fold"
    ASIDE = "aside"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Status:
    """What the patient may know about what was shared.

    Attributes:
        shared_at: None when there is no check any more.
        read_at: when the practice read the newest version.
    """

    shared_at: datetime | None
    read_at: datetime | None
    is_withdrawn: bool
    has_plan: bool


@dataclass(frozen=True, slots=True)
class PatientPass:
    """Opens one conversation for half an hour.

    Attributes:
        generation: of the patient's keys that it was got by; when they are renewed it ends.
        code: for the receipt page right after sharing, with the link; None when a pass was got
            by the code or the link itself.
    """

    practice_id: int
    conversation_id: UUID
    generation: int
    private_key: bytes = field(repr=False)
    expires_at: datetime
    code: str | None = field(default=None, repr=False)
    link_secret: str | None = field(default=None, repr=False)
