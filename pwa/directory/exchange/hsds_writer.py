"""Write services as HSDS 3.0: valid by the published schema, and without loss for our model.

What HSDS has no field for goes out as attributes with terms of our own (terms.py).

Source: Open Referral HSDS 3.0, https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, Final

import msgspec
from babel import Locale

from pwa.directory.exchange.reading_places import address_id_of
from pwa.directory.exchange.terms import (
    NO,
    SHAPE,
    YES,
    Fact,
    Taxonomy,
    has_term,
    text_code,
    write_attribute,
)
from pwa.directory.exchange.values import as_markup, make_uuid
from pwa.directory.hsds import (
    FALLBACK,
    Access,
    Contact,
    CostOption,
    Frequency,
    HelpService,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceArea,
    Texts,
)

# HSDS 3.0 knows no other `freq`.
_FREQUENCIES: Final = frozenset({Frequency.WEEKLY, Frequency.MONTHLY})
_IN_WORDS: Final = {
    Access.CALL: "Bellen",
    Access.WALK_IN: "Binnenlopen",
    Access.DOCTOR_REFERS: "Met een verwijzing van de huisarts",
}
_INTERPRETER: Final = "Er kan een tolk bij komen."
_NAMES: Final = Locale(FALLBACK).languages
_Written = dict[str, Any]


def write_json(services: Iterable[HelpService]) -> Iterator[bytes]:
    """Give the bytes of a JSON file, a list of services, as they are read."""
    yield b"["
    for number, service in enumerate(write_hsds(services)):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(service)
    yield b"\n]\n"


def write_hsds(services: Iterable[HelpService]) -> Iterator[_Written]:
    """Turn services into JSON values, each one with everything of it nested inside.

    Services of one organization, or at one place, repeat it under the same id.
    """
    return map(_write_service, services)


def _write_service(service: HelpService) -> _Written:
    ways = [_IN_WORDS[way] for way in service.access]
    return _without_nothing(
        {
            "id": service.id,
            "name": as_markup(service.name),
            "description": _dutch(service.what),
            "url": service.url,
            "email": service.email,
            "status": "active",
            "interpretation_services": _INTERPRETER if service.has_interpreter else "",
            "application_process": ". ".join(ways),
            "fees_description": _dutch(service.fees),
            "eligibility_description": _dutch(service.audience),
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "assured_date": _day(service.assured_on),
            "organization": _organization(service.organization),
            "phones": [_phone(phone) for phone in service.phones],
            "contacts": [_contact(contact) for contact in service.contacts],
            "languages": [_language(service.id, code) for code in service.spoken],
            "schedules": [_schedule(schedule) for schedule in service.schedules],
            "cost_options": [_cost(cost) for cost in service.cost_options],
            "service_areas": [_area(area) for area in service.areas],
            "service_at_locations": [_visit(service.id, place) for place in service.locations],
            "attributes": list(_attributes(service)),
        }
    )


def _attributes(service: HelpService) -> Iterator[_Written]:
    facts = {
        Fact.SHAPE: SHAPE,
        Fact.ACCESS: " ".join(service.access),
        Fact.IS_FREE: {True: YES, False: NO, None: ""}[service.is_free],
        Fact.HAS_INTERPRETER: YES if service.has_interpreter else "",
        Fact.IS_EXAMPLE: YES if service.is_example else "",
        Fact.IS_SENSITIVE: YES if service.is_sensitive else "",
    }
    yield from _facts(service.id, facts)
    kinds = {Taxonomy.TOPICS: service.topics, Taxonomy.STRENGTHS: service.strengths}
    for taxonomy, codes in kinds.items():
        for code in sorted(codes):
            if has_term(taxonomy, code):
                yield write_attribute(service.id, taxonomy, code)
    texts = {"what": service.what, "audience": service.audience, "fees": service.fees}
    for field, text in texts.items():
        yield from _translations(service.id, field, text)


def _facts(owner: str, facts: Mapping[Fact, str]) -> Iterator[_Written]:
    for fact, value in facts.items():
        if value:
            yield write_attribute(owner, Taxonomy.FACTS, fact.value, value)


def _translations(owner: str, field: str, texts: Texts) -> Iterator[_Written]:
    for language, text in sorted(texts.items()):
        code = text_code(field, language)
        if text and has_term(Taxonomy.TEXTS, code):
            yield write_attribute(owner, Taxonomy.TEXTS, code, text)


def _organization(organization: Organization) -> _Written:
    written = _without_nothing(
        {
            "id": organization.id,
            "name": as_markup(organization.name),
            "email": organization.email,
            "website": organization.url,
        }
    )
    # HSDS asks for both, even when they are empty.
    described = {"description": as_markup(organization.description)}
    return {"name": ""} | written | described


def _phone(phone: Phone) -> _Written:
    # HSDS wants a number, which has no zeros in front and no star.
    is_number = phone.extension.isascii() and phone.extension.isdigit()
    number = int(phone.extension) if is_number and len(phone.extension) <= 9 else None
    is_same = str(number) == phone.extension
    own = "" if is_same else phone.extension
    return _without_nothing(
        {
            "id": phone.id,
            "number": phone.number,
            "extension": number if is_same else None,
            "type": "voice",
            "description": as_markup(phone.description),
            "attributes": list(_facts(phone.id, {Fact.EXTENSION: own})),
        }
    )


def _contact(contact: Contact) -> _Written:
    return _without_nothing(
        {
            "id": contact.id,
            "name": as_markup(contact.name),
            "title": as_markup(contact.title),
            "email": contact.email,
            "phones": [_phone(phone) for phone in contact.phones],
        }
    )


def _language(service_id: str, code: str) -> _Written:
    name = _NAMES.get(code.replace("-", "_"), code)
    return {"id": make_uuid(service_id, f"language:{code}"), "name": name, "code": code}


def _schedule(schedule: Schedule) -> _Written:
    is_known = schedule.freq in _FREQUENCIES
    facts = {
        Fact.FREQUENCY: "" if is_known else schedule.freq.value,
        Fact.HOLDS_ON_HOLIDAYS: YES if schedule.holds_on_holidays else "",
    }
    return _without_nothing(
        {
            "id": schedule.id,
            "valid_from": _day(schedule.valid_from),
            "valid_to": _day(schedule.valid_to),
            "dtstart": _day(schedule.dtstart),
            "until": _day(schedule.until),
            "count": schedule.count,
            "freq": schedule.freq.value if is_known else "",
            "interval": schedule.interval,
            "byday": schedule.byday,
            "bymonthday": schedule.bymonthday,
            "description": as_markup(schedule.description),
            "opens_at": _time(schedule.opens_at),
            "closes_at": _time(schedule.closes_at),
            "attributes": list(_facts(schedule.id, facts)),
        }
    )


def _cost(cost: CostOption) -> _Written:
    return {"currency": cost.currency} | _without_nothing(
        {
            "id": cost.id,
            "valid_from": _day(cost.valid_from),
            "valid_to": _day(cost.valid_to),
            "option": as_markup(cost.option),
            "amount": cost.amount,
            "amount_description": as_markup(cost.amount_description),
        }
    )


def _area(area: ServiceArea) -> _Written:
    return {"id": area.id, "name": as_markup(area.name)}


def _visit(service_id: str, place: Location) -> _Written:
    return {"id": make_uuid(service_id, f"at:{place.id}"), "location": _location(place)}


def _location(place: Location) -> _Written:
    return _without_nothing(
        {
            "id": place.id,
            "location_type": "physical",
            "name": as_markup(place.name),
            "transportation": _dutch(place.directions),
            "latitude": place.latitude,
            "longitude": place.longitude,
            "addresses": list(_addresses(place)),
            "attributes": [
                *_translations(place.id, "directions", place.directions),
                *_facts(place.id, {Fact.ADDRESS_ID: "" if place.address else place.address_id}),
            ],
        }
    )


def _addresses(place: Location) -> Iterator[_Written]:
    if place.address is None:
        return
    yield {
        "id": place.address_id or address_id_of(place.id),
        "address_1": as_markup(place.address.street),
        "city": as_markup(place.address.city),
        "state_province": as_markup(place.state_province),
        "postal_code": as_markup(place.address.postal_code),
        "country": "NL",
        "address_type": "physical",
    }


def _dutch(texts: Texts) -> str:
    return as_markup(texts.get(FALLBACK, ""))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _time(moment: time | None) -> str:
    return moment.isoformat() if moment else ""


def _without_nothing(values: _Written) -> _Written:
    """Leave out what is not said; HSDS knows no empty values."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
