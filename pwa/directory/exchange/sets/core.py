"""What a set does to one service of a practice that subscribes to it."""

from dataclasses import dataclass, replace

from pwa.directory.exchange.importing.core import Kept, OwnWish, judge, judge_missing
from pwa.directory.hsds import HelpService


@dataclass(slots=True)
class Counts:
    """What a set did to the list of a practice, in services.

    Attributes:
        own: they were in the list before the set, and stay the practice's own.
        kept: they left the set; the practice had corrected them, and they are its own now.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    own: int = 0
    kept: int = 0


def renew(new: HelpService, content: HelpService, said: HelpService | None) -> HelpService:
    """Take over what a set says now; fields that the practice corrected stay as they are.

    The date of the check is not corrected: the later one holds.

    Args:
        content: what the practice's list says.
        said: what the set said before; None takes over everything.
    """
    kept = Kept(uid=content.id, content=content, said=said)
    return judge(new, kept).content or content


def is_corrected(content: HelpService, said: HelpService | None) -> bool:
    """Say whether the practice corrected a service, or brought it back after the set gave it up."""
    kept = Kept(uid=content.id, content=content, said=said)
    return said is None or judge_missing(kept).wish is OwnWish.MISSED


def to_check(service: HelpService) -> HelpService:
    """Mark a service as never checked, because nobody keeps it up any longer but the practice."""
    return replace(service, assured_on=None)
