"""History of a check: the version of the previous talk, and whether the patient changed it since.

Pure functions. Three kinds of change are told apart, because the GP draws other conclusions from
each: before anybody at the practice read the check, after that, after it was filled in together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from enum import StrEnum

from pwa.conversation.versions import CheckVersion


class ChangedAfter(StrEnum):
    """The last thing that had happened to a check when the patient changed it."""

    SHARING = "sharing"
    READING = "reading"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Alteration:
    """The patient changed answers.

    Attributes:
        after: what had happened to the earlier version.
        at: when the newest version was shared.
        since: when the earlier version was shared, read or filled in together.
    """

    after: ChangedAfter
    at: datetime
    since: datetime


def find_alteration(versions: Sequence[CheckVersion]) -> Alteration | None:
    """Say whether the newest version is a change by the patient, and after what; None if it is not.

    Args:
        versions: of the check, the newest first; at least one.
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
    """Give the version of the previous talk: the newest one read before the present talk began.

    The present talk counts from the moment that its newest version was shared. If that was filled
    in together, it counts from midnight: versions read earlier that day belong to the same talk.

    Args:
        versions: of the check, the newest first; at least one.
        zone: of the practice, for midnight.
    """
    newest = versions[0]
    began = newest.saved_at
    if newest.is_together:
        began = datetime.combine(began.astimezone(zone).date(), time.min, zone)
    return next((item for item in versions[1:] if _was_read(item, began)), None)


def _was_read(version: CheckVersion, moment: datetime) -> bool:
    return version.read_at is not None and version.read_at < moment
