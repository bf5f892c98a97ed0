"""Which lists may be the same patient's."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Shorter ones are in too many names.
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list, by what the desk knows of it."""

    conversation_id: UUID
    shared_at: datetime
    known_as: str
    code_start: str


def find_alike(
    candidates: Iterable[Candidate], known_as: str, typed: str, *, most: int
) -> list[Candidate]:
    """Find the lists whose name has a word of another one's, or holds what somebody typed.

    Args:
        known_as: the name of the list that another one is looked for to.
        typed: empty to go by that name.
        most: how many at most; the newest come first.
    """
    wanted = [typed] if typed.strip() else known_as.split()
    words = [word for word in map(plain, wanted) if len(word) >= _SHORTEST_WORD]
    found = [item for item in candidates if any(word in plain(item.known_as) for word in words)]
    return sorted(found, key=lambda item: item.shared_at, reverse=True)[:most]


def plain(text: str) -> str:
    """Take case and accents away."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
