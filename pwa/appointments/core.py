"""A day of the practice: who is expected, and how far each line of the list is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pwa.locales import PRACTICE_LANGUAGE, way_in_dutch
from pwa.selfcheck.interpreters import name_for_practice


@dataclass(frozen=True, slots=True)
class Appointment:
    """The consult that an invitation is for.

    Attributes:
        at: in UTC.
        patient_name: the desk's own words for who comes; the patient never sees them.
        language: code of the language in which the patient is addressed.
        with_id: membership of the clinician; None when anybody may see the patient.
    """

    at: datetime
    patient_name: str
    language: str
    with_id: int | None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """What the practice's list shows of one conversation; contains no answers.

    Attributes:
        shared_at: when the newest version was shared.
        code_start: the first group of the code; None after withdrawal.
        known_as: the name that the patient wants to be recognised by; may be empty.
        read_at: when the practice first saw the newest version.
        is_changed: the patient shared more than one version.
        is_known: the practice knows whose it is: its patient confirmed it, or got new keys.
        language: code of the language in which the patient last shared; None in notes from before
            the desk saw it.
        interpreter: the interpreter's language that was last asked for, as a code or in own words;
            empty when none was named, None when no interpreter is wanted.
        appointment: of the invitation that it was shared with.
        entered_by: the membership of who typed the newest version in from paper; None when the
            patient sent it.
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
    language: str | None = None
    interpreter: str | None = None
    appointment: Appointment | None = None
    entered_by: int | None = None

    @property
    def interpreter_name(self) -> str | None:
        """Dutch name of the interpreter's language, or own words; empty and None as they are."""
        return name_for_practice(self.interpreter)

    @property
    def foreign_language(self) -> str | None:
        """Dutch name of the language, unless it is Dutch, or the interpreter's, which says it."""
        if self.language is None or self.language in (PRACTICE_LANGUAGE.code, self.interpreter):
            return None
        return way_in_dutch(self.language)


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
        is_second: another list answered the same invitation before.
        is_consult_day: the appointment is on the shown day.
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
        """Id of the line in the page; it stays the same when an invitation is answered."""
        if self.entry is None or (self.invitation_id and not self.is_second):
            return f"i{self.invitation_id}"
        return f"c{self.entry.conversation_id}"

    @property
    def consult_at(self) -> datetime | None:
        """When the consult is, if it is on the shown day; else None."""
        return self.appointment.at if self.appointment and self.is_consult_day else None

    @property
    def at(self) -> datetime:
        """Sort key of the line: the time of the consult, else the time of sharing."""
        if self.consult_at is not None:
            return self.consult_at
        assert self.entry is not None  # an unanswered invitation is shown on its consult's day only
        return self.entry.shared_at

    @property
    def can_be_put_aside(self) -> bool:
        """Say whether it may be put aside: it may belong to none of the practice's patients."""
        if self.entry is None or (self.invitation_id is not None and not self.is_second):
            return False
        return not (self.entry.is_known or self.entry.is_withdrawn or self.entry.has_plan)

    @property
    def state(self) -> LineState:
        """Say how far the line is; an unread newer version counts before an earlier plan."""
        if self.entry is None:
            return LineState.INVITED
        if self.entry.is_withdrawn:
            return LineState.WITHDRAWN
        if self.entry.read_at is None:
            return LineState.SHARED
        return LineState.PLANNED if self.entry.has_plan else LineState.READ
