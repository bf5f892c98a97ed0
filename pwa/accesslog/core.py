"""The filters of the access log, and FHIR's codes for what an action does."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

PAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """The conditions for entries to be shown; None means no condition.

    Attributes:
        first: first day, in Dutch time.
        last: last day, in Dutch time, included.
        group: value of `actions.Group`.
        outcome: value of `audit.Outcome`.
    """

    first: date | None = None
    last: date | None = None
    membership_id: int | None = None
    group: str | None = None
    outcome: str | None = None
    conversation_id: UUID | None = None

    def as_query(self) -> dict[str, str]:
        """Write the filters as query arguments of an address, without those that are None."""
        named = {
            "first": self.first,
            "last": self.last,
            "member": self.membership_id,
            "group": self.group,
            "outcome": self.outcome,
            "conversation": self.conversation_id,
        }
        return {name: str(value) for name, value in named.items() if value is not None}


class FhirAction(StrEnum):
    """What an action does with its object.

    Source: FHIR R4, AuditEvent.action.
    """

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"
