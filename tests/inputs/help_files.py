"""Files of help services, made for tests, and what is read of them."""

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from pwa.directory.exchange.files.core import FileRefused
from pwa.directory.exchange.files.mapping import LineMapping
from pwa.directory.exchange.files.reading import read_file
from pwa.directory.exchange.result import ReadLine
from pwa.directory.exchange.terms import HOUSE
from pwa.directory.hsds import HelpService

TODAY: Final = date(2026, 11, 30)
NUMBER: Final = "030 236 17 40"


def read_lines(data: bytes) -> list[ReadLine]:
    """Read as the child does, but in this process, which is quicker."""
    mapping = LineMapping(TODAY, HOUSE)
    return [mapping.map_line(line) for line in read_file(data).lines]


def refusal_of(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_lines(data)
    return refused.value.message


def a_service(number: int = 1, **more: object) -> dict[str, object]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "name": f"Buurthuis {number}",
        "status": "active",
        "phones": [{"id": f"phone-{number}", "number": NUMBER}],
        **more,
    }


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def only_service(lines: list[ReadLine]) -> HelpService:
    (line,) = lines
    assert line.service is not None, line.reasons
    return line.service


def a_workbook(*rows: Sequence[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(file)
    return file.getvalue()


def a_zip(files: dict[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return file.getvalue()
