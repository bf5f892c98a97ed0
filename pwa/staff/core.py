"""Roles in a practice, and the rules of logging in."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

# Of the second factor, for one password. A code of six digits is guessed once in 333,333 tries.
MAX_WRONG_CODES: Final = 5
# So long after the login what is delicate may be done; later the person shows again who it is.
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
    PUT_ASIDE = "put_aside"  # lists that belong to none of the practice's patients
    PRINT = "print"
    READ = "read"  # contents: the consult, the plan, together, the text for the record system
    MERGE = "merge"
    RENEW = "renew"
    GIVE_KEYS = "give_keys"
    TEAM = "team"
    SETTINGS = "settings"
    LOG = "log"


_CARE: Final = frozenset({Action.READ, Action.MERGE, Action.RENEW})
_EVERYBODY: Final = frozenset({Action.ACCOUNT, Action.LIST, Action.PRINT})
_DESK: Final = frozenset({Action.INVITE, Action.PUT_ASIDE})
_HOUSE: Final = frozenset({Action.TEAM, Action.SETTINGS, Action.LOG, Action.GIVE_KEYS})

_MAY: Final = {
    Role.GP: _EVERYBODY | _CARE | _HOUSE | _DESK,
    Role.POH: _EVERYBODY | _CARE | _DESK | {Action.GIVE_KEYS},
    Role.SOCIAL_WORKER: _EVERYBODY | _CARE | _DESK | {Action.GIVE_KEYS},
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
    """Say whether an action waits until the keys are open.

    All actions but ACCOUNT and PRINT (posters) do. After a reset by somebody of another practice the new
    password alone must not run this one.
    """
    return action not in {Action.ACCOUNT, Action.PRINT}
