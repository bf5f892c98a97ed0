"""The lines of a backup: a header, tables with their rows, and an ending with counts and a digest.

The first byte of a line names its kind: H the header, T a table, R a row of the table before it, E
the ending.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Protocol

from pwa.backup.core import BackupError, Ending, Header
from pwa.backup.tables import Snapshot, Table

# Computes the seal, a MAC, of a digest.
Sealer = Callable[[bytes], bytes]


class Receiver(Protocol):
    """Gets the header and the rows of a backup while it is read."""

    def begin(self, header: Header) -> None: ...
    def take(self, table: Table, row: bytes) -> None: ...


def write_lines(
    header: Header, tables: list[Table], rows: Snapshot, counts: dict[str, int], seal: Sealer
) -> Iterator[bytes]:
    """Write a database as lines.

    Args:
        counts: gets the number of rows of each table.
    """
    digest = hashlib.sha256()
    for line in _contents(header, tables, rows, counts):
        digest.update(line + b"\n")
        yield line
    sealed = seal(digest.digest()).hex()
    yield b"E" + Ending(counts, digest.hexdigest(), sealed).write()


class Reader:
    """Reads the lines of a backup, and checks their order, counts and digest.

    Attributes:
        header: None before the first line.
        ending: None before the last line.
    """

    def __init__(self, receiver: Receiver) -> None:
        self.header: Header | None = None
        self.ending: Ending | None = None
        self._receiver = receiver
        self._table: Table | None = None
        self._digest = hashlib.sha256()
        self._counts: dict[str, int] = {}

    def take(self, line: bytes) -> None:
        """Take a line.

        Raises:
            BackupError: no line of this kind is allowed here, or the ending does not fit.
        """
        if self.ending is not None:
            raise BackupError("the backup goes on after its end")
        kind, content = line[:1], line[1:]
        if kind == b"E":
            self._end(Ending.read(content))
            return
        self._digest.update(line + b"\n")
        if kind == b"H" and self.header is None:
            self.header = Header.read(content)
            self._receiver.begin(self.header)
        elif kind == b"T" and self.header is not None:
            name, columns = json.loads(content)
            self._table = Table(name, tuple(columns))
            self._counts[name] = 0
        elif kind == b"R" and self._table is not None:
            self._counts[self._table.name] += 1
            self._receiver.take(self._table, content)
        else:
            raise BackupError("the file holds no backup of this application")

    def finish(self) -> tuple[Header, Ending]:
        """Give the header and the ending, after the last line.

        Raises:
            BackupError: the end is missing.
        """
        if self.header is None or self.ending is None:
            raise BackupError("the backup was cut off")
        return self.header, self.ending

    def _end(self, ending: Ending) -> None:
        if ending.digest != self._digest.hexdigest() or dict(ending.rows) != self._counts:
            raise BackupError("the rows of the backup are not those that were written")
        self.ending = ending


def _contents(
    header: Header, tables: list[Table], rows: Snapshot, counts: dict[str, int]
) -> Iterator[bytes]:
    yield b"H" + header.write()
    for table in tables:
        yield b"T" + json.dumps([table.name, table.columns]).encode()
        counts[table.name] = 0
        for row in rows.rows(table):
            counts[table.name] += 1
            yield b"R" + row
