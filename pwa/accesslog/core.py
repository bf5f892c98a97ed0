"""What somebody looks for in the access log, and what an action does in the words of FHIR."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

PAGE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must be to be shown; None means that it does not matter.

    Attributes:
        first: day, here.
        last: day, here, included.
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
        """Write them as the arguments of an address; those that do not matter are left out."""
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
