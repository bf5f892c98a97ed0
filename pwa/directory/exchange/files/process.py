"""Have a file read by a child process, and take over what it tells within bounds."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Final
from uuid import UUID

import msgspec

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
_ROOT: Final = Path(__file__).resolve().parents[4]
_CHUNK: Final = 65_536


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
    clock = _Clock(seconds)
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = _start(file, [today.isoformat(), str(namespace or "")])
    try:
        return _take(child, on_progress, clock)
    finally:
        _end(child)


class _Clock:
    """How long the child may still go on."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def allow(self, seconds: float) -> None:
        self._end += seconds

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            FileRefused: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise FileRefused(TOO_SLOW)
        return left


def _start(file: IO[bytes], arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start the child with an empty environment: the server's may hold keys and passwords."""
    return subprocess.Popen(  # noqa: S603 (a day and an id; nothing comes from outside)
        [sys.executable, "-E", "-s", "-m", _MODULE, *arguments],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={},
        start_new_session=True,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    if child.stdout:
        child.stdout.close()
    child.wait()


def _take(
    child: subprocess.Popen[bytes], on_progress: Callable[[int, int], None], clock: _Clock
) -> ReadResult:
    decoder = msgspec.json.Decoder(Report)
    packer = LinePacker()
    try:
        for said in _said(child, clock):
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
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileRefused(UNREADABLE) from error
    raise FileRefused(UNREADABLE)  # the child died before its end


def _said(child: subprocess.Popen[bytes], clock: _Clock) -> Iterator[bytes]:
    """Give the lines that the child writes, until it closes its output.

    Raises:
        FileRefused: the time is over, or a line is longer than any of ours.
    """
    assert child.stdout is not None
    rest = b""
    with DefaultSelector() as selector:
        selector.register(child.stdout, EVENT_READ)
        while True:
            if not selector.select(clock.left()):
                raise FileRefused(TOO_SLOW)
            part = child.stdout.read1(_CHUNK)  # type: ignore[attr-defined]
            if not part:
                return
            *lines, rest = (rest + part).split(b"\n")
            if len(rest) > 2 * MAX_LINE_BYTES:
                raise FileRefused(UNREADABLE)
            yield from lines
