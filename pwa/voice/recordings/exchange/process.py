"""Have a zip with recordings read by a child process."""

from typing import Final

import msgspec

from pwa.bounded.parent import Clock, SaidTooMuch, TookTooLong, bounded_child
from pwa.voice.recordings.exchange.core import (
    BROKEN,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_BYTES,
    NO_FILE,
    TOO_BIG,
    TOO_SLOW,
    ReadZip,
    ZipRefused,
)

# A language with a recording of every sentence takes ten seconds of one core.
SECONDS: Final = 40.0
_MODULE: Final = "pwa.voice.recordings.exchange.child"


def read_zip(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """Read a zip of another practice; call it outside of a transaction.

    Args:
        data: as it was uploaded; nothing in it is trusted.
        seconds: how long it may take by the clock.

    Returns:
        What is in it, as `unpack` reads it.

    Raises:
        ZipRefused: the file as a whole.
    """
    if not data:
        raise ZipRefused(NO_FILE)
    if len(data) > MAX_ZIP_BYTES:
        raise ZipRefused(TOO_BIG)
    try:
        with bounded_child(_MODULE, data, Clock(seconds)) as child:
            said = child.everything(2 * MAX_UNPACKED_BYTES)
    except TookTooLong as error:
        raise ZipRefused(TOO_SLOW) from error
    except SaidTooMuch as error:
        raise ZipRefused(BROKEN) from error
    unpack(said)
    return said


def unpack(said: bytes) -> ReadZip:
    """Read what the child wrote.

    Raises:
        ZipRefused: it refused the file, or broke off.
    """
    try:
        found = msgspec.msgpack.decode(said, type=ReadZip)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ZipRefused(BROKEN) from error
    if found.refused:
        raise ZipRefused(found.refused)
    return found
