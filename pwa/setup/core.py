"""The rules of setting a practice up."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pwa.staff.core import Role

LINK_LIFETIME: Final = timedelta(days=7)
# How long the cookie lives, from the first page to the last, with time to print in another room.
VISIT_LIFETIME: Final = timedelta(hours=2)
# Roles of the first person: those that may manage the team and the settings.
FIRST_ROLES: Final = (Role.GP, Role.MANAGER)
MAX_EMAIL: Final = 255

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


class LinkState(StrEnum):
    """Whether an operator's link can still be used."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"


def link_state(*, expires_at: datetime, finished_at: datetime | None, now: datetime) -> LinkState:
    """Say whether a link can still be used."""
    if finished_at is not None:
        return LinkState.USED
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


def is_email(text: str) -> bool:
    """Say whether a text has the form of an email address; no mail is sent to find out more."""
    return len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) is not None
