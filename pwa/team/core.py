"""The rules of a team: what a link may do and for how long, and who cannot leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pwa.errors import PersonalError
from pwa.staff.core import Action, Role, may, may_read_contents
from pwa.text import N_

LINK_LIFETIME: Final = timedelta(hours=48)
# Wrong passwords of an invited person who has an account, until the link is deleted.
MAX_WRONG_TRIES: Final = 5
MAX_NAME_CHARACTERS: Final = 120
MAX_EMAIL_CHARACTERS: Final = 255


class LinkPurpose(StrEnum):
    """What a link to a colleague is for."""

    JOIN = "join"
    RESET = "reset"


class TeamError(PersonalError):
    """Something about the team cannot be done, and why."""


LAST_OF_TEAM: Final = N_(
    "Somebody has to be able to run the team. First make another colleague GP or practice manager."
)
LAST_WITH_KEY: Final = N_(
    "Only this colleague holds the key to the answers. First give it to another colleague."
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """The facts about a member that `check_remaining` needs.

    Attributes:
        has_care_key: holds the newest key to the answers.
    """

    role: Role
    has_care_key: bool


def check_remaining(
    others: Collection[Colleague], *, before: Colleague, after: Role | None
) -> None:
    """Make sure that a practice can go on when somebody gets another role or leaves.

    Args:
        others: the other active members.
        before: the person, before the change.
        after: the new role; None for somebody who leaves or is blocked.

    Raises:
        TeamError: nobody could run the team any more, or nobody could open the answers.
    """
    ran_team, runs_team = may(before.role, Action.TEAM), after and may(after, Action.TEAM)
    if ran_team and not runs_team and not any(may(other.role, Action.TEAM) for other in others):
        raise TeamError(LAST_OF_TEAM)
    keeps_key = after and may_read_contents(after)
    if before.has_care_key and not keeps_key and not any(other.has_care_key for other in others):
        raise TeamError(LAST_WITH_KEY)


def read_secret(typed: str) -> str:
    """Take the secret out of what somebody pasted: the secret itself, or the whole link."""
    return "".join(typed.rpartition("#")[2].split())
