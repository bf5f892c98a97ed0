"""The rules of setting a practice up."""

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from pwa.staff.core import Role

LINK_LIFETIME: Final = timedelta(days=7)
# From the first page to the last; the printer may be in another room.
VISIT_LIFETIME: Final = timedelta(hours=2)
# Who can run the team and the settings, and so begin.
FIRST_ROLES: Final = (Role.GP, Role.MANAGER)
MAX_EMAIL: Final = 255

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


class LinkState(StrEnum):
    """What an operator's link still does."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"


def link_state(*, expires_at: datetime, finished_at: datetime | None, now: datetime) -> LinkState:
    """Say what a link still does."""
    if finished_at is not None:
        return LinkState.USED
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


def is_email(text: str) -> bool:
    """Say whether somebody could get mail there; nothing is sent to find out."""
    return len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) is not None
