"""The changes of a check since it was first filled in together: one round per saved version.

Pure functions. Each version is compared with the one right before it, so that nobody is credited
with what somebody else added.
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
        before: the version before, which `version` is compared with; None for the first one.
        changes: the differences between the two.
    """

    version: CheckVersion
    before: CheckVersion | None
    changes: tuple[Change, ...]


def find_rounds(versions: Sequence[CheckVersion], reader: Reader) -> tuple[Round, ...]:
    """List the rounds since the check was first filled in together; none when it never was.

    Args:
        versions: of the check, the newest first.

    Returns:
        The rounds, the newest first.
    """
    rounds = [
        Round(after, before, find_changes(before.check, after.check, reader) if before else ())
        for after, before in pairwise((*versions, None))
        if after is not None
    ]
    return tuple(dropwhile(_is_before_together, reversed(rounds)))[::-1]


def find_own(rounds: Sequence[Round]) -> tuple[CheckVersion, ...]:
    """Give the patient's own versions that stood right before a version filled in together.

    Returns:
        The versions, the newest first.
    """
    return tuple(
        item.before
        for item in rounds
        if item.version.is_together and item.before and not item.before.is_together
    )


def _is_before_together(item: Round) -> bool:
    return not item.version.is_together
