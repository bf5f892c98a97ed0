"""What each action of the log is called, for the practice and in FHIR.

Patients read other words for what concerns them (`mine/download/access_history.py`).

Source: the codes of FHIR R4 AuditEvent (action; type from DICOM PS3.16, CID 400).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pwa.audit import Outcome, Reason
from pwa.text import N_


class Group(StrEnum):
    """Actions that somebody looks for together; it is also the category of the data."""

    CONTENTS = "contents"
    DESK = "desk"
    ACCOUNT = "account"
    TEAM = "team"
    HOUSE = "house"


GROUP_NAMES: Final[Mapping[Group, str]] = {
    # Translators: a group of entries in the access log
    Group.CONTENTS: N_("Answers and plans"),
    # Translators: a group of entries in the access log
    Group.DESK: N_("Invitations and codes"),
    # Translators: a group of entries in the access log
    Group.ACCOUNT: N_("Logging in and own account"),
    # Translators: a group of entries in the access log
    Group.TEAM: N_("Team and keys"),
    # Translators: a group of entries in the access log
    Group.HOUSE: N_("Settings and access log"),
}


OUTCOME_NAMES: Final[Mapping[Outcome, str]] = {
    # Translators: how it ended
    Outcome.DONE: N_("done"),
    # Translators: how it ended
    Outcome.REFUSED: N_("refused"),
    # Translators: how a check of the log ended
    Outcome.FAILED: N_("found a fault"),
}

REASON_NAMES: Final[Mapping[Reason, str]] = {
    # Translators: why the log is exported
    Reason.CONTROL: N_("control"),
    # Translators: why the log is exported
    Reason.PATIENT_REQUEST: N_("question of a patient"),
    # Translators: why the log is exported
    Reason.INCIDENT: N_("incident"),
}


class Does(StrEnum):
    """What an action does with its object, as FHIR has it."""

    CREATE = "C"
    READ = "R"
    UPDATE = "U"
    DELETE = "D"
    EXECUTE = "E"


@dataclass(frozen=True, slots=True)
class Told:
    """What an action is called.

    Attributes:
        text: what happened, in a few words.
    """

    text: str
    group: Group
    does: Does


ACTIONS: Final[Mapping[str, Told]] = {
    # --- Answers and plans
    # Translators: what happened
    "check:share": Told(N_("Shared answers"), Group.CONTENTS, Does.CREATE),
    # Translators: what happened
    "check:withdraw": Told(N_("Took answers back"), Group.CONTENTS, Does.DELETE),
    # Translators: what happened
    "check:expire": Told(N_("Erased answers, their time was over"), Group.CONTENTS, Does.DELETE),
    # Translators: what happened
    "check:start-together": Told(
        N_("Began an empty list together with the patient"), Group.CONTENTS, Does.CREATE
    ),
    # Translators: what happened
    "check:change-together": Told(
        N_("Changed the answers together with the patient"), Group.CONTENTS, Does.UPDATE
    ),
    # Translators: what happened, with a code or a link
    "conversation:open": Told(N_("Opened it with the code or link"), Group.CONTENTS, Does.READ),
    # Translators: what happened
    "conversation:read": Told(N_("Looked at the answers"), Group.CONTENTS, Does.READ),
    # Translators: what happened
    "conversation:copy": Told(N_("Copied the text for the HIS"), Group.CONTENTS, Does.READ),
    # Translators: what happened
    "conversation:export": Told(N_("Downloaded the own data"), Group.CONTENTS, Does.READ),
    # Translators: what happened, done by a patient
    "conversation:keep": Told(N_("Kept it on the own phone"), Group.CONTENTS, Does.READ),
    # Translators: what happened
    "conversation:merge": Told(N_("Merged two lists of one patient"), Group.CONTENTS, Does.UPDATE),
    # Translators: what happened
    "conversation:split": Told(N_("Took merged lists apart again"), Group.CONTENTS, Does.UPDATE),
    # Translators: what happened
    "conversation:put-aside": Told(
        N_("Put a list aside, of no patient of the practice"), Group.CONTENTS, Does.UPDATE
    ),
    # Translators: what happened
    "conversation:bring-back": Told(N_("Brought a list back"), Group.CONTENTS, Does.UPDATE),
    # Translators: what happened
    "conversation:expire-aside": Told(
        N_("Erased a list that was put aside"), Group.CONTENTS, Does.DELETE
    ),
    # Translators: what happened
    "plan:save": Told(N_("Saved the plan"), Group.CONTENTS, Does.UPDATE),
    # Translators: what happened
    "plan:print": Told(N_("Printed the plan"), Group.CONTENTS, Does.READ),
    # Translators: what happened
    "plan:erase": Told(N_("Erased answers and plan"), Group.CONTENTS, Does.DELETE),
    # Translators: what happened
    "plan:expire": Told(
        N_("Erased the plan, it was not used for long"), Group.CONTENTS, Does.DELETE
    ),
    # --- Invitations and codes
    # Translators: what happened
    "code:renew": Told(N_("Gave a new code"), Group.DESK, Does.UPDATE),
    # Translators: what happened
    "code:print": Told(N_("Printed the card with the code"), Group.DESK, Does.READ),
    # Translators: what happened
    "invitation:create": Told(N_("Made an invitation"), Group.DESK, Does.CREATE),
    # Translators: what happened
    "invitation:read": Told(N_("Looked at an invitation"), Group.DESK, Does.READ),
    # Translators: what happened
    "invitation:print": Told(N_("Printed an invitation"), Group.DESK, Does.READ),
    # Translators: what happened
    "invitation:withdraw": Told(N_("Took an invitation back"), Group.DESK, Does.DELETE),
    # --- Logging in and own account
    # Translators: what happened
    "account:login": Told(N_("Logged in"), Group.ACCOUNT, Does.EXECUTE),
    # Translators: what happened
    "account:logout": Told(N_("Logged out"), Group.ACCOUNT, Does.EXECUTE),
    # Translators: what happened
    "account:confirm": Told(N_("Showed again who it is"), Group.ACCOUNT, Does.EXECUTE),
    # Translators: what happened
    "account:switch": Told(N_("Went on in another practice"), Group.ACCOUNT, Does.EXECUTE),
    # Translators: what happened: ended a login on another computer
    "session:end": Told(N_("Ended a session of the own account"), Group.ACCOUNT, Does.DELETE),
    # Translators: what happened
    "second-factor:set": Told(N_("Added the app for codes"), Group.ACCOUNT, Does.UPDATE),
    # Translators: what happened
    "passkey:add": Told(N_("Added a passkey"), Group.ACCOUNT, Does.CREATE),
    # Translators: what happened
    "passkey:rename": Told(N_("Gave a passkey another name"), Group.ACCOUNT, Does.UPDATE),
    # Translators: what happened
    "passkey:remove": Told(N_("Removed a passkey"), Group.ACCOUNT, Does.DELETE),
    # Translators: what happened
    "recovery-codes:make": Told(N_("Made new recovery codes"), Group.ACCOUNT, Does.CREATE),
    # Translators: what happened
    "password:change": Told(N_("Changed the password"), Group.ACCOUNT, Does.UPDATE),
    # Translators: what happened
    "password:reset": Told(N_("Set the password anew"), Group.ACCOUNT, Does.UPDATE),
    # Translators: what happened
    "page:open": Told(N_("Tried to open a page that is not allowed"), Group.ACCOUNT, Does.READ),
    # --- Team and keys
    # Translators: what happened
    "account:invite": Told(N_("Invited a colleague"), Group.TEAM, Does.CREATE),
    # Translators: what happened
    "account:join": Told(N_("Began to work in the practice"), Group.TEAM, Does.CREATE),
    # Translators: what happened
    "account:reset-link": Told(N_("Made a link for a new password"), Group.TEAM, Does.CREATE),
    # Translators: what happened
    "account:disable": Told(N_("The administrator blocked an account"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "account:reset": Told(N_("Set a new password with a link"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "account:withdraw-link": Told(N_("Took back a link for a colleague"), Group.TEAM, Does.DELETE),
    # Translators: what happened
    "member:create": Told(N_("Added a colleague"), Group.TEAM, Does.CREATE),
    # Translators: what happened
    "team:role": Told(N_("Changed the role of a colleague"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "team:block": Told(N_("Blocked a colleague"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "team:let-in": Told(N_("Let a colleague in again"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "team:leave": Told(N_("Took a colleague out of the team"), Group.TEAM, Does.DELETE),
    # Translators: what happened
    "keys:give": Told(N_("Gave the keys to a colleague again"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "keys:recover": Told(N_("Opened the keys with the recovery key"), Group.TEAM, Does.EXECUTE),
    # Translators: what happened
    "keys:replace": Told(N_("Replaced the keys of the practice"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "keys:reseal": Told(N_("Sealed the data with the new keys"), Group.TEAM, Does.UPDATE),
    # Translators: what happened
    "recovery-key:create": Told(N_("Made the recovery key"), Group.TEAM, Does.CREATE),
    # Translators: what happened
    "recovery-key:replace": Told(N_("Replaced the recovery key"), Group.TEAM, Does.UPDATE),
    # --- Settings and access log
    # Translators: what happened
    "settings:change": Told(N_("Changed the settings of the practice"), Group.HOUSE, Does.UPDATE),
    # Translators: what happened
    "poster:print": Told(N_("Printed the poster or the leaflet"), Group.HOUSE, Does.READ),
    # Translators: what happened
    "waiting-room:renew": Told(
        N_("Made a new code for the waiting room"), Group.HOUSE, Does.UPDATE
    ),
    # Translators: what happened
    "waiting-room:print": Told(
        N_("Printed the paper with the code of the waiting room"), Group.HOUSE, Does.READ
    ),
    # Translators: what happened
    "practice:create": Told(N_("Set the practice up"), Group.HOUSE, Does.CREATE),
    # Translators: the server's key; what happened
    "master-key:rotate": Told(N_("Replaced the server's master key"), Group.HOUSE, Does.UPDATE),
    # Translators: the server's key; what happened
    "master-key:rewrap": Told(
        N_("Wrapped everything by the master key again"), Group.HOUSE, Does.UPDATE
    ),
    # Translators: the server's key; what happened
    "master-key:retire": Told(N_("Took older master keys away"), Group.HOUSE, Does.DELETE),
    # Translators: the database was put back from a backup; what happened
    "log:restore": Told(N_("Restored from a backup"), Group.HOUSE, Does.CREATE),
    # Translators: what happened
    "log:read": Told(N_("Looked at the access log"), Group.HOUSE, Does.READ),
    # Translators: what happened
    "log:export": Told(N_("Exported the access log"), Group.HOUSE, Does.READ),
    # Translators: what happened
    "log:verify": Told(N_("Checked the access log"), Group.HOUSE, Does.EXECUTE),
    # Translators: what happened
    "log:purge": Told(N_("Cleared away old entries of the log"), Group.HOUSE, Does.DELETE),
}


def actions_of(group: Group) -> list[str]:
    """Give the actions of a group."""
    return [action for action, told in ACTIONS.items() if told.group is group]
