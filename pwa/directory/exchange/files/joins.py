"""How the tables of a data package of HSDS hang together, and the service that they make up.

Source: Open Referral HSDS 3.0 and 3.1, tabular data package,
https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pwa.directory.exchange.files.tables import Table


@dataclass(frozen=True, slots=True)
class Part:
    """A field with rows of another table.

    Attributes:
        own: the column of this row whose value is looked for.
        column: the column of the other table in which it is looked for.
        is_one: there is one such row, and the field has it without a list.
    """

    field: str
    table: str
    own: str
    column: str
    is_one: bool = False


def _many(field: str, table: str, column: str) -> Part:
    return Part(field, table, "id", column)


def _one(field: str, table: str, own: str) -> Part:
    return Part(field, table, own, "id", is_one=True)


_ATTRIBUTES: Final = _many("attributes", "attributes", "link_id")
# Table to its parts. No table is reached from itself, so a ring of references, such as of an
# organization that is its own parent, leads nowhere.
PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "services": (
        _one("organization", "organizations", "organization_id"),
        _one("program", "programs", "program_id"),
        _many("phones", "phones", "service_id"),
        _many("schedules", "schedules", "service_id"),
        _many("service_areas", "service_areas", "service_id"),
        _many("service_at_locations", "service_at_location", "service_id"),
        _many("languages", "languages", "service_id"),
        _many("funding", "funding", "service_id"),
        _many("cost_options", "cost_options", "service_id"),
        _many("required_documents", "required_documents", "service_id"),
        _many("contacts", "contacts", "service_id"),
        _many("capacities", "service_capacity", "service_id"),
        _many("additional_urls", "url", "service_id"),
        _ATTRIBUTES,
    ),
    "organizations": (
        _many("phones", "phones", "organization_id"),
        _many("contacts", "contacts", "organization_id"),
        _many("funding", "funding", "organization_id"),
        _many("organization_identifiers", "organization_identifiers", "organization_id"),
        _many("additional_websites", "url", "organization_id"),
        _ATTRIBUTES,
    ),
    "service_at_location": (
        _one("location", "locations", "location_id"),
        _many("phones", "phones", "service_at_location_id"),
        _many("contacts", "contacts", "service_at_location_id"),
        _many("schedules", "schedules", "service_at_location_id"),
        _many("service_areas", "service_areas", "service_at_location_id"),
        _ATTRIBUTES,
    ),
    "locations": (
        _many("addresses", "addresses", "location_id"),
        _many("phones", "phones", "location_id"),
        _many("contacts", "contacts", "location_id"),
        _many("schedules", "schedules", "location_id"),
        _many("languages", "languages", "location_id"),
        _many("accessibility", "accessibility", "location_id"),
        _ATTRIBUTES,
    ),
    "contacts": (_many("phones", "phones", "contact_id"), _ATTRIBUTES),
    "phones": (_many("languages", "languages", "phone_id"), _ATTRIBUTES),
    "schedules": (_ATTRIBUTES,),
    "attributes": (_one("taxonomy_term", "taxonomy_terms", "taxonomy_term_id"),),
    "taxonomy_terms": (_one("taxonomy_detail", "taxonomies", "taxonomy_id"),),
    "service_capacity": (_one("unit", "units", "unit_id"),),
}
SERVICES: Final = "services"
# Tables that say nothing of a service by themselves; they may be there, and are not read.
UNREAD: Final = frozenset({"metadata", "meta_table_descriptions"})
TABLES: Final = (
    frozenset(PARTS) | {part.table for parts in PARTS.values() for part in parts} | UNREAD
)
# Of all parts of one service together; a service with more of them is a mistake or an attack.
MAX_PARTS: Final = 2_000


class TooManyParts(ValueError):
    """So much hangs on one service that it is not put together."""


def found_by(table: str) -> frozenset[str]:
    """List the columns by which rows of a table are looked for."""
    parts = (part for each in PARTS.values() for part in each)
    return frozenset(part.column for part in parts if part.table == table)


class Joiner:
    """Puts services together from their tables."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables
        self._parts = {
            name: tuple(part for part in parts if part.table in tables)
            for name, parts in PARTS.items()
        }
        self._left = 0

    def services(self) -> Iterator[dict[str, Any] | None]:
        """Give each service with all its parts; None for one with too many."""
        table = self._tables[SERVICES]
        for number in range(len(table)):
            self._left = MAX_PARTS
            service = table.row(number)
            try:
                self._fill(SERVICES, service)
            except TooManyParts:
                yield None
            else:
                yield service

    def _fill(self, table: str, row: dict[str, Any]) -> None:
        for part in self._parts.get(table, ()):
            value = row.get(part.own)
            if value is None:
                continue
            found = list(self._found(part, value))
            if part.is_one and found:
                row[part.field] = found[0]
            elif found:
                row[part.field] = found

    def _found(self, part: Part, value: object) -> Iterator[dict[str, Any]]:
        for row in self._tables[part.table].find(part.column, value):
            self._left -= 1
            if self._left < 0:
                raise TooManyParts
            self._fill(part.table, row)
            yield row
            if part.is_one:
                return
