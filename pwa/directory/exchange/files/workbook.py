"""The rows of an Excel workbook (.xlsx): of its first sheet, with the values that it shows.

Nothing in the workbook is calculated: a formula counts as the text or number that Excel saved
beside it.
"""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import errors

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from pwa.directory.exchange.files.core import (
    MAX_COLUMNS,
    MAX_FIELD,
    MAX_ROWS,
    TOO_LONG,
    TOO_MUCH,
    FileRefused,
)
from pwa.directory.exchange.files.letters import HAS_NUL
from pwa.directory.exchange.files.rows import Row, check_width
from pwa.directory.exchange.files.zipped import Zipped
from pwa.text import N_

_MACROS: Final = N_(
    "There are macros in the workbook, and we do not take those. "
    "Save it as “Excel Workbook (.xlsx)”, and upload it again."
)
_LINKS: Final = N_(
    "The workbook takes values from another file. "
    "Copy the sheet, paste it as values into a new workbook, and upload that."
)
_NO_SHEET: Final = N_("There is no sheet in the workbook.")
_NO_XLSX: Final = N_(
    "The workbook cannot be read. Save it as “Excel Workbook (.xlsx)”, and upload it again."
)
_NO_MEMORY: Final = errors.codes[errors.XML_ERROR_NO_MEMORY]
_XML: Final = (".xml", ".rels")
# A declaration of entities can blow up a file; no program writes one into a workbook.
_DECLARED: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_DECLARED: Final = 64


def is_workbook(zipped: Zipped) -> bool:
    """Say whether a zip is an Excel workbook."""
    return "xl/workbook.xml" in zipped.entries


def open_workbook(data: bytes, zipped: Zipped) -> tuple[Iterator[Row], int]:
    """Give the rows of the first sheet, and how many it says there are.

    Rows without anything in them are left out.

    Raises:
        FileRefused: there is something in the workbook that we do not take; or, while reading, a
            row or a text is too long.
    """
    _check_parts(zipped)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, ParseError) as error:
        raise FileRefused(TOO_MUCH if _lacked_memory(error) else _NO_XLSX) from error
    if not book.worksheets:
        raise FileRefused(_NO_SHEET)
    sheet = book.worksheets[0]
    said = min(sheet.max_row or 0, MAX_ROWS + 1) - 1
    assert isinstance(sheet, ReadOnlyWorksheet)
    sheet.reset_dimensions()  # what the file says of them need not be true
    return _rows(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)), max(said, 0)


def _lacked_memory(error: BaseException | None) -> bool:
    """Tell whether an error began with too little memory.

    The XML parser (expat) reports that by a code of its own, and openpyxl raises errors of its own.
    """
    while error is not None:
        if isinstance(error, MemoryError) or _is_of_parser(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_of_parser(error: BaseException) -> bool:
    return isinstance(error, ParseError) and error.code == _NO_MEMORY


def _rows(rows: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    for number, values in enumerate(rows, 1):
        if values.count(None) < len(values):  # a million empty rows must not take long
            yield _row(number, values)


def _row(number: int, values: tuple[object, ...]) -> Row:
    cells = [_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    numbers = (i for i, value in enumerate(values) if isinstance(value, (int, float)))
    return Row(number, check_width(cells), frozenset(numbers))


def _text(value: object) -> str:
    """Write a cell as people write it in a text; dates and times as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    if len(text) > MAX_FIELD:
        raise FileRefused(TOO_LONG)
    return text


def _check_parts(zipped: Zipped) -> None:
    names = [name.lower() for name in zipped.entries]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(_MACROS)
    if any("/externallinks/" in name for name in names):
        raise FileRefused(_LINKS)
    for name in zipped.entries:
        tail = b""
        for part in zipped.chunks(name):
            if name.lower().endswith(_XML):
                _check_xml(tail + part)
                tail = part[-_LONGEST_DECLARED:]


def _check_xml(part: bytes) -> None:
    if b"\0" in part:
        raise FileRefused(HAS_NUL)
    if b"<!" in part and _DECLARED.search(part):  # the first is a hundred times quicker
        raise FileRefused(_NO_XLSX)
