"""The shapes in which JSON of HSDS gives services.

They are: a service; an organization with its services inside; a service at a location, with the
service inside; and, as the standard's own examples do, the tables of a data package in one file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pwa.directory.exchange.files.core import (
    IN_SERVICE,
    NO_SERVICES,
    FileRefused,
    SourceFile,
    SourceLine,
)
from pwa.directory.exchange.files.data_package import join, make_table
from pwa.directory.exchange.files.joins import SERVICES, TABLES, UNREAD
from pwa.directory.exchange.result import Said
from pwa.text import N_

PACKAGE: Final = f"{SERVICES}.csv"
_NO_OBJECT: Final = N_("This is no service.")
_NO_SERVICE_INSIDE: Final = N_("This is an organization without services.")
# Fields that only other records of HSDS have; those of a service have a status.
_OF_OTHERS: Final = frozenset(
    {"location_type", "taxonomy", "taxonomy_detail", "parent_id", "version"}
)
_OF_ORGANIZATIONS: Final = frozenset(
    {
        "legal_status",
        "locations",
        "organization_identifiers",
        "parent_organization_id",
        "tax_status",
        "year_incorporated",
    }
)
# Of an organization, what is not said of each of its services.
_NOT_OF_SERVICES: Final = frozenset({SERVICES, "locations", "programs"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file, of any type.

    Attributes:
        number: the first record of the file is 1.
        refused: why it could not be decoded; `value` is None then.
    """

    number: int
    value: Any
    refused: Said | None = None


def find_services(records: Iterator[Record]) -> Iterator[SourceLine]:
    """Give the services in records, one after the other.

    One service at several locations, told as many times, is one service with several locations; it
    comes after all others.
    """
    visits: dict[str, tuple[int, dict[str, Any]]] = {}
    for record in records:
        value = record.value
        if record.refused or not isinstance(value, dict):
            yield _line(record.number, refused=record.refused or Said(_NO_OBJECT))
        elif isinstance(value.get("service"), dict):
            _add_visit(visits, record.number, value)
        elif isinstance(value.get(SERVICES), list):
            yield from _of_organization(record.number, value)
        elif "status" not in value and not _OF_ORGANIZATIONS.isdisjoint(value):
            yield _line(record.number, value, Said(_NO_SERVICE_INSIDE))
        elif "status" not in value and not _OF_OTHERS.isdisjoint(value):
            yield _line(record.number, value, Said(_NO_OBJECT))
        else:
            yield _line(record.number, value)
    for number, service in visits.values():
        yield _line(number, service)


def read_tabular(tables: object) -> SourceFile:
    """Read the tables of a data package, each of them a list of objects under its file's name.

    Raises:
        FileRefused: there are no services in them, or too many.
    """
    assert isinstance(tables, dict)
    made = {}
    for name, rows in tables.items():
        table = str(name).removesuffix(".csv")
        if table not in TABLES - UNREAD or not isinstance(rows, list):
            continue
        objects = [row for row in rows if isinstance(row, dict)]
        columns = list(dict.fromkeys(column for row in objects for column in row))
        made[table] = make_table(
            table, columns, ([row.get(column) for column in columns] for row in objects)
        )
    if SERVICES not in made:
        raise FileRefused(NO_SERVICES)
    return join(made)


def _line(number: int, values: Any = None, refused: Said | None = None) -> SourceLine:
    place = Said(IN_SERVICE, {"line": number})
    return SourceLine(place=place, values=values or {}, refused=refused)


def _of_organization(number: int, organization: dict[str, Any]) -> Iterator[SourceLine]:
    services = organization[SERVICES]
    about = {name: organization[name] for name in organization.keys() - _NOT_OF_SERVICES}
    if not services:
        yield _line(number, organization, Said(_NO_SERVICE_INSIDE))
    for service in services:
        if isinstance(service, dict):
            yield _line(number, {"organization": about, **service})
        else:
            yield _line(number, refused=Said(_NO_OBJECT))


def _add_visit(
    visits: dict[str, tuple[int, dict[str, Any]]], number: int, visit: dict[str, Any]
) -> None:
    place = {name: value for name, value in visit.items() if name != "service"}
    uid = visit["service"].get("id")
    key = uid if isinstance(uid, str) else f"number {number}"
    if key not in visits:
        visits[key] = number, {**visit["service"], "service_at_locations": []}
    visits[key][1]["service_at_locations"].append(place)
