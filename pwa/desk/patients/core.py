"""Find lists that may be of the same patient, by names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pwa.typed.folding import fold

# In letters: shorter words are part of too many names.
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list that may be the same patient's, with the parts that the desk key opens.

    Attributes:
        known_as: the name that the patient wants to be recognised by; may be empty.
        patient_name: the desk's words for the patient on the invitation; may be empty.
        code_start: the first group of the code; may be empty.
    """

    conversation_id: UUID
    shared_at: datetime
    known_as: str
    patient_name: str
    code_start: str

    @property
    def names(self) -> str:
        """Both names in one text."""
        return f"{self.patient_name} {self.known_as}".strip()


def find_alike(
    candidates: Iterable[Candidate], own: Candidate, typed: str, *, most: int
) -> list[Candidate]:
    """Find the lists whose names contain a word of another list's names, or the typed text.

    Args:
        own: the list for which another list of the same patient is wanted.
        typed: a part of a name; blank to search with the words of `own.names`.
        most: how many to return at most.

    Returns:
        The lists found, the newest first.
    """
    wanted = [fold(typed)] if typed.strip() else re.findall(r"\w+", fold(own.names))
    words = [word for word in wanted if len(word) >= _SHORTEST_WORD]
    found = [item for item in candidates if any(word in fold(item.names) for word in words)]
    return sorted(found, key=lambda item: item.shared_at, reverse=True)[:most]
