"""Roles in a practice, and how long a login lasts."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pwa.text import N_

IDLE_LIFETIME: Final = timedelta(minutes=15)
ABSOLUTE_LIFETIME: Final = timedelta(hours=10)
# Between the password and the second factor: time enough to install an app at the first login.
PENDING_LIFETIME: Final = timedelta(minutes=10)
# Of the second factor, for one password. A code of six digits is guessed once in 333,333 tries.
MAX_WRONG_CODES: Final = 5


class Role(StrEnum):
    """What somebody is in a practice."""

    GP = "gp"
    POH = "poh"
    ASSISTANT = "assistant"
    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"


ROLE_NAMES: Final = {
    # Translators: nl: "huisarts"
    Role.GP: N_("GP"),
    # Translators: nl: "POH"
    Role.POH: N_("practice nurse"),
    # Translators: nl: "assistent"
    Role.ASSISTANT: N_("assistant"),
    # Translators: nl: "sociaal werker"
    Role.SOCIAL_WORKER: N_("social worker"),
    # Translators: nl: "praktijkmanager"
    Role.MANAGER: N_("practice manager"),
}

_CARE_ROLES: Final = frozenset({Role.GP, Role.POH, Role.SOCIAL_WORKER})


def may_read_contents(role: Role) -> bool:
    """Say whether a role holds the care key; everybody holds the desk key."""
    return role in _CARE_ROLES


def is_alive(created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Say whether a login may go on: not too long unused, not too long in all."""
    return now - last_seen_at < IDLE_LIFETIME and now - created_at < ABSOLUTE_LIFETIME
