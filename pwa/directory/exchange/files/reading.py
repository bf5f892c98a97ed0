"""Tell what kind of file was uploaded by its content, and read it."""

import io
import os
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from pwa.directory.exchange.files.core import (
    EMPTY,
    MAX_ROWS,
    MAX_UPLOAD_BYTES,
    NO_SERVICES,
    TOO_BIG,
    TOO_MANY_ROWS,
    FileRefused,
    SourceFile,
    SourceLine,
)
from pwa.directory.exchange.files.data_package import is_package, read_package
from pwa.directory.exchange.files.json_file import read_json
from pwa.directory.exchange.files.letters import check_letters
from pwa.directory.exchange.files.own_words import load_words
from pwa.directory.exchange.files.rows import find_separator, read_csv_rows
from pwa.directory.exchange.files.spreadsheet import read_spreadsheet
from pwa.directory.exchange.files.zipped import Zipped
from pwa.directory.exchange.result import Said
from pwa.text import N_

_UNKNOWN: Final = N_(
    "We do not know this kind of file. "
    "Upload a spreadsheet (.xlsx or .csv), or a file of Open Referral HSDS (JSON or zip)."
)
_OLD_EXCEL: Final = N_(
    "This is an old Excel file, or one with a password. "
    "Save it as “Excel Workbook (.xlsx)” without a password, and upload it again."
)
_TWICE: Final = N_("It has the same id as number %(line)d in the file.")

# A line for Excel above the headings, which says what separates the columns.
_SEPARATOR: Final = re.compile(rb"sep=([;,\t])\r?\n", re.IGNORECASE)
_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"  # Excel until 2003, and every workbook with a password
# PDF, gzip, RAR, 7-Zip, xz, bzip2, PNG, JPEG.
_OTHERS: Final = (
    b"%PDF",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
    b"\xfd7zXZ",
    b"BZh",
    b"\x89PNG",
    b"\xff\xd8\xff",
)


def read_file(data: bytes) -> SourceFile:
    """Read the bytes of a file; its name says nothing, because anybody can give it any name.

    Raises:
        FileRefused: the file as a whole, at once or while its lines are read; what is wrong with
            one service is told at its line.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise FileRefused(TOO_BIG)
    if not data.strip():
        raise FileRefused(EMPTY)
    if data.startswith(_OLE):
        raise FileRefused(_OLD_EXCEL)
    if data.startswith(_OTHERS):
        raise FileRefused(_UNKNOWN)
    source = _read_zip(data) if data.startswith(_ZIP) else _read_text(check_letters(data).strip())
    return SourceFile(source.total, _once(source.lines))


def load_for(data: bytes) -> None:
    """Load what reading a file will need, while files can still be opened."""
    load_words()
    if data.startswith(_ZIP):  # openpyxl is slow to load, and nothing else needs it
        # With Python's own parser (expat), also where lxml is installed for something else: one
        # parser means the same limits and the same refusals on every machine.
        os.environ["OPENPYXL_LXML"] = "False"
        import_module("pwa.directory.exchange.files.workbook")


def _read_zip(data: bytes) -> SourceFile:
    from pwa.directory.exchange.files.workbook import is_workbook, open_workbook

    zipped = Zipped(data)
    if is_workbook(zipped):
        return read_spreadsheet(*open_workbook(data, zipped))
    if is_package(zipped):
        return read_package(zipped)
    raise FileRefused(_UNKNOWN)


def _read_text(text: bytes) -> SourceFile:
    if not text:
        raise FileRefused(EMPTY)
    if text.startswith((b"{", b"[")):
        return read_json(text)
    if text.startswith(b"<"):
        raise FileRefused(_UNKNOWN)
    said = _SEPARATOR.match(text)
    lines = io.StringIO(text[said.end() :].decode() if said else text.decode(), newline="")
    separator = said[1].decode() if said else find_separator(lines.readline())
    lines.seek(0)
    total = sum(1 for _ in read_csv_rows(lines, separator)) - 1  # so mistakes are found at once
    if total > MAX_ROWS:
        raise FileRefused(TOO_MANY_ROWS)
    lines.seek(0)
    return read_spreadsheet(read_csv_rows(lines, separator), total)


def _once(lines: Iterator[SourceLine]) -> Iterator[SourceLine]:
    """Refuse a line whose id stands above it already, and a file with no line or too many."""
    seen: dict[str, int] = {}
    count = 0
    for count, line in enumerate(lines, 1):
        if count > MAX_ROWS:
            raise FileRefused(TOO_MANY_ROWS)
        service, place = line.values, line.place.values
        uid, number = service.get("id"), place.get("line")
        if line.refused or not isinstance(uid, str) or not isinstance(number, int):
            yield line
        elif (known := uid.strip().lower()) in seen:
            said = Said(_TWICE, {"line": seen[known]})
            yield SourceLine(place=line.place, values=line.values, refused=said)
        else:
            seen[known] = number
            yield line
    if not count:
        raise FileRefused(NO_SERVICES)
