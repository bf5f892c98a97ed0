"""The file by which practices share recordings: a zip with recordings.json and MP3s beside it."""

from typing import Final, Literal

import msgspec

from pwa.errors import PersonalError
from pwa.text import N_

MANIFEST: Final = "recordings.json"
FORMAT: Final = "mijn-gesprek-recordings"
MAX_ZIP_BYTES: Final = 20_000_000
MAX_UNPACKED_BYTES: Final = 40_000_000
MAX_ENTRIES: Final = 5_000
MAX_MANIFEST_BYTES: Final = 4_000_000

NO_FILE: Final = N_("Choose a file first.")
TOO_BIG: Final = N_("The file is bigger than 20 MB. Take one language at a time.")
NO_ZIP: Final = N_(
    "This is no file with recordings. Take the zip that another practice downloaded on its page of recordings."
)
BROKEN: Final = N_("The file with recordings is damaged. Ask the other practice for it again.")
TOO_SLOW: Final = N_("Reading the file takes too long. Ask for a file with fewer recordings.")
WRONG_SOUND: Final = N_("A sound in the file is none that we play. Nothing was taken over.")
NOT_SHARED: Final = N_(
    "A speaker in the file did not agree to sharing. Nothing was taken over; tell the other practice."
)


class ZipRefused(PersonalError):
    """A file with recordings is not taken; the message says what to do."""


class SharedSpeaker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in the file, and what this person agreed to.

    Attributes:
        may_share: always true in a file of ours; a file without it is refused.
        agreed_on: ISO 8601 day.
    """

    id: str
    name: str
    agreed_words: str
    agreed_on: str
    may_share: bool


class SharedRecording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence in the file.

    Attributes:
        file: 16 hex digits; the MP3 beside the manifest is called so.
        speaker: id of one of the file's speakers.
    """

    text: str
    file: str
    speaker: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What recordings.json says."""

    format: Literal["mijn-gesprek-recordings"]
    version: Literal[1]
    language: str
    practice: str
    speakers: list[SharedSpeaker]
    recordings: list[SharedRecording]


class ReadRecording(msgspec.Struct, frozen=True):
    """A recording as the child read it: the sound alone, written anew."""

    text: str
    speaker: str
    mp3: bytes
    milliseconds: int


class ReadZip(msgspec.Struct, frozen=True):
    """What the child says of a file.

    Attributes:
        refused: why it was not taken; empty if it was.
    """

    refused: str = ""
    language: str = ""
    practice: str = ""
    speakers: list[SharedSpeaker] = []
    recordings: list[ReadRecording] = []
