"""Read the fields of one service of an HSDS file, and gather what stands at its places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pwa.directory.exchange.reading import Row
from pwa.directory.exchange.reading_parts import (
    Attributes,
    read_areas,
    read_attributes,
    read_costs,
    read_languages,
)
from pwa.directory.exchange.reading_places import (
    read_contacts,
    read_location,
    read_mail,
    read_organization,
    read_phones,
    read_site,
)
from pwa.directory.exchange.reading_schedules import read_schedule
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.exchange.terms import NO, YES, Fact, TermMap, split_codes
from pwa.directory.hsds import (
    FALLBACK,
    Access,
    Contact,
    CostOption,
    HelpService,
    Location,
    Phone,
    Schedule,
    Texts,
)
from pwa.text import N_

_OLDEST: Final = 150
_ACCESS: Final = {access.value: access for access in Access}

LATER = N_("The date of the last check, %(value)s, is still to come, so it was left out.")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a service that may each have phones, contacts and schedules.

    Attributes:
        visits: `service_at_location`, what the service has at one place.
        places: the locations themselves, with all services of the building.
    """

    service: Row
    visits: list[Row]
    places: list[Row]
    organization: Row | None
    uid: str


def build_service(
    row: Row, uid: str, name: str, terms: TermMap, today: date
) -> tuple[HelpService, tuple[ForeignTerm, ...]]:
    """Read all fields of a service, and list the foreign terms that are not known yet.

    Args:
        terms: what the practice takes foreign terms for.
        today: a check later than this day is not believed.

    Raises:
        Refused: something cannot be read at all.
    """
    known = read_attributes(row, terms)
    row.reading.is_own = is_own = Fact.SHAPE in known.facts
    rows, locations = _read_places(row, uid)
    service = HelpService(
        id=uid,
        name=name,
        organization=read_organization(rows.organization, service_id=uid, name=name),
        what=_texts(row.text("description"), known, "what"),
        audience=_texts(row.text("eligibility_description"), known, "audience"),
        fees=_texts(row.text("fees_description") or row.text("fees"), known, "fees"),
        minimum_age=row.whole("minimum_age", least=0, most=_OLDEST),
        maximum_age=row.whole("maximum_age", least=0, most=_OLDEST),
        spoken=tuple(read_languages([row, *rows.places], is_own=is_own)),
        url=read_site(row, "url"),
        email=read_mail(row, "email", "url"),
        phones=_read_phones(rows),
        contacts=tuple(_read_contacts(rows)),
        locations=locations,
        schedules=tuple(_read_schedules(rows)),
        cost_options=tuple(read_costs(row, uid)),
        areas=tuple(read_areas(row, uid)),
        assured_on=_assured(row, today),
    )
    if is_own:  # written for readers who do not know our attributes
        row.raw("application_process")
        row.raw("interpretation_services")
    return _with_attributes(service, known, is_own=is_own), known.unknown


def _with_attributes(service: HelpService, known: Attributes, *, is_own: bool) -> HelpService:
    """Add what the attributes say; of a foreign service something can be told from the rest."""
    topics, strengths = split_codes(known.codes)
    ways = known.facts.get(Fact.ACCESS, "").split()
    access = tuple(_ACCESS[way] for way in ways if way in _ACCESS)
    is_free = {YES: True, NO: False}.get(known.facts.get(Fact.IS_FREE, ""))
    if not is_own:
        access = access or ((Access.CALL,) if service.phones else ())
        is_free = _is_free(service.cost_options) if is_free is None else is_free
    return replace(
        service,
        is_free=is_free,
        access=access,
        has_interpreter=known.facts.get(Fact.HAS_INTERPRETER) == YES,
        topics=topics,
        strengths=strengths,
        is_example=known.facts.get(Fact.IS_EXAMPLE) == YES,
        is_sensitive=known.facts.get(Fact.IS_SENSITIVE) == YES,
    )


def _texts(dutch: str, known: Attributes, field: str) -> Texts:
    found = dict(known.texts.get(field, {}))
    return {FALLBACK: dutch, **found} if dutch else found


def _is_free(costs: Iterable[CostOption]) -> bool | None:
    """Say whether it costs nothing, when every amount is known."""
    amounts = [cost.amount for cost in costs]
    if not amounts or None in amounts:
        return None
    return not any(amounts)


def _assured(row: Row, today: date) -> date | None:
    day = row.day("assured_date")
    if day is not None and day > today:
        row.reading.note(LATER, value=day.isoformat())
        return None
    return day


def _read_places(row: Row, uid: str) -> tuple[_Rows, tuple[Location, ...]]:
    """Read the locations; also give the rows around them, which may have phones of their own."""
    rows = _Rows(row, [], [], row.row("organization", "organization"), uid)
    locations = []
    for number, visit in enumerate(row.rows("service_at_locations", "service_at_location")):
        rows.visits.append(visit)
        for field in ("id", "phones", "contacts", "schedules"):
            visit.raw(field)
        if place := visit.row("location", "location"):
            rows.places.append(place)
            if found := read_location(place, f"{uid}:{number}"):
                locations.append(found)
        visit.close()
    return rows, tuple(locations)


def _read_phones(rows: _Rows) -> tuple[Phone, ...]:
    """Read the service's phones, with those of its places; else the organization's."""
    found = list(read_phones(rows.service.rows("phones", "phone"), rows.uid))
    for number, other in enumerate([*rows.visits, *rows.places]):
        numbers = {phone.number for phone in found}
        more = read_phones(other.rows("phones", "phone"), f"{rows.uid}:{number}")
        found += [phone for phone in more if phone.number not in numbers]
    if not found and rows.organization and not rows.service.reading.is_own:
        found = list(read_phones(rows.organization.rows("phones", "phone"), f"{rows.uid}:of"))
    return tuple(found)


def _read_contacts(rows: _Rows) -> Iterator[Contact]:
    """Read whom one can ask for at the service and its places; else at the organization."""
    seen = set()
    for number, other in enumerate([rows.service, *rows.visits, *rows.places]):
        for contact in read_contacts(other.rows("contacts", "contact"), f"{rows.uid}:{number}"):
            if contact.id not in seen:
                seen.add(contact.id)
                yield contact
    if not seen and rows.organization and not rows.service.reading.is_own:
        yield from read_contacts(rows.organization.rows("contacts", "contact"), f"{rows.uid}:of")


def _read_schedules(rows: _Rows) -> Iterator[Schedule]:
    """Read when it is open; the hours of the building only when there are none of the service."""
    seen = set()
    for schedule in _schedules_of([rows.service, *rows.visits], rows.uid):
        if schedule.id not in seen:
            seen.add(schedule.id)
            yield schedule
    if not seen and not rows.service.reading.is_own:
        yield from _schedules_of(rows.places, f"{rows.uid}:building")


def _schedules_of(rows: list[Row], owner: str) -> Iterator[Schedule]:
    for number, row in enumerate(rows):
        for line, each in enumerate(row.rows("schedules", "schedule")):
            if schedule := read_schedule(each, f"{owner}:{number}:{line}"):
                yield schedule
