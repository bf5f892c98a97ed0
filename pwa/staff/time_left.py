"""How long a page of the practice may show what it shows."""

from dataclasses import dataclass
from datetime import datetime

from pwa.vault.practice.sessions import ABSOLUTE_LIFETIME, IDLE_LIFETIME, SEEN_STEP


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """For how many seconds a page may count on its session."""

    idle: int
    whole: int


def time_left(logged_in_at: datetime, now: datetime) -> TimeLeft:
    """Say how long a session lasts without anything being asked, and at the most."""
    # Use is noted once a minute, so that the page must count on a minute less.
    idle = IDLE_LIFETIME - SEEN_STEP
    return TimeLeft(
        int(idle.total_seconds()),
        int((ABSOLUTE_LIFETIME - (now - logged_in_at)).total_seconds()),
    )
