"""Have a file read by a child process, and take over what it tells within bounds."""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from pwa.bounded.parent import BoundedChild, Clock, SaidTooMuch, TookTooLong, bounded_child
from pwa.directory.exchange.files.core import (
    EMPTY,
    MAX_UPLOAD_BYTES,
    TOO_BIG,
    TOO_MUCH,
    TOO_SLOW,
    UNREADABLE,
    FileRefused,
)
from pwa.directory.exchange.files.report import Report
from pwa.directory.exchange.result import (
    MAX_LINE_BYTES,
    LinePacker,
    ReadResult,
    ResultDamaged,
)

# How long reading may last by the clock, and how much longer for every line that it has given: so
# 50,000 services can be read while others use the machine too, and what gives nothing ends soon.
SECONDS: Final = 15.0
SECONDS_A_LINE: Final = 0.005

_MODULE: Final = "pwa.directory.exchange.files.child"


def run_child(
    data: bytes,
    on_progress: Callable[[int, int], None],
    *,
    today: date,
    namespace: UUID | None = None,
    seconds: float = SECONDS,
) -> ReadResult:
    """Read an uploaded file in a child process, which is gone when this returns.

    It blocks for as long as the reading lasts, so call it where nobody waits for an answer.

    Args:
        data: the file as it was uploaded; nothing in it is trusted.
        on_progress: gets how many lines are read, and how many there are as far as is known; an
            exception of it ends the child and passes through.
        today: a check later than this day is not believed.
        namespace: below it, ids of the file that are no UUID become one; None takes the
            application's own, so that the same file gives the same ids everywhere.
        seconds: how long it may last, apart from SECONDS_A_LINE.

    Raises:
        FileRefused: the file as a whole; also if the child broke off, or took too long.
    """
    if not data.strip():
        raise FileRefused(EMPTY)
    if len(data) > MAX_UPLOAD_BYTES:
        raise FileRefused(TOO_BIG)
    clock = Clock(seconds)
    arguments = [today.isoformat(), str(namespace or "")]
    try:
        with bounded_child(_MODULE, data, clock, arguments) as child:
            return _take(child, on_progress, clock)
    except TookTooLong as error:
        raise FileRefused(TOO_SLOW) from error


def _take(child: BoundedChild, on_progress: Callable[[int, int], None], clock: Clock) -> ReadResult:
    decoder = msgspec.json.Decoder(Report)
    packer = LinePacker()
    try:
        for said in child.lines(2 * MAX_LINE_BYTES):
            report = decoder.decode(said)
            if report.is_end:
                return packer.finish()
            if report.refused:
                raise FileRefused(report.refused.message, report.refused.values)
            if report.line:
                packer.add(report.line)
                clock.allow(SECONDS_A_LINE)
            if report.progress:
                on_progress(*report.progress)
    except ResultDamaged as error:
        raise FileRefused(TOO_MUCH) from error
    except (SaidTooMuch, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileRefused(UNREADABLE) from error
    raise FileRefused(UNREADABLE)  # the child died before its end
