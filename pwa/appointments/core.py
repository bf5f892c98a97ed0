"""A day of the practice: who is expected, and how far each line of the list is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Appointment:
    """The consult that an invitation is for.

    Attributes:
        at: in UTC.
        patient_name: the desk's own words for who comes; the patient never sees them.
        language: in which the patient is addressed.
        with_id: membership of the clinician; None when anybody may see the patient.
    """

    at: datetime
    patient_name: str
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
        needs_keys: code and link of the patient are dead, and there are no new ones yet.
    """

    invitation_id: UUID | None
    appointment: Appointment | None
    entry: ListEntry | None
    is_second: bool
    is_consult_day: bool
    needs_keys: bool = False

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
        """Sort key of the line: the time of the consult, else the time of sharing."""
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
