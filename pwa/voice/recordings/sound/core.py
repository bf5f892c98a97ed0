"""Which recordings are taken, what they become, and why one is refused."""

from typing import Final

import msgspec

from pwa.errors import PersonalError
from pwa.text import N_

MAX_UPLOAD_BYTES: Final = 2_000_000
MAX_SECONDS: Final = 60
# One format for all: every supported browser plays it, and a sentence of six seconds takes 18 kB.
SAMPLE_RATE: Final = 24_000
BIT_RATE: Final = 24_000
MAX_MP3_BYTES: Final = BIT_RATE // 8 * (MAX_SECONDS + 5)

NO_FILE: Final = N_("Record the sentence first, or choose a file.")
TOO_BIG: Final = N_("The recording is bigger than 2 MB. Record only this sentence.")
TOO_LONG: Final = N_("The recording lasts more than a minute. Record only this sentence.")
TOO_SLOW: Final = N_("Reading the recording takes too long. Record the sentence again.")
TOO_MUCH: Final = N_("Reading the recording takes too much memory. Record the sentence again.")
# Translators: Opus and AAC are kinds of sound files; other words for them are their endings
UNKNOWN: Final = N_(
    "This is no recording that we can read. Take one in Opus or AAC: a .webm, .ogg, .m4a or .mp4 file."
)
WITH_MORE: Final = N_("There is more than one sound in the file. Record only this sentence.")
SILENT: Final = N_("We hear nothing in the recording. Speak louder, or closer to the microphone.")
BROKEN: Final = N_("The recording is damaged. Record the sentence again.")
BUSY: Final = N_("Too many recordings come in at this moment. Wait a little, and send it again.")


class RecordingRefused(PersonalError):
    """A recording is not taken; the message says what to do."""


class Told(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the child says of a recording, before the MP3.

    Attributes:
        milliseconds: how long it sounds, without the silence at both ends.
        refused: why it was not taken; empty if it was.
    """

    milliseconds: int = 0
    refused: str = ""


def format_of(data: bytes) -> str | None:
    """Tell by the first bytes which demuxer shall read a recording; None for any other file.

    Source: RFC 8794 (EBML), RFC 3533 (Ogg), ISO/IEC 14496-12 (file type box).
    """
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if data.startswith(b"OggS"):
        return "ogg"
    return "mov" if data[4:8] == b"ftyp" else None
