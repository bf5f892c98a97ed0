"""The settings that say how many new lists are usual; docs/operations.md says why these numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from limits import RateLimitItem, parse_many

# Each setting and its default, in the order of the fields of `Budgets`.
USUAL = {
    "GESPREK_LISTS_PER_NETWORK": "40 per hour; 120 per day",
    "GESPREK_LISTS_PER_NEIGHBOURS": "60 per hour; 180 per day",
    "GESPREK_LISTS_PER_PRACTICE": "90 per hour; 300 per day",
    "GESPREK_LISTS_WAITING_ROOM": "60 per hour",
    "GESPREK_LISTS_AT_MOST": "20000 per day",
}


@dataclass(frozen=True, slots=True)
class Budgets:
    """How many new lists are usual for one practice, per one or more spans of time.

    Attributes:
        per_network: lists without an invitation from one IPv4 address or IPv6 /64.
        per_neighbours: lists without an invitation from one IPv4 /24 or IPv6 /48.
        per_practice: lists without an invitation from anywhere.
        waiting_room: lists with the waiting-room code of the practice.
        at_most: lists without an invitation beyond this are refused, or they would fill the disk.
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
