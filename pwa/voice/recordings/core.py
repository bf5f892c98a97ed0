"""Rules of the recording room: states of a recording, what a speaker agrees to, how long links live."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from pwa.errors import PersonalError
from pwa.text import N_

LINK_LIFETIME: Final = timedelta(days=14)
MAX_NAME: Final = 60

AGREES_TO_USE: Final = N_("This practice may let its patients hear my voice.")
AGREES_TO_SHARE: Final = N_("Other practices may use my recordings too.")

OWN_RECORDING: Final = N_("You recorded this yourself. Somebody else listens to it first.")
NOT_WAITING: Final = N_("This recording is not there any more, or somebody already checked it.")
NO_SPEAKER: Final = N_("Say first who speaks.")


class State(StrEnum):
    """How far a recording is; patients hear only accepted ones."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RoomError(PersonalError):
    """Something cannot be done with a recording now; the message says why."""
