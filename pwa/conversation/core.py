"""Values about a conversation: the patient's pass and status, moments, where a list stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pwa.selfcheck.questions import Amount, LifeDomain

# Kinds of documents.
CHECK = "check"
PLAN = "plan"
THEN = "then"  # what "Then and now" compares, on the patient's yes (moments.py)
TICK = "tick"  # what the patient says of one step, or an own step; one document each
MEETING = "meeting"  # a sheet for a meeting of the practice
# What moves when two lists are merged, and what is erased when the plan is.
EVERY_KIND = (CHECK, PLAN, TICK, THEN, MEETING)

# A phone that sends the same answers again within a day gets code and link again: the first answer
# may have been lost on the way.
REPLY_LIFETIME = timedelta(days=1)


# Context (AAD) of the wrap around code and link for that day.
REPLY_WRAP_CONTEXT = "reply"


def care_wrap_context(conversation_id: UUID) -> str:
    """Give the context (AAD) of the wrap of a conversation's private key for the practice."""
    return f"conversation {conversation_id}"


def knows_whose(first_read_at: datetime | None, keys_generation: int) -> bool:
    """Say whether the practice knows whose a list is: confirmed, or its patient got new keys.

    Args:
        first_read_at: as in `Conversation`.
        keys_generation: as in `Conversation`; 1 until the first renewal or merge.
    """
    return first_read_at is not None or keys_generation > 1


class ListPart(StrEnum):
    """Where the practice finds a list: on its day, in the day's fold, put aside, or nowhere."""

    DAY = "day"
    FOLD = "fold"
    ASIDE = "aside"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Status:
    """What the patient may know about the shared answers.

    Attributes:
        shared_at: when the newest check that still exists was shared; None when there is none.
        read_at: when the practice read that check.
    """

    shared_at: datetime | None
    read_at: datetime | None
    is_withdrawn: bool
    has_plan: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """How somebody was at a moment.

    Attributes:
        at: when the answers were shared.
        feeling: a code of FEELINGS; None when it was skipped.
        amounts: topic code to amount, of the shared domains; None when only the face was asked, as
            after the talk.
        not_shared: the domains that the patient kept to herself.
    """

    at: datetime
    feeling: str | None
    amounts: Mapping[str, Amount] | None
    not_shared: tuple[LifeDomain, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientPass:
    """What opens one conversation for half an hour, in the patient's cookie.

    Attributes:
        generation: of the patient's keys that the pass was made with; new keys end the pass.
        private_key: of the conversation.
        code, link_secret: both right after sharing, for the receipt page; later only the one that
            the patient came back with, for an own phone.
    """

    practice_id: int
    conversation_id: UUID
    generation: int
    private_key: bytes = field(repr=False)
    expires_at: datetime
    code: str | None = field(default=None, repr=False)
    link_secret: str | None = field(default=None, repr=False)
