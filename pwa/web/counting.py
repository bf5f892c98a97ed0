"""Count events in the store of the rate limits, for callers that decide by the count.

The decorators of flask-limiter count a request as a whole and answer 429. Here the caller chooses
what is counted, and what to do when a limit is reached.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from limits import RateLimitItem

from pwa.web.extensions import limiter


def count(items: Sequence[RateLimitItem], *names: str) -> bool:
    """Count one more event.

    Args:
        items: how many there may be, in which spans of time.
        names: what is counted; each name has numbers of its own.

    Returns:
        False when a limit was reached already; then this event is not counted.
    """
    if not is_open(items, *names):
        return False
    counted = [limiter.limiter.hit(item, *names) for item in items]
    return all(counted)


def is_open(items: Sequence[RateLimitItem], *names: str) -> bool:
    """Say whether one more would be counted."""
    return all(limiter.limiter.test(item, *names) for item in items)


def opens_at(items: Sequence[RateLimitItem], *names: str) -> datetime:
    """Say when one more may be counted; a moment in the past when it may be counted now."""
    full = [item for item in items if not is_open((item,), *names)]
    resets = [limiter.limiter.get_window_stats(item, *names).reset_time for item in full]
    return datetime.fromtimestamp(max(resets, default=0.0), UTC)
