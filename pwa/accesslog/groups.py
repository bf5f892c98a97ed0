"""What the groups of actions, the ways an action ends, and the reasons of an export are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from pwa.audit import Outcome, Reason
from pwa.text import N_


class Group(StrEnum):
    """Groups of actions, to filter the log by; also the category of the data in FHIR."""

    CONTENTS = "contents"
    DESK = "desk"
    ACCOUNT = "account"
    TEAM = "team"
    HELP = "help"
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
    Group.HELP: N_("Help nearby"),
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
