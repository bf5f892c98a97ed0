"""The list of a day: which span of time it is, and whom a few typed characters can mean."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from pwa.conversation.core import ListEntry

_LONGEST_KEPT = timedelta(days=366)  # a plan that nobody uses
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def read_day(text: str, today: date) -> date:
    """Read the day of an address; today, if it holds none, or one of which nothing can be left."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if today - _LONGEST_KEPT <= day <= today else today


def day_span(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give the beginning and the end of a day in UTC; 23 or 25 hours when the clock is changed."""
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def find_entries(entries: Iterable[ListEntry], typed: str) -> list[ListEntry]:
    """Find the lines whose code begins with what was typed, or whose name holds it.

    Args:
        entries: of a day.
        typed: a part of a code or of a name, in any case and with or without accents.
    """
    name = _plain(typed)
    code = "".join(filter(str.isalnum, name)).upper().translate(_LOOKALIKES)
    if not name:
        return list(entries)
    return [
        entry
        for entry in entries
        if name in _plain(entry.known_as) or _begin_alike(code, entry.code_start or "")
    ]


def _begin_alike(code: str, code_start: str) -> bool:
    """Say whether a code, typed in part or in whole, can be the one that begins so."""
    return bool(code and code_start) and (
        code_start.startswith(code) or code.startswith(code_start)
    )


def _plain(text: str) -> str:
    """Take case, accents and needless spaces away."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())
