"""Start a child process that reads a hostile file, and take what it writes within bounds."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_CHUNK: Final = 65_536


class TookTooLong(Exception):
    """The child did not end in time."""


class SaidTooMuch(Exception):
    """The child wrote more, or a longer line, than any of ours does."""


class Clock:
    """How long the child may still go on, by the clock on the wall."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def allow(self, seconds: float) -> None:
        """Give the child more time."""
        self._end += seconds

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            TookTooLong: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TookTooLong
        return left


class BoundedChild:
    """The output of a running child."""

    def __init__(self, output: IO[bytes], clock: Clock) -> None:
        self._output = output
        self._clock = clock

    def lines(self, max_bytes: int) -> Iterator[bytes]:
        """Give the lines that the child writes, until it closes its output.

        Raises:
            TookTooLong: the time is over.
            SaidTooMuch: a line is longer than `max_bytes`.
        """
        rest = b""
        for part in self._parts():
            *lines, rest = (rest + part).split(b"\n")
            if len(rest) > max_bytes:
                raise SaidTooMuch
            yield from lines

    def everything(self, max_bytes: int) -> bytes:
        """Give all that the child writes, until it closes its output.

        Raises:
            TookTooLong: the time is over.
            SaidTooMuch: it is more than `max_bytes`.
        """
        said = bytearray()
        for part in self._parts():
            said += part
            if len(said) > max_bytes:
                raise SaidTooMuch
        return bytes(said)

    def _parts(self) -> Iterator[bytes]:
        with DefaultSelector() as selector:
            selector.register(self._output, EVENT_READ)
            while True:
                if not selector.select(self._clock.left()):
                    raise TookTooLong
                part = self._output.read1(_CHUNK)  # type: ignore[attr-defined]
                if not part:
                    return
                yield part


@contextmanager
def bounded_child(
    module: str, data: bytes, clock: Clock, arguments: Sequence[str] = ()
) -> Iterator[BoundedChild]:
    """Run a module of ours in a child, with an uploaded file as its input; it is gone afterwards.

    The environment of the child is empty, because the server's may hold keys and passwords.

    Args:
        module: its name; it calls `give_up_rights` before it looks at its input.
        data: the file as it was uploaded; nothing in it is trusted.
        arguments: nothing in them comes from outside.
    """
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        child = subprocess.Popen(  # noqa: S603 (our own module; no argument comes from outside)
            [sys.executable, "-E", "-s", "-m", module, *arguments],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={},
            start_new_session=True,
        )
    assert child.stdout is not None
    try:
        yield BoundedChild(child.stdout, clock)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
