"""The journal's file: a line of JSON for each transaction that destroys or begins something."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import compare_digest
from typing import Final

from pwa.journal.core import NOTHING_BEFORE, Line, Notes, line_mac

_BLOCK: Final = 1 << 16


class JournalAway(Exception):
    """The journal cannot be written, so nothing may be erased: a restore could not repeat it."""


class JournalBroken(Exception):
    """The journal is not what the application wrote; the message says where."""


@dataclass(frozen=True, slots=True)
class JournalFile:
    """The file outside the database; lines are added, and none is ever removed.

    Attributes:
        key: of the MACs; nobody without it can add or change a line unnoticed.
    """

    path: Path
    key: bytes

    def append(self, notes: Notes, at: datetime) -> Line:
        """Append the notes of a transaction.

        Notes that destroy something are on the disk (fsync) when this returns. Notes of new rows
        alone are not waited for: the next fsync writes them to the disk too.

        Raises:
            JournalAway: the folder is gone, full, or may not be written to.
        """
        try:
            with self._locked() as handle:
                before = self._newest(handle)
                number = before.number + 1 if before else 1
                mac_before = before.mac if before else NOTHING_BEFORE
                line = Line(number, at, notes, line_mac(self.key, mac_before, number, at, notes))
                # A line that a power cut left unfinished stays; the new line begins after it.
                start = "" if _ends_well(handle) else "\n"
                _write_all(handle, f"{start}{line.write()}\n".encode())
                if notes.destroys:
                    os.fsync(handle)
                return line
        except (OSError, JournalBroken) as error:
            raise JournalAway(f"the journal {self.path} cannot be written: {error}") from error

    def begin(self) -> Line | None:
        """Make the file if there is none: after the first backup, a missing file counts as lost.

        Returns:
            The last line; None for an empty journal.

        Raises:
            JournalAway: the folder is gone, full, or may not be written to.
            JournalBroken: the end of the file cannot be read.
        """
        try:
            with self._locked() as handle:
                os.fsync(handle)
                return self._newest(handle)
        except OSError as error:
            raise JournalAway(f"the journal {self.path} cannot be written: {error}") from error

    def newest(self) -> Line | None:
        """Give the last line; None for an empty journal.

        Raises:
            FileNotFoundError: there is no journal.
            JournalBroken: the end of the file cannot be read.
        """
        with self._locked(os.O_RDONLY) as handle:
            return self._newest(handle)

    def lines(self) -> Iterator[Line]:
        """Give every line, the oldest first.

        Raises:
            JournalBroken: a line was changed, removed or put in.
            FileNotFoundError: there is no journal.
        """
        before = NOTHING_BEFORE
        expected, torn = 1, 0
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for place, text in enumerate(file, start=1):
                if not text.strip():
                    continue
                try:
                    line = Line.read(text)
                except ValueError:
                    torn = (
                        torn or place
                    )  # a write that was cut off is no fault if the next line goes on from the last
                    continue
                mac = line_mac(self.key, before, line.number, line.at, line.notes)
                if line.number != expected or not compare_digest(mac, line.mac):
                    raise JournalBroken(
                        f"line {torn or place} of {self.path} is not what was written: it was changed, "
                        "or one before it was removed"
                    )
                yield line
                before, expected, torn = line.mac, expected + 1, 0

    @contextmanager
    def _locked(self, flags: int = os.O_RDWR | os.O_CREAT | os.O_APPEND) -> Iterator[int]:
        handle = os.open(self.path, flags, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH if flags == os.O_RDONLY else fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def _newest(self, handle: int) -> Line | None:
        """Read backwards from the end up to the last whole line."""
        start, tail = os.lseek(handle, 0, os.SEEK_END), b""
        while start > 0:
            step = min(_BLOCK, start)
            start -= step
            tail = os.pread(handle, step, start) + tail
            first, *rest = tail.split(b"\n")
            for text in reversed([first, *rest] if start == 0 else rest):
                try:
                    return Line.read(text.decode())
                except ValueError:
                    continue  # the empty end of the file, or a line that was cut off
        if tail.strip():
            raise JournalBroken(f"{self.path} holds no line of a journal")
        return None


def _ends_well(handle: int) -> bool:
    end = os.lseek(handle, 0, os.SEEK_END)
    return end == 0 or os.pread(handle, 1, end - 1) == b"\n"


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
