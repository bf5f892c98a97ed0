"""The settings that say how many new lists are usual; docs/operations.md says why these numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from limits import RateLimitItem, parse_many

# A setting to what it is without one, in the order of `Budgets`.
USUAL = {
    "GESPREK_LISTS_PER_NETWORK": "40 per hour; 120 per day",
    "GESPREK_LISTS_PER_NEIGHBOURS": "60 per hour; 180 per day",
    "GESPREK_LISTS_PER_PRACTICE": "90 per hour; 300 per day",
    "GESPREK_LISTS_WAITING_ROOM": "60 per hour",
    "GESPREK_LISTS_AT_MOST": "20000 per day",
}


@dataclass(frozen=True, slots=True)
class Budgets:
    """How many new lists are usual for one practice; each has one or more spans of time.

    Attributes:
        per_network: without an invitation, of one IPv4 address or IPv6 /64.
        per_neighbours: the same of an IPv4 /24 or IPv6 /48.
        per_practice: the same of everywhere.
        waiting_room: with the waiting-room code of the practice.
        at_most: beyond it lists without an invitation are refused, because they fill the disk.
    """

    per_network: tuple[RateLimitItem, ...]
    per_neighbours: tuple[RateLimitItem, ...]
    per_practice: tuple[RateLimitItem, ...]
    waiting_room: tuple[RateLimitItem, ...]
    at_most: tuple[RateLimitItem, ...]


def read_budgets(environ: Mapping[str, str]) -> Budgets:
    """Read the settings.

    Raises:
        ValueError: one of them cannot be read; the message says which, and how they are written.
    """
    return Budgets(*(_read(name, environ.get(name, usual)) for name, usual in USUAL.items()))


def _read(name: str, value: str) -> tuple[RateLimitItem, ...]:
    try:
        return tuple(parse_many(value))
    except ValueError:
        raise ValueError(
            f"{name} is {value!r}; it must be like '60 per hour' or '60 per hour; 300 per day'."
        ) from None
