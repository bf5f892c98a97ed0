"""Who of the practice opened or changed a patient's list, from the access log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.audit import AccessEvent, Actor, Outcome, events_of
from pwa.conversation.models import Conversation
from pwa.locales import local_day
from pwa.staff.core import Role
from pwa.staff.member_names import names_of
from pwa.staff.role_names import ROLE_NAMES

# The newest events that are read, and the lines that are shown; the manager's page has all of them.
_MOST_EVENTS = 200
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Looker:
    """A member of the practice who opened or changed the list, on one day.

    Attributes:
        at: the last time that day.
        role: name of the person's role at that moment, as a source text.
        times: how many requests that day.
    """

    at: datetime
    name: str
    role: str
    times: int = 1


def find_lookers(db: Session, conversation: Conversation) -> list[Looker]:
    """List who opened or changed a list: one line per person and day, the newest first.

    The present request is left out, although its line in the access log is already committed.
    """
    events = events_of(db, conversation.practice_id, conversation.id, most=_MOST_EVENTS)
    seen = [item for item in events if (item.actor, item.outcome) == (Actor.STAFF, Outcome.DONE)]
    return _count(db, seen)[:_MOST_LINES]


def _count(db: Session, events: Collection[AccessEvent]) -> list[Looker]:
    names = names_of(db, (event.membership_id for event in events))
    lines: dict[tuple[int | None, object], Looker] = {}
    requests: set[str | None] = set()
    for event in events:
        key = event.membership_id, local_day(event.at)
        if key not in lines:
            lines[key] = _line(event, names)
        elif event.request_id not in requests:
            lines[key] = replace(lines[key], times=lines[key].times + 1)
        requests.add(event.request_id)
    return list(lines.values())


def _line(event: AccessEvent, names: Mapping[int | None, str]) -> Looker:
    role = ROLE_NAMES[Role(event.role)] if event.role else ""
    return Looker(event.at, names.get(event.membership_id, ""), role)
