"""Tables of a data package in little memory: rows as bytes, found by the ids in some columns.

50,000 services have some 500,000 rows around them; as Python objects they would take ten times the
memory that the child may have.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

_NONE: Final = -1


def _is_key(value: object) -> bool:
    """Say whether a value can point to a row; from JSON it may be of any type."""
    return isinstance(value, (str, int)) and value != ""


class _Index:
    """Finds rows by the value in one column.

    A dictionary knows the last row of each value, by the value's hash; every row knows the one
    before it with the same hash.
    """

    def __init__(self, place: int) -> None:
        self.place = place
        self._last: dict[int, int] = {}
        self._before = array("l")

    def add(self, value: object, number: int) -> None:
        if not _is_key(value):
            self._before.append(_NONE)
            return
        key = hash(value)
        self._before.append(self._last.get(key, _NONE))
        self._last[key] = number

    def numbers(self, value: object) -> list[int]:
        """Give the numbers of the rows that may have a value, first one first."""
        number, found = self._last.get(hash(value), _NONE), []
        while number != _NONE:
            found.append(number)
            number = self._before[number]
        return found[::-1]


class Table:
    """The rows of one table."""

    def __init__(self, columns: Sequence[str], found_by: Sequence[str]) -> None:
        """Make an empty table.

        Args:
            columns: the names in its first row.
            found_by: the columns by which rows are found; those that it does not have find none.
        """
        self.columns = list(columns)
        self._indexes = {
            name: _Index(self.columns.index(name)) for name in found_by if name in columns
        }
        self._rows = bytearray()
        self._ends = array("L")

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, cells: Sequence[Any]) -> None:
        """Add a row; cells that it has too few are empty."""
        for index in self._indexes.values():
            value = cells[index.place] if index.place < len(cells) else ""
            index.add(value, len(self._ends))
        self._rows += msgspec.json.encode(cells)
        self._ends.append(len(self._rows))

    def row(self, number: int) -> dict[str, Any]:
        """Give a row without its empty cells."""
        start = self._ends[number - 1] if number else 0
        cells = msgspec.json.decode(memoryview(self._rows)[start : self._ends[number]])
        return {
            name: cell
            for name, cell in zip(self.columns, cells, strict=False)
            if name and cell not in ("", None)
        }

    def find(self, column: str, value: object) -> Iterator[dict[str, Any]]:
        """Give the rows that have a value in a column."""
        index = self._indexes.get(column)
        if index is None or not _is_key(value):
            return
        for number in index.numbers(value):
            row = self.row(number)
            if row.get(column) == value:  # another value may have the same hash
                yield row
