"""What each action of the log is called, for the practice and in FHIR.

Patients read other words for what concerns them (`mine/download/access_history.py`).

Source: the codes of FHIR R4 AuditEvent (type from DICOM PS3.16, CID 400).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pwa.accesslog.core import FhirAction
from pwa.accesslog.groups import Group
from pwa.text import N_


@dataclass(frozen=True, slots=True)
class ActionText:
    """What an action is called.

    Attributes:
        text: what happened, in a few words.
    """

    text: str
    group: Group
    fhir: FhirAction


ACTIONS: Final[Mapping[str, ActionText]] = {
    # --- Answers and plans
    # Translators: what happened
    "check:share": ActionText(N_("Shared answers"), Group.CONTENTS, FhirAction.CREATE),
    # Translators: what happened
    "check:enter": ActionText(N_("Typed in a list from paper"), Group.CONTENTS, FhirAction.CREATE),
    # Translators: what happened
    "check:withdraw": ActionText(N_("Took answers back"), Group.CONTENTS, FhirAction.DELETE),
    # Translators: what happened
    "check:expire": ActionText(
        N_("Erased answers, their time was over"), Group.CONTENTS, FhirAction.DELETE
    ),
    # Translators: what happened
    "check:start-together": ActionText(
        N_("Began an empty list together with the patient"), Group.CONTENTS, FhirAction.CREATE
    ),
    # Translators: what happened
    "check:change-together": ActionText(
        N_("Changed the answers together with the patient"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened, with a code or a link
    "conversation:open": ActionText(
        N_("Opened it with the code or link"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened; answers of many people, for the figures
    "tally:sum": ActionText(N_("Added up ten or more answers"), Group.HOUSE, FhirAction.READ),
    # Translators: what happened
    "conversation:read": ActionText(N_("Looked at the answers"), Group.CONTENTS, FhirAction.READ),
    # Translators: what happened
    "conversation:copy": ActionText(
        N_("Copied the text for the HIS"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened
    "conversation:export": ActionText(
        N_("Downloaded the own data"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened, done by a patient
    "conversation:keep": ActionText(
        N_("Kept it on the own phone"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened
    "conversation:merge": ActionText(
        N_("Merged two lists of one patient"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "conversation:split": ActionText(
        N_("Took merged lists apart again"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "conversation:put-aside": ActionText(
        N_("Put a list aside, of no patient of the practice"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "conversation:bring-back": ActionText(
        N_("Brought a list back"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "conversation:expire-aside": ActionText(
        N_("Erased a list that was put aside"), Group.CONTENTS, FhirAction.DELETE
    ),
    # Translators: what happened
    "plan:save": ActionText(N_("Saved the plan"), Group.CONTENTS, FhirAction.UPDATE),
    # Translators: what happened, done by a patient
    "plan:tick": ActionText(
        N_("Said how a step goes, or added one"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "plan:print": ActionText(N_("Printed the plan"), Group.CONTENTS, FhirAction.READ),
    # Translators: what happened
    "plan:erase": ActionText(N_("Erased answers and plan"), Group.CONTENTS, FhirAction.DELETE),
    # Translators: what happened
    "plan:expire": ActionText(
        N_("Erased the plan, it was not used for long"), Group.CONTENTS, FhirAction.DELETE
    ),
    # --- Warm handovers
    # Translators: what happened
    "handover:agree": ActionText(
        N_("Agreed on a warm handover"), Group.CONTENTS, FhirAction.CREATE
    ),
    # Translators: what happened; the letter of a warm handover
    "handover:letter": ActionText(
        N_("Made the letter of a warm handover"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened; who receives a warm handover was told of it
    "handover:tell": ActionText(
        N_("Noted that the receiver was told"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "handover:fail": ActionText(
        N_("Noted that a warm handover did not work"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "handover:done": ActionText(
        N_("Closed a warm handover: done"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "handover:end": ActionText(N_("Ended a warm handover"), Group.CONTENTS, FhirAction.UPDATE),
    # Translators: what happened, done by the receiver of a warm handover
    "handover:open": ActionText(N_("Opened the letter"), Group.CONTENTS, FhirAction.READ),
    # Translators: what happened, done by the receiver of a warm handover
    "handover:answer": ActionText(N_("Answered the letter"), Group.CONTENTS, FhirAction.UPDATE),
    # Translators: what happened: a file for another system
    "handover:export": ActionText(
        N_("Downloaded a warm handover as a file"), Group.CONTENTS, FhirAction.READ
    ),
    # Translators: what happened, done by a patient
    "handover:take-back": ActionText(
        N_("Took a warm handover back"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened
    "handover:expire": ActionText(
        N_("Closed a warm handover, its time was over"), Group.CONTENTS, FhirAction.UPDATE
    ),
    # Translators: what happened, done by a patient; face and amounts without words
    "then:keep": ActionText(
        N_("Kept face and amounts, to see later what changed"), Group.CONTENTS, FhirAction.CREATE
    ),
    # Translators: what happened, done by a patient
    "then:erase": ActionText(
        N_("Erased the face and amounts that were kept"), Group.CONTENTS, FhirAction.DELETE
    ),
    # --- Meetings about patients
    # Translators: what happened; a sheet is one paper about one patient for a meeting
    "meeting:agree": ActionText(
        N_("Made a sheet for a meeting, with the patient's yes"), Group.CONTENTS, FhirAction.CREATE
    ),
    "meeting:cancel": ActionText(N_("Cancelled a meeting"), Group.HOUSE, FhirAction.DELETE),
    "meeting:expire": ActionText(
        N_("Erased a sheet a week after its meeting"), Group.CONTENTS, FhirAction.DELETE
    ),
    "meeting:print": ActionText(
        N_("Printed a sheet for a meeting"), Group.CONTENTS, FhirAction.READ
    ),
    "meeting:read": ActionText(
        N_("Looked at a sheet for a meeting"), Group.CONTENTS, FhirAction.READ
    ),
    "meeting:remove": ActionText(
        N_("Took a sheet off a meeting"), Group.CONTENTS, FhirAction.DELETE
    ),
    "meeting:save": ActionText(N_("Made or changed a meeting"), Group.HOUSE, FhirAction.UPDATE),
    # Translators: what happened, done by a patient
    "meeting:withdraw": ActionText(
        N_("Took a sheet for a meeting back"), Group.CONTENTS, FhirAction.DELETE
    ),
    # --- Invitations and codes
    # Translators: what happened
    "code:renew": ActionText(N_("Gave a new code"), Group.DESK, FhirAction.UPDATE),
    # Translators: what happened
    "code:print": ActionText(N_("Printed the card with the code"), Group.DESK, FhirAction.READ),
    # Translators: what happened
    "invitation:create": ActionText(N_("Made an invitation"), Group.DESK, FhirAction.CREATE),
    # Translators: what happened
    "invitation:read": ActionText(N_("Looked at an invitation"), Group.DESK, FhirAction.READ),
    # Translators: what happened
    "invitation:print": ActionText(N_("Printed an invitation"), Group.DESK, FhirAction.READ),
    # Translators: what happened
    "invitation:move": ActionText(N_("Moved an appointment"), Group.DESK, FhirAction.UPDATE),
    # Translators: what happened
    "invitation:withdraw": ActionText(N_("Took an invitation back"), Group.DESK, FhirAction.DELETE),
    # --- Logging in and own account
    # Translators: what happened
    "account:login": ActionText(N_("Logged in"), Group.ACCOUNT, FhirAction.EXECUTE),
    # Translators: what happened
    "account:logout": ActionText(N_("Logged out"), Group.ACCOUNT, FhirAction.EXECUTE),
    # Translators: what happened
    "account:confirm": ActionText(N_("Showed again who it is"), Group.ACCOUNT, FhirAction.EXECUTE),
    # Translators: what happened
    "account:switch": ActionText(
        N_("Went on in another practice"), Group.ACCOUNT, FhirAction.EXECUTE
    ),
    # Translators: what happened: ended a login on another computer
    "session:end": ActionText(
        N_("Ended a session of the own account"), Group.ACCOUNT, FhirAction.DELETE
    ),
    # Translators: what happened
    "second-factor:set": ActionText(
        N_("Added the app for codes"), Group.ACCOUNT, FhirAction.UPDATE
    ),
    # Translators: what happened
    "passkey:add": ActionText(N_("Added a passkey"), Group.ACCOUNT, FhirAction.CREATE),
    # Translators: what happened
    "passkey:rename": ActionText(
        N_("Gave a passkey another name"), Group.ACCOUNT, FhirAction.UPDATE
    ),
    # Translators: what happened
    "passkey:remove": ActionText(N_("Removed a passkey"), Group.ACCOUNT, FhirAction.DELETE),
    # Translators: what happened
    "recovery-codes:make": ActionText(
        N_("Made new recovery codes"), Group.ACCOUNT, FhirAction.CREATE
    ),
    # Translators: what happened
    "password:change": ActionText(N_("Changed the password"), Group.ACCOUNT, FhirAction.UPDATE),
    # Translators: what happened
    "password:reset": ActionText(N_("Set the password anew"), Group.ACCOUNT, FhirAction.UPDATE),
    # Translators: what happened
    "page:open": ActionText(
        N_("Tried to open a page that is not allowed"), Group.ACCOUNT, FhirAction.READ
    ),
    # --- Team and keys
    # Translators: what happened
    "account:invite": ActionText(N_("Invited a colleague"), Group.TEAM, FhirAction.CREATE),
    # Translators: what happened
    "account:join": ActionText(N_("Began to work in the practice"), Group.TEAM, FhirAction.CREATE),
    # Translators: what happened
    "account:reset-link": ActionText(
        N_("Made a link for a new password"), Group.TEAM, FhirAction.CREATE
    ),
    # Translators: what happened
    "account:disable": ActionText(
        N_("The administrator blocked an account"), Group.TEAM, FhirAction.UPDATE
    ),
    # Translators: what happened
    "account:reset": ActionText(
        N_("Set a new password with a link"), Group.TEAM, FhirAction.UPDATE
    ),
    # Translators: what happened
    "account:withdraw-link": ActionText(
        N_("Took back a link for a colleague"), Group.TEAM, FhirAction.DELETE
    ),
    # Translators: what happened
    "member:create": ActionText(N_("Added a colleague"), Group.TEAM, FhirAction.CREATE),
    # Translators: what happened
    "team:role": ActionText(N_("Changed the role of a colleague"), Group.TEAM, FhirAction.UPDATE),
    # Translators: what happened
    "team:block": ActionText(N_("Blocked a colleague"), Group.TEAM, FhirAction.UPDATE),
    # Translators: what happened
    "team:let-in": ActionText(N_("Let a colleague in again"), Group.TEAM, FhirAction.UPDATE),
    # Translators: what happened
    "team:leave": ActionText(N_("Took a colleague out of the team"), Group.TEAM, FhirAction.DELETE),
    # Translators: what happened
    "keys:give": ActionText(
        N_("Gave the keys to a colleague again"), Group.TEAM, FhirAction.UPDATE
    ),
    # Translators: what happened
    "keys:recover": ActionText(
        N_("Opened the keys with the recovery key"), Group.TEAM, FhirAction.EXECUTE
    ),
    # Translators: what happened
    "keys:replace": ActionText(
        N_("Replaced the keys of the practice"), Group.TEAM, FhirAction.UPDATE
    ),
    # Translators: what happened
    "keys:reseal": ActionText(
        N_("Sealed the data with the new keys"), Group.TEAM, FhirAction.UPDATE
    ),
    # Translators: what happened
    "recovery-key:create": ActionText(N_("Made the recovery key"), Group.TEAM, FhirAction.CREATE),
    # Translators: what happened
    "recovery-key:replace": ActionText(
        N_("Replaced the recovery key"), Group.TEAM, FhirAction.UPDATE
    ),
    # --- Settings and access log
    # Translators: what happened
    "settings:change": ActionText(
        N_("Changed the settings of the practice"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: what happened
    "language:check": ActionText(
        N_("Recorded who has checked a language"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: what happened
    "language:uncheck": ActionText(
        N_("Took back that a language was checked"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: what happened
    "poster:print": ActionText(
        N_("Printed the poster or the leaflet"), Group.HOUSE, FhirAction.READ
    ),
    # Translators: what happened
    "phrase:add": ActionText(N_("Wrote a sentence for plans"), Group.HOUSE, FhirAction.CREATE),
    "phrase:change": ActionText(N_("Changed a sentence for plans"), Group.HOUSE, FhirAction.UPDATE),
    "phrase:retire": ActionText(
        N_("Took a sentence for plans out of the offer"), Group.HOUSE, FhirAction.UPDATE
    ),
    "help:add": ActionText(N_("Added a help option"), Group.HELP, FhirAction.CREATE),
    "help:change": ActionText(N_("Changed a help option"), Group.HELP, FhirAction.UPDATE),
    "help:check": ActionText(N_("Checked a help option"), Group.HELP, FhirAction.UPDATE),
    "help:export": ActionText(N_("Exported the help"), Group.HELP, FhirAction.READ),
    "help:hide": ActionText(N_("Hid a help option"), Group.HELP, FhirAction.UPDATE),
    "help:read-report": ActionText(
        N_("Read what patients reported of the help"), Group.HELP, FhirAction.READ
    ),
    # Translators: what happened, done by a patient
    "help:report": ActionText(
        N_("Reported that something about the help is not right"), Group.HELP, FhirAction.CREATE
    ),
    "help:remove": ActionText(N_("Removed a help option"), Group.HELP, FhirAction.DELETE),
    "help:renew-set": ActionText(
        N_("Brought a list of others up to date"), Group.HELP, FhirAction.UPDATE
    ),
    "help:show": ActionText(N_("Showed a help option again"), Group.HELP, FhirAction.UPDATE),
    "help:import": ActionText(
        N_("Brought a file with help into the list"), Group.HELP, FhirAction.CREATE
    ),
    "help:upload": ActionText(N_("Uploaded a file with help"), Group.HELP, FhirAction.CREATE),
    "help:terms": ActionText(
        N_("Said which topics the terms of a file mean"), Group.HELP, FhirAction.UPDATE
    ),
    "help:choose": ActionText(
        N_("Chose between a file and the own correction"), Group.HELP, FhirAction.UPDATE
    ),
    "help:drop": ActionText(N_("Threw a file with help away"), Group.HELP, FhirAction.DELETE),
    "help:undo-import": ActionText(
        N_("Took a file with help out of the list again"), Group.HELP, FhirAction.DELETE
    ),
    "help:subscribe": ActionText(N_("Took a list of others over"), Group.HELP, FhirAction.CREATE),
    "help:undo": ActionText(N_("Took back a change of the help"), Group.HELP, FhirAction.UPDATE),
    "help:unsubscribe": ActionText(
        N_("Took a list of others out again"), Group.HELP, FhirAction.DELETE
    ),
    "recording:agree": ActionText(
        N_("Noted that a speaker agrees to recordings"), Group.HOUSE, FhirAction.CREATE
    ),
    "recording:check": ActionText(
        N_("Listened to a recording and accepted it"), Group.HOUSE, FhirAction.UPDATE
    ),
    "recording:export": ActionText(
        N_("Downloaded recordings for another practice"), Group.HOUSE, FhirAction.READ
    ),
    "recording:import": ActionText(
        N_("Took over recordings of another practice"), Group.HOUSE, FhirAction.CREATE
    ),
    "recording:invite": ActionText(
        N_("Made a link to the recording room"), Group.HOUSE, FhirAction.CREATE
    ),
    "recording:make": ActionText(N_("Recorded a sentence"), Group.HOUSE, FhirAction.CREATE),
    "recording:refuse": ActionText(
        N_("Listened to a recording and refused it"), Group.HOUSE, FhirAction.UPDATE
    ),
    "recording:remove": ActionText(
        N_("Erased a recording of a changed text"), Group.HOUSE, FhirAction.DELETE
    ),
    "recording:uninvite": ActionText(
        N_("Took back a link to the recording room"), Group.HOUSE, FhirAction.DELETE
    ),
    "recording:withdraw": ActionText(
        N_("Erased all recordings of a voice"), Group.HOUSE, FhirAction.DELETE
    ),
    "paper-list:print": ActionText(N_("Printed the list on paper"), Group.HOUSE, FhirAction.READ),
    # Translators: what happened
    "waiting-room:renew": ActionText(
        N_("Made a new code for the waiting room"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: what happened
    "waiting-room:print": ActionText(
        N_("Printed the paper with the code of the waiting room"), Group.HOUSE, FhirAction.READ
    ),
    # Translators: what happened
    "practice:create": ActionText(N_("Set the practice up"), Group.HOUSE, FhirAction.CREATE),
    # Translators: the server's key; what happened
    "master-key:rotate": ActionText(
        N_("Replaced the server's master key"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: the server's key; what happened
    "master-key:rewrap": ActionText(
        N_("Wrapped everything by the master key again"), Group.HOUSE, FhirAction.UPDATE
    ),
    # Translators: the server's key; what happened
    "master-key:retire": ActionText(
        N_("Took older master keys away"), Group.HOUSE, FhirAction.DELETE
    ),
    # Translators: the database was put back from a backup; what happened
    "log:restore": ActionText(N_("Restored from a backup"), Group.HOUSE, FhirAction.CREATE),
    # Translators: what happened
    "log:read": ActionText(N_("Looked at the access log"), Group.HOUSE, FhirAction.READ),
    # Translators: what happened
    "log:export": ActionText(N_("Exported the access log"), Group.HOUSE, FhirAction.READ),
    # Translators: what happened
    "log:verify": ActionText(N_("Checked the access log"), Group.HOUSE, FhirAction.EXECUTE),
    # Translators: what happened
    "log:purge": ActionText(
        N_("Cleared away old entries of the log"), Group.HOUSE, FhirAction.DELETE
    ),
}


def actions_of(group: Group) -> list[str]:
    """Give the actions of a group."""
    return [action for action, told in ACTIONS.items() if told.group is group]
