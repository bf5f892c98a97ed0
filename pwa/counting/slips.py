"""Sealed tallies as bytes: each of the same length, so that a length tells nothing."""

from collections.abc import Iterator
from random import SystemRandom
from typing import Final

from pwa.counting.core import SCALES, Table, Tally, codes_of
from pwa.vault.crypto import CannotOpen, open_sealed, seal_to

# The name of a table and of an answer, filled up with blanks.
_TALLY_BYTES: Final = 32
# Format byte, ephemeral public key, authenticator.
_SLIP_BYTES: Final = 1 + 32 + 16 + _TALLY_BYTES
# How many tallies lie in one box: enough to hide one of them, few enough to rewrite at each.
BOX_SIZE: Final = 50

_random = SystemRandom()


def put_in(slips: bytes, public_key: bytes, tally: Tally) -> bytes:
    """Seal a tally, put it among the others and shuffle them all.

    Args:
        slips: the sealed tallies of a box.
        public_key: of the box.
    """
    text = f"{tally.table} {tally.code}".encode().ljust(_TALLY_BYTES)
    if len(text) > _TALLY_BYTES:
        raise ValueError("the code of an answer is too long for a tally")
    all_slips = [*_cut(slips), seal_to(public_key, text)]
    _random.shuffle(all_slips)
    return b"".join(all_slips)


def count_in(slips: bytes) -> int:
    """Count the sealed tallies of a box."""
    return len(slips) // _SLIP_BYTES


def open_slips(slips: bytes, private_key: bytes) -> Iterator[Tally]:
    """Open the tallies of a box; what is damaged, or no answer of its question, is left out."""
    for slip in _cut(slips):
        try:
            table, code = open_sealed(private_key, slip).decode().split()
            tally = Tally(Table(table), code)
        except (CannotOpen, ValueError):
            continue
        if tally.table not in SCALES or tally.code in codes_of(tally.table):
            yield tally


def _cut(slips: bytes) -> Iterator[bytes]:
    for start in range(0, len(slips), _SLIP_BYTES):
        yield slips[start : start + _SLIP_BYTES]
