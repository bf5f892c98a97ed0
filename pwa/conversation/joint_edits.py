"""What became of a check since it was first filled in together: each time apart, and by whom.

Pure. A version is held against the one right before it, so that nobody is credited with what somebody
else added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from pwa.conversation.versions import CheckVersion
from pwa.selfcheck.changes import Change, Reader, find_changes


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a check was changed.

    Attributes:
        version: as it was saved; its author is None when the patient changed it alone.
        before: what it was held against; None when there is nothing before it.
        changes: what differs.
    """

    version: CheckVersion
    before: CheckVersion | None
    changes: tuple[Change, ...]


def find_rounds(versions: Sequence[CheckVersion], reader: Reader) -> tuple[Round, ...]:
    """List each time since it was first filled in together; none when it never was.

    Args:
        versions: the newest first.

    Returns:
        The newest first.
    """
    rounds = [
        Round(after, before, find_changes(before.check, after.check, reader) if before else ())
        for after, before in pairwise((*versions, None))
        if after is not None
    ]
    return tuple(dropwhile(_is_before_together, reversed(rounds)))[::-1]


def find_own(rounds: Sequence[Round]) -> tuple[CheckVersion, ...]:
    """Give what the patient had filled in alone each time before it was filled in together.

    Returns:
        The newest first.
    """
    return tuple(
        item.before
        for item in rounds
        if item.version.is_together and item.before and not item.before.is_together
    )


def _is_before_together(item: Round) -> bool:
    return not item.version.is_together
