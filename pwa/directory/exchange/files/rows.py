"""The rows of a table, from a CSV file or from the first sheet of an Excel workbook."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pwa.directory.exchange.files.core import MAX_COLUMNS, MAX_FIELD, TOO_LONG, FileRefused
from pwa.text import N_

_BROKEN: Final = N_(
    "Around line %(line)d of the file a quotation mark is missing, or there is one too many. "
    "Open the file in a spreadsheet program, save it again as CSV, and upload it once more."
)
_TOO_WIDE: Final = N_(
    "There are more than 200 columns in the file. Leave out what we do not ask for, and upload it again."
)
_SEPARATORS: Final = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: as a spreadsheet program counts it; the first row is 1.
        cells: texts; empty ones too.
        numbers: columns in which the file has a number, not a text.
    """

    number: int
    cells: list[str]
    numbers: frozenset[int] = frozenset()


def read_csv_rows(lines: Iterable[str], separator: str) -> Iterator[Row]:
    """Read the rows of a CSV file; rows without a text in any cell are left out.

    Raises:
        FileRefused: while reading: the quotation marks do not fit, or something is too long.
    """
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(map(str.strip, cells)):
                yield Row(number, check_width(cells))
    except csv.Error as error:
        if "field limit" in str(error):
            raise FileRefused(TOO_LONG) from error
        raise FileRefused(_BROKEN, {"line": number + 1}) from error


def check_width(cells: list[str]) -> list[str]:
    """Give the cells, unless there are too many.

    Raises:
        FileRefused: there are.
    """
    if len(cells) > MAX_COLUMNS:
        raise FileRefused(_TOO_WIDE)
    return cells


def find_separator(first_line: str) -> str:
    """Choose what separates the columns: what stands most often in the line of headings."""
    return max(_SEPARATORS, key=first_line.count)
