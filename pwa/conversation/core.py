"""What a phone gets for an answer, what a patient and a list may know of a conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

CHECK = "check"
PLAN = "plan"

# For how long the same sending gets its code and link again, because the first answer may be lost.
REPLY_LIFETIME = timedelta(days=1)
PASS_LIFETIME = timedelta(minutes=30)


# Of the wrap around code and link for that day.
REPLY_LABEL = "reply"


def care_label(conversation_id: UUID) -> str:
    """Name the wrap of a conversation's private half for the practice."""
    return f"conversation {conversation_id}"


class Choice(StrEnum):
    """What is kept where two versions that were made at the same time differ."""

    MINE = "mine"
    SAVED = "saved"
    BOTH = "both"


class Conflict(Exception):
    """Somebody else saved a version since this one was opened.

    Attributes:
        number: of the newest version.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"version {number} was saved in between")
        self.number = number


@dataclass(frozen=True, slots=True)
class Appointment:
    """The consult that an invitation is for.

    Attributes:
        at: in UTC.
        label: the desk's own words for who comes; the patient never sees them.
        language: in which the patient is addressed.
        with_id: membership of the clinician; None when anybody may see the patient.
    """

    at: datetime
    label: str
    language: str
    with_id: int | None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A line in the practice's list: when, by which code and name, and no answers.

    Attributes:
        appointment: of the invitation that it was shared with.
        code_start: the first group of the code; None after withdrawal.
        known_as: how the patient wants to be recognised; may be empty.
        is_changed: the patient shared a newer version.
        needs_keys: code and link of the patient are dead, and there are no new ones yet.
        is_known: the practice knows whose it is: somebody opened it, or gave its patient new keys.
    """

    conversation_id: UUID
    shared_at: datetime
    code_start: str | None
    known_as: str
    wants_to_talk_alone: bool
    read_at: datetime | None
    is_changed: bool
    is_withdrawn: bool
    has_plan: bool
    is_known: bool
    appointment: Appointment | None = None
    needs_keys: bool = False


def knows_whose(first_read_at: datetime | None, keys_generation: int) -> bool:
    """Say whether the practice knows whose a list is: somebody opened it, or gave its patient new keys."""
    return first_read_at is not None or keys_generation > 1


class ListPart(StrEnum):
    """Where the practice finds what was shared: on its day, in the fold of the day, put aside, nowhere."""

    DAY = "day"
    FOLD = "fold"
    ASIDE = "aside"
    NONE = "none"


class LineState(StrEnum):
    """How far a line of the list is."""

    INVITED = "invited"
    SHARED = "shared"
    READ = "read"
    PLANNED = "planned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a day: an invitation, what was shared, or both.

    Attributes:
        entry: None while nothing was shared.
        is_second: somebody else shared with the same invitation before.
        is_consult_day: the day of the list is that of the appointment.
    """

    invitation_id: UUID | None
    appointment: Appointment | None
    entry: ListEntry | None
    is_second: bool
    is_consult_day: bool

    @property
    def key(self) -> str:
        """Name the line; it stays the same when an invitation is answered."""
        if self.entry is None or (self.invitation_id and not self.is_second):
            return f"i{self.invitation_id}"
        return f"c{self.entry.conversation_id}"

    @property
    def consult_at(self) -> datetime | None:
        """When the consult is, if it is on this day."""
        return self.appointment.at if self.appointment and self.is_consult_day else None

    @property
    def at(self) -> datetime:
        """By what the line stands in its place."""
        if self.consult_at is not None:
            return self.consult_at
        assert self.entry is not None  # an invitation without an answer stands on its own day only
        return self.entry.shared_at

    @property
    def can_be_put_aside(self) -> bool:
        """Say whether it may be of nobody whom the practice knows."""
        if self.entry is None or (self.invitation_id is not None and not self.is_second):
            return False
        return not (self.entry.is_known or self.entry.is_withdrawn or self.entry.has_plan)

    @property
    def state(self) -> LineState:
        """Say how far it is; what nobody has read comes before what was agreed earlier."""
        if self.entry is None:
            return LineState.INVITED
        if self.entry.is_withdrawn:
            return LineState.WITHDRAWN
        if self.entry.read_at is None:
            return LineState.SHARED
        return LineState.PLANNED if self.entry.has_plan else LineState.READ


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
