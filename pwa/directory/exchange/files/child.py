"""Read one uploaded file from standard input, and write what is in it to standard output.

Run as `python -m pwa.directory.exchange.files.child TODAY NAMESPACE` by `run_child` (process.py), never
imported by the server: whatever a hostile file does to a parser, it does to this process. The process gives up
memory, time, files and sockets before it reads more than the first bytes.
"""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from pwa.bounded.child import give_up_rights
from pwa.directory.exchange.files.core import (
    MAX_UPLOAD_BYTES,
    TOO_MUCH,
    FileRefused,
)
from pwa.directory.exchange.files.mapping import LineMapping
from pwa.directory.exchange.files.reading import load_for, read_file
from pwa.directory.exchange.files.report import Report
from pwa.directory.exchange.result import Said
from pwa.directory.exchange.terms import HOUSE

_LINES_A_REPORT: Final = 250


def main() -> None:
    """Read the file and tell about it."""
    _, today, namespace = sys.argv
    mapping = LineMapping(date.fromisoformat(today), UUID(namespace) if namespace else HOUSE)
    data = sys.stdin.buffer.read(MAX_UPLOAD_BYTES + 1)
    load_for(data)
    mapping.load()
    give_up_rights()
    try:
        for report in _read(data, mapping):
            _tell(report)
    except FileRefused as refused:
        _tell(Report(refused=refused.said))
    except MemoryError:
        _tell(Report(refused=Said(TOO_MUCH)))


def _read(data: bytes, mapping: LineMapping) -> Iterator[Report]:
    source = read_file(data)
    yield Report(progress=(0, source.total))
    done = 0
    for done, line in enumerate(source.lines, 1):
        yield Report(line=mapping.map_line(line))
        if done % _LINES_A_REPORT == 0:
            yield Report(progress=(done, max(done, source.total)))
    yield Report(progress=(done, done))
    yield Report(is_end=True)


def _tell(report: Report) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(report, order="deterministic") + b"\n")


if __name__ == "__main__":
    main()
