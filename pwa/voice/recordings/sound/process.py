"""Have a recording read by a child process: what comes back is an MP3 of ours, or a refusal."""

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Final

import msgspec

from pwa.bounded.parent import Clock, SaidTooMuch, TookTooLong, bounded_child
from pwa.voice.recordings.sound.core import (
    BROKEN,
    BUSY,
    MAX_MP3_BYTES,
    MAX_UPLOAD_BYTES,
    NO_FILE,
    TOO_BIG,
    TOO_SLOW,
    RecordingRefused,
    Told,
)

# A minute of speech takes two seconds of one core; others use the machine too.
SECONDS: Final = 20.0
_MODULE: Final = "pwa.voice.recordings.sound.child"
# Children of one process at a time, and how long the next recording waits for its turn.
_TURNS: Final = BoundedSemaphore(2)
_PATIENCE_S: Final = 10.0
_MAX_LINE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as it is kept and played.

    Attributes:
        milliseconds: how long it sounds.
    """

    mp3: bytes = field(repr=False)
    milliseconds: int


def read_recording(data: bytes, *, seconds: float = SECONDS) -> Sound:
    """Cut the silence off, level the loudness, and give an MP3; call it outside of a transaction.

    Args:
        data: as it was uploaded, Opus or AAC; nothing in it is trusted.
        seconds: how long it may take by the clock.

    Raises:
        RecordingRefused: also when the child broke off, or took too long.
    """
    if not data:
        raise RecordingRefused(NO_FILE)
    if len(data) > MAX_UPLOAD_BYTES:
        raise RecordingRefused(TOO_BIG)
    if not _TURNS.acquire(timeout=_PATIENCE_S):
        raise RecordingRefused(BUSY)
    try:
        with bounded_child(_MODULE, data, Clock(seconds)) as child:
            said = child.everything(_MAX_LINE + MAX_MP3_BYTES)
    except TookTooLong as error:
        raise RecordingRefused(TOO_SLOW) from error
    except SaidTooMuch as error:
        raise RecordingRefused(BROKEN) from error
    finally:
        _TURNS.release()
    return _take(said)


def _take(said: bytes) -> Sound:
    line, _, mp3 = said.partition(b"\n")
    try:
        told = msgspec.json.decode(line, type=Told)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise RecordingRefused(BROKEN) from error  # the child died before its end
    if told.refused or not mp3:
        raise RecordingRefused(told.refused or BROKEN)
    return Sound(mp3, told.milliseconds)
