"""A preview as it is stored: its pages are compressed one by one, so that one is quickly read."""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from pwa.directory.exchange.importing.core import PER_PAGE, Counts, LineKind, PreviewLine
from pwa.directory.exchange.result import ForeignTerm

# A set with more terms than this is asked about in turns.
MAX_TERMS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTerm:
    """A term that nobody told us the meaning of yet, and in how many services it stands."""

    term: ForeignTerm
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    pages: Mapping[LineKind, Sequence[bytes]]
    terms: Sequence[AskedTerm]


@dataclass(slots=True)
class PreviewMaker:
    """Collects the lines of a preview; what is full is compressed at once."""

    counts: Counts = field(default_factory=Counts)
    _terms: Counter[ForeignTerm] = field(default_factory=Counter)
    _pages: dict[LineKind, list[bytes]] = field(default_factory=dict)
    _open: dict[LineKind, list[PreviewLine]] = field(default_factory=dict)

    def add(self, line: PreviewLine) -> None:
        """Add a line; those of LineKind.SAME are only counted."""
        self.counts.add(line)
        if line.kind is LineKind.SAME:
            return
        lines = self._open.setdefault(line.kind, [])
        lines.append(line)
        if len(lines) == PER_PAGE:
            self._close(line.kind)

    def ask(self, term: ForeignTerm) -> None:
        """Note a term of a service that nobody told us the meaning of."""
        self._terms[term] += 1

    @property
    def asked(self) -> int:
        """How many different terms nobody told us the meaning of."""
        return len(self._terms)

    def finish(self) -> bytes:
        """Give the preview as it is stored."""
        for kind in tuple(self._open):
            self._close(kind)
        terms = [AskedTerm(term=term, count=n) for term, n in self._terms.most_common(MAX_TERMS)]
        return msgspec.msgpack.encode(_Stored(pages=self._pages, terms=terms))

    def _close(self, kind: LineKind) -> None:
        lines = self._open.pop(kind)
        self._pages.setdefault(kind, []).append(zlib.compress(msgspec.msgpack.encode(lines)))


def read_lines(preview: bytes, kind: LineKind, page: int) -> list[PreviewLine]:
    """Read one page of a preview, counted from 1; empty if there is no such page."""
    stored = msgspec.msgpack.decode(preview, type=_Stored)
    pages = stored.pages.get(kind, ())
    if not 1 <= page <= len(pages):
        return []
    return msgspec.msgpack.decode(zlib.decompress(pages[page - 1]), type=list[PreviewLine])


def read_terms(preview: bytes) -> Sequence[AskedTerm]:
    """Read the terms to ask about, the most frequent first."""
    return msgspec.msgpack.decode(preview, type=_Stored).terms
