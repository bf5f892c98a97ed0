"""Count new lists: those beyond the usual number are folded, those that endanger the disk refused.

Lists are counted by practice and by the network of the sender. A network is stored only in the
store of the rate limits, for a day at most, and never beside a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app, request
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, parse_many

from pwa.audit import network_of
from pwa.list_budgets import Budgets
from pwa.sharing.core import TooMany
from pwa.text import N_
from pwa.web import watch
from pwa.web.counting import count, is_open, opens_at
from pwa.web.extensions import client_network

# Changes of one list: only a program changes answers more often than this.
CHANGES = (RateLimitItemPerDay(20),)
# Ticks of one list: a patient with some steps says a few things of each in a day.
TICKS = (RateLimitItemPerDay(60),)
# Repeats of one sending: a phone that gets no answer sends it again some thirty times in an hour.
REPEATS = (RateLimitItemPerHour(120),)
# Sendings from one network to addresses that no practice has.
UNKNOWN_PRACTICES = tuple(parse_many("60 per 10 minutes"))
# Wrong codes from one network at one practice. Right codes never count, and still work above it.
WRONG_ENTRY_CODES = tuple(parse_many("5 per 10 minutes; 20 per day"))
_ONCE_A_DAY = (RateLimitItemPerDay(1),)

# Translators: %(time)s is a moment
TOO_MANY_LISTS = N_(
    "Very many lists came to this practice today. Your answers are still here. You can share them "
    "from %(time)s."
)
# Translators: %(time)s is a moment
TOO_OFTEN = N_(
    "These answers were sent very often. They are still here. You can share them from %(time)s."
)
# Translators: %(time)s is a moment
TOO_MANY_TICKS = N_("You filled in very much today. You can go on from %(time)s.")
# Translators: %(time)s is a moment
TOO_MANY_WRONG = N_(
    "A wrong code was typed here too often. Your answers are still here. You can share them from "
    "%(time)s."
)


@dataclass(frozen=True, slots=True)
class UsedUp:
    """Which of a practice's limits are used up now, as its list of the day says.

    Attributes:
        waiting_room_until: when lists with the waiting-room code are free of the other limits
            again; None while they are.
        refused_until: when lists without an invitation are accepted again; None while they are.
    """

    waiting_room_until: datetime | None
    refused_until: datetime | None

    @property
    def state(self) -> str:
        """Name what is used up ("", "w", "r" or "wr"), as a part of the list's ETag."""
        return f"{'w' if self.waiting_room_until else ''}{'r' if self.refused_until else ''}"


def find_used_up(practice_id: int) -> UsedUp:
    """Find which limits of a practice are used up, without counting anything."""
    return UsedUp(
        _until(_budgets().waiting_room, "waiting room", practice_id),
        _until(_budgets().at_most, "lists", practice_id),
    )


def has_waiting_room(practice_id: int) -> bool:
    """Count a list with the waiting-room code; return False when the limit for these is used up."""
    return count(_budgets().waiting_room, "waiting room", str(practice_id))


def refuse_flood(practice_id: int) -> None:
    """Count a list or change against the limit that protects the disk.

    An invitation's first lists, changes of these, and lists within the waiting room's limit are not
    counted here (`entry.admit`).

    Raises:
        TooMany: this practice's limit is used up.
    """
    _count(_budgets().at_most, "lists", str(practice_id), sentence=TOO_MANY_LISTS)


def is_usual(practice_id: int) -> bool:
    """Count a list without an invitation; return False when more than the usual number came.

    A list beyond a limit is counted nowhere. So one network uses up only its own part of the
    practice's limit, and a flood from many networks makes no more counters than lists are usual.
    """
    budgets, practice = _budgets(), str(practice_id)
    counted: Sequence[tuple[Sequence[RateLimitItem], tuple[str, ...]]] = (
        (budgets.per_practice, ("lists of everywhere", practice)),
        (budgets.per_neighbours, ("lists of neighbours", practice, _neighbours())),
        (budgets.per_network, ("lists of a network", practice, client_network())),
    )
    if not all(is_open(items, *names) for items, names in counted):
        watch.count("list-folded")
        return False
    for items, names in counted:
        count(items, *names)
    return True


def count_change(conversation_id: UUID) -> None:
    """Count a new version of one list.

    Raises:
        TooMany: it was changed very often today.
    """
    _count(CHANGES, "changes", conversation_id.hex, sentence=TOO_OFTEN)


def count_tick(conversation_id: UUID) -> None:
    """Count what a patient said of a plan.

    Raises:
        TooMany: very much was said today.
    """
    _count(TICKS, "ticks", conversation_id.hex, sentence=TOO_MANY_TICKS)


def count_repeat(uid_digest: bytes) -> None:
    """Count a repeat of a sending that was stored before.

    Args:
        uid_digest: as in `Submission.uid_digest`.

    Raises:
        TooMany: the same sending was repeated very often in the last hour.
    """
    _count(REPEATS, "repeats", uid_digest.hex(), sentence=TOO_OFTEN)


def count_wrong_code(practice_id: int, fingerprint: str) -> None:
    """Count an entry code that is wrong at a practice; the same wrong code counts once a day.

    Args:
        fingerprint: a MAC of the code, in hex; the code itself is stored nowhere.

    Raises:
        TooMany: too many wrong codes came from this network.
    """
    names = ("wrong entry codes", str(practice_id), client_network())
    if not is_open(WRONG_ENTRY_CODES, *names):
        raise TooMany(TOO_MANY_WRONG, opens_at(WRONG_ENTRY_CODES, *names))
    if count(_ONCE_A_DAY, *names, fingerprint):
        count(WRONG_ENTRY_CODES, *names)


def count_unknown_practice() -> datetime | None:
    """Count a sending to an address that no practice has.

    Returns:
        None below the limit; above it, when such sendings of this network are answered again.
    """
    if count(UNKNOWN_PRACTICES, "unknown practice", client_network()):
        return None
    return opens_at(UNKNOWN_PRACTICES, "unknown practice", client_network())


def _budgets() -> Budgets:
    budgets: Budgets = current_app.config["BUDGETS"]
    return budgets


def _neighbours() -> str:
    return network_of(request.remote_addr) or "local"


def _until(items: Sequence[RateLimitItem], name: str, practice_id: int) -> datetime | None:
    practice = str(practice_id)
    return None if is_open(items, name, practice) else opens_at(items, name, practice)


def _count(items: Sequence[RateLimitItem], *names: str, sentence: str) -> None:
    if not count(items, *names):
        raise TooMany(sentence, opens_at(items, *names))
