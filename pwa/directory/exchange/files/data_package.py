"""A tabular data package of HSDS: a zip with datapackage.json and one CSV file a table.

What datapackage.json says is not looked at: the names of the files and of their columns are those
of the standard, and nothing is read from where a package points to.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final

from pwa.directory.exchange.files.core import (
    IN_FILE_LINE,
    MAX_ROWS,
    NO_SERVICES,
    TOO_MANY_ROWS,
    FileRefused,
    SourceFile,
    SourceLine,
)
from pwa.directory.exchange.files.joins import SERVICES, TABLES, UNREAD, Joiner, found_by
from pwa.directory.exchange.files.rows import find_separator, read_csv_rows
from pwa.directory.exchange.files.tables import Table
from pwa.directory.exchange.files.zipped import Zipped
from pwa.directory.exchange.result import Said
from pwa.text import N_

_UNKNOWN: Final = N_(
    "We do not know the file %(file)s in the zip. "
    "Make the zip again, with nothing but datapackage.json and the tables of HSDS."
)
_TOO_MANY_PARTS: Final = N_("It has more than 2,000 parts, such as phones and addresses.")
_ONE_FOLDER: Final = N_("The files in the zip are in several folders. Put them into one.")
_DESCRIPTION: Final = "datapackage.json"
_TABLE: Final = ".csv"


def is_package(zipped: Zipped) -> bool:
    """Say whether a zip looks like a data package."""
    return any(
        PurePosixPath(name).name in (_DESCRIPTION, SERVICES + _TABLE) for name in zipped.entries
    )


def read_package(zipped: Zipped) -> SourceFile:
    """Read the tables, and give the services that they make up.

    Raises:
        FileRefused: there is something else in the zip, or a table cannot be read.
    """
    names = dict(_table_names(zipped))
    if SERVICES not in names:
        raise FileRefused(NO_SERVICES)
    tables = {name: _read_table(zipped, name, entry) for name, entry in names.items()}
    return join(tables)


def join(tables: Mapping[str, Table]) -> SourceFile:
    """Give the services that tables make up.

    Raises:
        FileRefused: there are none, or too many.
    """
    total = len(tables[SERVICES])
    if not total:
        raise FileRefused(NO_SERVICES)
    if total > MAX_ROWS:
        raise FileRefused(TOO_MANY_ROWS)
    return SourceFile(total, _lines(Joiner(tables)))


def make_table(name: str, columns: list[str], rows: Iterable[list[Any]]) -> Table:
    """Fill a table.

    Raises:
        FileRefused: there are too many services.
    """
    table = Table(columns, sorted(found_by(name)))
    for row in rows:
        table.add(row)
        if name == SERVICES and len(table) > MAX_ROWS:
            raise FileRefused(TOO_MANY_ROWS)
    return table


def _lines(joiner: Joiner) -> Iterator[SourceLine]:
    for number, service in enumerate(joiner.services(), 2):  # the headings are line 1
        place = Said(IN_FILE_LINE, {"file": SERVICES + _TABLE, "line": number})
        refused = Said(_TOO_MANY_PARTS) if service is None else None
        yield SourceLine(place=place, values=service or {}, refused=refused)


def _table_names(zipped: Zipped) -> Iterator[tuple[str, str]]:
    folders = set()
    for entry in zipped.entries:
        path = PurePosixPath(entry)
        folders.add(path.parent)
        if path.name == _DESCRIPTION:
            continue
        if path.suffix != _TABLE or path.stem not in TABLES:
            raise FileRefused(_UNKNOWN, {"file": entry})
        if path.stem not in UNREAD:
            yield path.stem, entry
    if len(folders) > 1:
        raise FileRefused(_ONE_FOLDER)


def _read_table(zipped: Zipped, name: str, entry: str) -> Table:
    lines = zipped.lines(entry)
    first = next(lines, "")
    rows = (row.cells for row in read_csv_rows(chain([first], lines), find_separator(first)))
    columns = [heading.strip() for heading in next(rows, [])]
    return make_table(name, columns, rows)
