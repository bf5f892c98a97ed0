"""A spreadsheet with one service a row, turned into the nested shape of HSDS.

The headings are in headings.py. What stands under another heading is handed on under its own name,
so that the preview can say that it is not kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid5

from pwa.directory.exchange.files.core import (
    IN_LINE,
    NO_SERVICES,
    FileRefused,
    SourceFile,
    SourceLine,
)
from pwa.directory.exchange.files.headings import Column, find_column
from pwa.directory.exchange.files.opening import read_hours
from pwa.directory.exchange.files.own_words import find_topic_code
from pwa.directory.exchange.files.rows import Row
from pwa.directory.exchange.result import Said
from pwa.directory.exchange.terms import HOUSE, YES, Fact, Taxonomy, write_attribute
from pwa.text import N_, one_line
from pwa.typed.days import NoSuchDay, read_moment
from pwa.typed.folding import fold

_NO_NAME: Final = N_(
    "There is no column with the heading “naam” in the first row. "
    "Take the example file, and put every service in a row of its own below the headings."
)
_TWICE: Final = N_("Two columns are for the same: %(one)s and %(other)s. Make one column of them.")
_TOO_MANY_CELLS: Final = N_(
    "The row has more cells than there are headings. Is there a separator in a text without quotation marks?"
)
# Without white space around it, on which a search in a long cell would take for ever.
_LIST: Final = re.compile(r"[,;\n|]")
_NUMBERS: Final = re.compile(r"[,;\n|]|\s/\s|\b(?:of|en|or|and)\b", re.IGNORECASE)
_WHOLE_ADDRESS: Final = re.compile(r"(.+?)[,\s]+(\d{4} ?[A-Za-z]{2})[,\s]+(\S.*)", re.DOTALL)
_LONGEST_ADDRESS: Final = 300
_FREE: Final = frozenset({"gratis", "geen", "geen kosten", "free", "none", "0"})
_YES: Final = frozenset({"ja", "yes", "x", "1", "true"})
# Without the 0 at its beginning, which a spreadsheet program takes off a number.
_DIGITS_WITHOUT_ZERO: Final = 9
# A day that was typed without a year gets one from here on, and is not taken for a date.
_NO_YEAR: Final = date(1900, 1, 1)
_FIRST_YEAR: Final = 1970


@dataclass(frozen=True, slots=True)
class _Headings:
    columns: Mapping[Column, int]
    others: Mapping[str, int]
    width: int


def read_spreadsheet(rows: Iterator[Row], total: int) -> SourceFile:
    """Read the services of a table.

    Args:
        total: about how many rows there are.

    Raises:
        FileRefused: there are no headings that we know; or, while reading, too many rows.
    """
    first = next(rows, None)
    if first is None:
        raise FileRefused(NO_SERVICES)
    return SourceFile(total, _lines(rows, _find_headings(first.cells)))


def _find_headings(cells: list[str]) -> _Headings:
    columns: dict[Column, int] = {}
    others: dict[str, int] = {}
    for place, heading in enumerate(cells):
        column = find_column(heading)
        if column in columns:
            values = {"one": cells[columns[column]], "other": heading}
            raise FileRefused(_TWICE, values)
        if column:
            columns[column] = place
        elif heading.strip():
            others[one_line(heading)[:60]] = place
    if Column.NAME not in columns:
        raise FileRefused(_NO_NAME)
    return _Headings(columns, others, len(cells))


def _lines(rows: Iterator[Row], headings: _Headings) -> Iterator[SourceLine]:
    for row in rows:
        place = Said(IN_LINE, {"line": row.number})
        values = _service(_Cells(row, headings))
        is_too_wide = any(cell.strip() for cell in row.cells[headings.width :])
        refused = Said(_TOO_MANY_CELLS) if is_too_wide else None
        yield SourceLine(place=place, values=values, refused=refused)


@dataclass(frozen=True, slots=True)
class _Cells:
    row: Row
    headings: _Headings

    def __getitem__(self, column: Column) -> str:
        return self.at(self.headings.columns.get(column))

    def at(self, place: int | None) -> str:
        is_there = place is not None and place < len(self.row.cells)
        return self.row.cells[place].strip() if is_there and place is not None else ""

    def parts(self, column: Column) -> list[str]:
        return [part.strip() for part in _LIST.split(self[column]) if part.strip()]

    def others(self) -> dict[str, str]:
        texts = {name: self.at(place) for name, place in self.headings.others.items()}
        return {name: text for name, text in texts.items() if text}

    def has_number(self, column: Column) -> bool:
        return self.headings.columns.get(column) in self.row.numbers


def _service(cells: _Cells) -> dict[str, Any]:
    uid = _id(cells)
    service = {
        "id": uid,
        "name": cells[Column.NAME],
        "status": "active",
        "description": cells[Column.WHAT],
        "eligibility_description": cells[Column.AUDIENCE],
        "fees_description": cells[Column.COST],
        "application_process": cells[Column.ACCESS],
        "url": cells[Column.WEBSITE],
        "email": cells[Column.EMAIL],
        "assured_date": _day(cells[Column.CHECKED]),
        "organization": _named(cells[Column.ORGANIZATION]),
        "phones": [{"number": number} for number in _phones(cells)],
        "languages": [_language(name) for name in cells.parts(Column.LANGUAGES)],
        "service_areas": [{"name": name} for name in cells.parts(Column.DISTRICT)],
        "contacts": [{"name": cells[Column.CONTACT]}] if cells[Column.CONTACT] else [],
        "schedules": read_hours(cells[Column.HOURS]),
        "service_at_locations": _places(cells),
        "attributes": list(_attributes(cells, uid)),
    }
    filled = {field: value for field, value in service.items() if value}
    return {name: text for name, text in cells.others().items() if name not in service} | filled


def _id(cells: _Cells) -> str:
    """Give the id of the row; without one, it is made of what a service is known by."""
    if cells[Column.ID]:
        return cells[Column.ID]
    known_by = (Column.NAME, Column.ORGANIZATION, Column.POSTAL_CODE, Column.CITY, Column.STREET)
    return str(uuid5(HOUSE, "row:" + "|".join(fold(cells[column]) for column in known_by)))


def _named(name: str) -> dict[str, str] | None:
    return {"id": str(uuid5(HOUSE, f"organization:{fold(name)}")), "name": name} if name else None


def _phones(cells: _Cells) -> Iterator[str]:
    written = cells[Column.PHONE]
    if cells.has_number(Column.PHONE) and len(written) == _DIGITS_WITHOUT_ZERO:
        written = f"0{written}"
    yield from filter(None, map(str.strip, _NUMBERS.split(written)))


def _language(name: str) -> dict[str, str]:
    return {"name": name, "code": name if name.isascii() and len(name) <= 3 else ""}


def _places(cells: _Cells) -> list[dict[str, Any]]:
    street, postal_code, city = (
        cells[column] for column in (Column.STREET, Column.POSTAL_CODE, Column.CITY)
    )
    whole = _WHOLE_ADDRESS.fullmatch(street) if len(street) <= _LONGEST_ADDRESS else None
    if whole and not postal_code:
        street, postal_code, city = whole[1], whole[2], city or whole[3]
    directions = cells[Column.DIRECTIONS]
    if not (street or directions):
        return []
    address = {"address_1": street, "postal_code": postal_code, "city": city, "country": "NL"}
    location = {
        "location_type": "physical",
        "transportation": directions,
        "addresses": [address] if street else [],
    }
    return [{"location": {field: value for field, value in location.items() if value}}]


def _attributes(cells: _Cells, uid: str) -> Iterator[dict[str, Any]]:
    owner = str(uuid5(HOUSE, uid))
    for name in cells.parts(Column.TOPICS):
        code = find_topic_code(name)
        if code:
            yield write_attribute(owner, Taxonomy.TOPICS, code)
        else:
            yield {"taxonomy_term": {"name": name}}
    if fold(cells[Column.COST]) in _FREE:
        yield write_attribute(owner, Taxonomy.FACTS, Fact.IS_FREE, YES)
    if fold(cells[Column.INTERPRETER]) in _YES:
        yield write_attribute(owner, Taxonomy.FACTS, Fact.HAS_INTERPRETER, YES)


def _day(text: str) -> str:
    """Write a day as ISO 8601; what is no day of our calendar stays, and is refused when it is read."""
    try:
        moment = read_moment(text, _NO_YEAR)
    except NoSuchDay:
        return text
    return text if moment is None or moment.day.year < _FIRST_YEAR else moment.day.isoformat()
