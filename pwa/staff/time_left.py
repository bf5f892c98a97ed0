"""How long the session of an open page of the practice lasts, for its countdown."""

from dataclasses import dataclass
from datetime import datetime

from pwa.vault.practice.sessions import ABSOLUTE_LIFETIME, IDLE_LIFETIME, SEEN_STEP


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Seconds until the session ends: `idle` without any request, `whole` at the latest."""

    idle: int
    whole: int


def time_left(logged_in_at: datetime, now: datetime) -> TimeLeft:
    """Compute how long a session lasts without a request, and at the longest."""
    # Use is noted at most once a minute, so the session may end up to a minute earlier.
    idle = IDLE_LIFETIME - SEEN_STEP
    return TimeLeft(
        int(idle.total_seconds()),
        int((ABSOLUTE_LIFETIME - (now - logged_in_at)).total_seconds()),
    )
