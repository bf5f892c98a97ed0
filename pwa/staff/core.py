"""Roles in a practice, and the rules of logging in."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

# Wrong second factors after one password. With three valid codes of six digits at a time, a guess
# is right once in 333,333 tries.
MAX_WRONG_CODES: Final = 5
# For so long after both factors were shown, delicate actions do not ask for them again.
FRESH_LOGIN: Final = timedelta(minutes=15)


class Role(StrEnum):
    """What somebody is in a practice."""

    GP = "gp"
    POH = "poh"
    ASSISTANT = "assistant"
    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"


class Action(StrEnum):
    """What somebody of a practice may do; docs/privacy.md has the table for people."""

    ACCOUNT = "account"  # the own password, second factor and sessions
    LIST = "list"
    INVITE = "invite"
    ENTER = "enter"  # type in a list from paper, and hand over its code
    PUT_ASIDE = "put_aside"  # lists that belong to none of the practice's patients
    HANDOVER = "handover"  # see open warm handovers and change how far they are
    PRINT = "print"
    READ = "read"  # contents: the consult, the plan, together, the text for the record system
    MERGE = "merge"
    RENEW = "renew"
    GIVE_KEYS = "give_keys"
    TEAM = "team"
    SETTINGS = "settings"
    LOG = "log"
    HELP = "help"  # keep the directory: check, mend, add, hide, take back
    HELP_SETS = "help_sets"  # import, export, sets to subscribe to
    FIGURES = "figures"  # how often something happened, and what nobody in particular answered


_CARE: Final = frozenset({Action.READ, Action.MERGE, Action.RENEW})
_EVERYBODY: Final = frozenset({Action.ACCOUNT, Action.LIST, Action.PRINT, Action.HELP})
_DESK: Final = frozenset({Action.INVITE, Action.ENTER, Action.PUT_ASIDE, Action.HANDOVER})
_HOUSE: Final = frozenset(
    {Action.TEAM, Action.SETTINGS, Action.LOG, Action.GIVE_KEYS, Action.HELP_SETS, Action.FIGURES}
)

_MAY: Final = {
    Role.GP: _EVERYBODY | _CARE | _HOUSE | _DESK,
    Role.POH: _EVERYBODY | _CARE | _DESK | {Action.GIVE_KEYS, Action.FIGURES},
    Role.SOCIAL_WORKER: _EVERYBODY | _CARE | _DESK | {Action.GIVE_KEYS, Action.FIGURES},
    Role.ASSISTANT: _EVERYBODY | _DESK,
    Role.MANAGER: _EVERYBODY | _HOUSE,
}


def may(role: Role, action: Action) -> bool:
    """Say whether a role may do something."""
    return action in _MAY[role]


def may_read_contents(role: Role) -> bool:
    """Say whether a role holds the care key; everybody holds the desk key."""
    return may(role, Action.READ)


def needs_care_key(action: Action) -> bool:
    """Say whether an action opens contents."""
    return action in _CARE


def needs_desk_key(action: Action) -> bool:
    """Say whether an action is refused while the person waits for the key.

    All actions but ACCOUNT and PRINT (posters) are: after a password reset by a colleague of
    another practice the new password alone must not be enough to run this one.
    """
    return action not in {Action.ACCOUNT, Action.PRINT}
