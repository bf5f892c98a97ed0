"""Which lists may be the same patient's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pwa.typed.folding import fold

# Shorter ones are in too many names.
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list, by what the desk knows of it.

    Attributes:
        known_as: what the patient wants to be recognised by; may be empty.
        patient_name: what the desk wrote on the invitation; may be empty.
    """

    conversation_id: UUID
    shared_at: datetime
    known_as: str
    patient_name: str
    code_start: str

    @property
    def names(self) -> str:
        """Give both in one."""
        return f"{self.patient_name} {self.known_as}".strip()


def find_alike(
    candidates: Iterable[Candidate], own: Candidate, typed: str, *, most: int
) -> list[Candidate]:
    """Find the lists whose name has a word of another one's, or holds what somebody typed.

    Args:
        own: the list that another one is looked for to.
        typed: empty to go by its names.
        most: how many at most; the newest come first.
    """
    wanted = [fold(typed)] if typed.strip() else re.findall(r"\w+", fold(own.names))
    words = [word for word in wanted if len(word) >= _SHORTEST_WORD]
    found = [item for item in candidates if any(word in fold(item.names) for word in words)]
    return sorted(found, key=lambda item: item.shared_at, reverse=True)[:most]
