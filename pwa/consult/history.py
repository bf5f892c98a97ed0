"""How a check came about: what is new since the talk before, and what the patient changed since.

Pure. Three things are told apart, because they mean something else to the GP: a change before anybody
at the practice had looked, one after it was read, and one after it was filled in together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from enum import StrEnum

from pwa.conversation.versions import CheckVersion


class ChangedAfter(StrEnum):
    """What had happened when the patient changed the answers."""

    SHARING = "sharing"
    READING = "reading"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Alteration:
    """The patient changed answers.

    Attributes:
        at: when the newest version was shared.
        since: when it was first shared, read or filled in together.
    """

    after: ChangedAfter
    at: datetime
    since: datetime


def find_alteration(versions: Sequence[CheckVersion]) -> Alteration | None:
    """Say whether the newest version is a change by the patient, and of what.

    Args:
        versions: the newest first.
    """
    newest, older = versions[0], versions[1:]
    if newest.is_together or not older:
        return None
    seen = next((item for item in older if _was_read(item, newest.saved_at)), None)
    if seen is None or seen.read_at is None:
        return Alteration(ChangedAfter.SHARING, newest.saved_at, older[-1].saved_at)
    after = ChangedAfter.TOGETHER if seen.is_together else ChangedAfter.READING
    return Alteration(after, newest.saved_at, seen.read_at)


def find_previous_talk(versions: Sequence[CheckVersion], zone: tzinfo) -> CheckVersion | None:
    """Give the version of the talk before: the last one that had been read when this one began.

    What is filled in together belongs to the talk of its day, with what was read earlier that day.

    Args:
        versions: the newest first.
        zone: of the practice, because a day begins there.
    """
    newest = versions[0]
    began = newest.saved_at
    if newest.is_together:
        began = datetime.combine(began.astimezone(zone).date(), time.min, zone)
    return next((item for item in versions[1:] if _was_read(item, began)), None)


def _was_read(version: CheckVersion, moment: datetime) -> bool:
    return version.read_at is not None and version.read_at < moment
