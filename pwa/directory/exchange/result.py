"""What was read of an uploaded file: one `ReadLine` a service, packed for the table of imports.

The packed form is one JSON value a line, compressed by zlib. It is made and read line by line, so
that 50,000 services never lie in memory at once.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from pwa.directory.hsds import HelpService

# Of one line as JSON, and of all lines together.
MAX_LINE_BYTES: Final = 1_000_000
MAX_RESULT_BYTES: Final = 400_000_000
# Of the packed form, as it is stored.
MAX_PACKED_BYTES: Final = 64_000_000

_LEVEL = 3  # of zlib: a third of the time of its usual 6, and a fifth more bytes
_CHUNK = 65_536


class ResultDamaged(ValueError):
    """Packed lines are cut off, too long, or none of ours."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for people.

    Attributes:
        message: source text, translated where it is shown.
        values: what its placeholders stand for; may be words of the file, so nothing in them is
            trusted.
    """

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class ForeignTerm:
    """A term of a taxonomy that is not ours, as a service of the file has it.

    Attributes:
        taxonomy: its name or address; empty if the file gave none.
        term: its code, else its name, folded: what `KnownTerm` is found by.
        name: for people.
    """

    taxonomy: str
    term: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One service of the file, read or refused.

    Attributes:
        place: where it stands in the file.
        service: None if it is refused or removed.
        name: as the file calls it, for people; may be empty when it is refused.
        uid: the id of the service, a UUID; empty if the file gives none.
        old_uid: the id as the file has it, if that is no UUID.
        is_removed: the file says that it is no longer offered.
        reasons: why it is refused.
        notes: what was left out of a service that comes in.
        gaps: what it lacks by the rule of the house (`Gap` in hsds_reader.py).
        terms: foreign terms of the service, which are not among its topics and strengths yet:
            reading knows nothing of any practice.
        beyond: what the file says beyond our model and is not kept, as HSDS names the fields, such
            as `service.wait_time`.
    """

    place: Said
    service: HelpService | None = None
    name: str = ""
    uid: str = ""
    old_uid: str = ""
    is_removed: bool = False
    reasons: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    gaps: tuple[str, ...] = ()
    terms: tuple[ForeignTerm, ...] = ()
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """All lines of a file.

    Attributes:
        packed: the lines, for `HelpImport.result`; `unpack_lines` gives them.
        accepted: how many lines were read, those of removed services too.
        refused: how many lines were not.
    """

    packed: bytes
    accepted: int
    refused: int


class LinePacker:
    """Packs lines one by one."""

    def __init__(self) -> None:
        self._compress = zlib.compressobj(_LEVEL)
        self._packed = bytearray()
        self._accepted = 0
        self._refused = 0
        self._size = 0

    def add(self, line: ReadLine) -> None:
        """Add a line.

        Raises:
            ResultDamaged: the lines together, or packed, are longer than the limits.
        """
        written = msgspec.json.encode(line, order="deterministic") + b"\n"
        self._size += len(written)
        self._packed += self._compress.compress(written)
        if self._size > MAX_RESULT_BYTES or len(self._packed) > MAX_PACKED_BYTES:
            raise ResultDamaged("too long")
        is_read = line.service is not None or line.is_removed
        self._accepted += is_read
        self._refused += not is_read

    def finish(self) -> ReadResult:
        """Give everything that was added; nothing can be added after it."""
        packed = bytes(self._packed + self._compress.flush())
        return ReadResult(packed=packed, accepted=self._accepted, refused=self._refused)


def unpack_lines(packed: bytes) -> Iterator[ReadLine]:
    """Give the lines of a packed result in the order of the file, reading as they are asked for.

    Raises:
        ResultDamaged: as soon as a part is reached that is none of ours.
    """
    decoder = msgspec.json.Decoder(ReadLine)
    try:
        for line in _split(packed):
            yield decoder.decode(line)
    except (msgspec.MsgspecError, zlib.error, UnicodeDecodeError) as error:
        raise ResultDamaged(str(error)) from error


def _split(packed: bytes) -> Iterator[bytes]:
    rest, size = b"", 0
    for part in _unpack(packed):
        size += len(part)
        *lines, rest = (rest + part).split(b"\n")
        if size > MAX_RESULT_BYTES or len(rest) > MAX_LINE_BYTES:
            raise ResultDamaged("too long")
        yield from lines
    if rest:
        raise ResultDamaged("cut off")


def _unpack(packed: bytes) -> Iterator[bytes]:
    """Unpack in small parts, so that a few bytes cannot become a whole memory of zeros."""
    unpack = zlib.decompressobj()
    for start in range(0, len(packed), _CHUNK):
        waiting = packed[start : start + _CHUNK]
        while waiting:
            yield unpack.decompress(waiting, _CHUNK)
            waiting = unpack.unconsumed_tail
    if not unpack.eof:
        raise ResultDamaged("cut off")
