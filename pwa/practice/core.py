"""Roles in a practice, and the rules of logging in."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

# Of the second factor, for one password. A code of six digits is guessed once in 333,333 tries.
MAX_WRONG_CODES: Final = 5
MIN_PASSWORD_CHARACTERS: Final = 12
# The hashing takes 4,096, and one character may become 18 in the normal form.
MAX_PASSWORD_CHARACTERS: Final = 200
# So long after the login new recovery codes may be made; later the person has to show who it is again.
FRESH_LOGIN: Final = timedelta(minutes=15)


class Role(StrEnum):
    """What somebody is in a practice."""

    GP = "gp"
    POH = "poh"
    ASSISTANT = "assistant"
    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"


_CARE_ROLES: Final = frozenset({Role.GP, Role.POH, Role.SOCIAL_WORKER})


def may_read_contents(role: Role) -> bool:
    """Say whether a role holds the care key; everybody holds the desk key."""
    return role in _CARE_ROLES
