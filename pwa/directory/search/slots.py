"""Sets of slots as whole numbers with a bit for each slot.

A word such as "help" is in most of 50,000 options. Python joins and compares numbers of so many
bits in a few microseconds, where sets of slots would take milliseconds.
"""

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias

Bits: TypeAlias = int
_Slots: TypeAlias = "array[int]"

# Lists of at least so many slots are kept as bits too, once they were asked for.
_LONG: Final = 512


class Places:
    """The slots of each word."""

    def __init__(self) -> None:
        self._slots: dict[str, _Slots] = {}
        self._bits: dict[str, Bits] = {}

    def note(self, words: Iterable[str], slot: int) -> None:
        """Say that an option has these words."""
        for word in words:
            slots = self._slots.get(word)
            if slots is None:
                self._slots[word] = array("I", (slot,))
            else:
                slots.append(slot)
            if self._bits and word in self._bits:
                self._bits[word] |= 1 << slot

    def of(self, words: Iterable[str]) -> Bits:
        """Give the slots that have one of these words."""
        found, short = 0, list[_Slots]()
        for word in words:
            slots = self._slots.get(word)
            if slots is None:
                continue
            if len(slots) < _LONG:
                short.append(slots)
                continue
            if word not in self._bits:
                self._bits[word] = to_bits(slots)
            found |= self._bits[word]
        return found | to_bits(chain.from_iterable(short)) if short else found


def to_bits(slots: Iterable[int]) -> Bits:
    """Make a set of slots."""
    buffer = bytearray()
    for slot in slots:
        byte = slot >> 3
        if byte >= len(buffer):
            buffer.extend(bytes(byte + 1 - len(buffer) + 1024))
        buffer[byte] |= 1 << (slot & 7)
    return int.from_bytes(buffer, "little")


def first_slots(bits: Bits, most: int) -> Iterator[int]:
    """Go through the slots of a set, the lowest first."""
    while bits and most:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
        most -= 1
