"""The help services that come with the application, read from `data/`.

A file holds HSDS 3.0 services, with their phones, schedules and locations nested inside. It departs
from HSDS in three places: texts are given per language, `application_process` is a list of codes,
and `topics`, `is_free`, `has_interpreter`, `is_example` and `is_sensitive` are our own fields. Closing at
00:00 means midnight at the end of the day.

Source: Open Referral HSDS 3.0, https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from pwa.directory.hsds import (
    Access,
    Address,
    Frequency,
    HelpService,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceArea,
)
from pwa.directory.schedule_days import WEEKDAYS
from pwa.locales import LANGUAGES
from pwa.typed.phones import read_phone

# Lines that every practice shows, and those of the example practice.
NATIONAL: Final = "national"
EXAMPLE: Final = "overvecht"


class DirectoryDataError(ValueError):
    """A file of help services says something that we cannot show."""


@cache
def load_services(name: str) -> tuple[HelpService, ...]:
    """Read the services of one file, in the file's order.

    Raises:
        DirectoryDataError: the file has a fault; the message names the service and the fault.
    """
    text = files(__package__).joinpath("data", f"{name}.json").read_text("utf-8")
    return read_services(json.loads(text))


def read_services(data: Mapping[str, Any]) -> tuple[HelpService, ...]:
    """Turn the contents of a file into services.

    Raises:
        DirectoryDataError: as in `load_services`.
    """
    services = tuple(_read_checked(service) for service in data["services"])
    if len({service.id for service in services}) < len(services):
        raise DirectoryDataError("two services have the same id")
    return services


def _read_checked(values: Mapping[str, Any]) -> HelpService:
    try:
        service = _read_service(values)
    except LookupError as error:
        raise DirectoryDataError(f"{values.get('name')}: {error} is missing") from error
    except ValueError as error:
        raise DirectoryDataError(f"{values.get('name')}: {error}") from error
    for problem in _problems(service):
        raise DirectoryDataError(f"{service.name}: {problem}")
    return service


def _read_service(values: Mapping[str, Any]) -> HelpService:
    if values["status"] != "active":
        raise ValueError("is not active")
    uid = UUID(values["id"])
    return HelpService(
        id=str(uid),
        name=values["name"],
        organization=Organization(**values["organization"]),
        what=_texts(values["description"]),
        audience=_texts(values["eligibility_description"]),
        fees=_texts(values["fees_description"]),
        is_free=values["is_free"],
        access=tuple(Access(way) for way in values["application_process"]),
        spoken=tuple(spoken["code"] for spoken in values["languages"]),
        has_interpreter=values["has_interpreter"],
        phones=tuple(
            Phone(id=_part(uid, "phone", number), number=phone["number"])
            for number, phone in enumerate(values["phones"])
        ),
        locations=tuple(_locations(uid, values["service_at_locations"])),
        schedules=tuple(_schedules(uid, values["schedules"])),
        areas=tuple(
            ServiceArea(id=_part(uid, "area", number), name=area["name"])
            for number, area in enumerate(values["service_areas"])
        ),
        topics=frozenset(values["topics"]),
        assured_on=date.fromisoformat(values["assured_date"]),
        is_example=values["is_example"],
        is_sensitive=values["is_sensitive"],
    )


def _part(service: UUID, kind: str, number: int) -> str:
    """Name a part of a service that has no id in the file; the name is the same in every process."""
    return str(uuid5(service, f"{kind} {number}"))


def _texts(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Check a text; a file that lacks one of our languages is refused."""
    if missing := LANGUAGES.keys() - texts.keys():
        raise ValueError(f"no text in {', '.join(sorted(missing))}")
    return texts


def _locations(service: UUID, places: Sequence[Mapping[str, Any]]) -> Iterable[Location]:
    for number, place in enumerate(places):
        address = place["location"]["addresses"][0]
        yield Location(
            id=_part(service, "location", number),
            address_id=_part(service, "address", number),
            address=Address(address["address_1"], address["postal_code"], address["city"]),
        )


def _schedules(service: UUID, schedules: Iterable[Mapping[str, str]]) -> Iterable[Schedule]:
    for number, schedule in enumerate(schedules):
        if schedule["freq"] != "WEEKLY":
            raise ValueError("a schedule that is not weekly")
        if not set(schedule["byday"].split(",")) <= set(WEEKDAYS):
            raise ValueError(f"{schedule['byday']} are no weekdays")
        yield Schedule(
            id=_part(service, "schedule", number),
            freq=Frequency.WEEKLY,
            byday=schedule["byday"],
            opens_at=time.fromisoformat(schedule["opens_at"]),
            closes_at=time.fromisoformat(schedule["closes_at"]),
        )


def _problems(service: HelpService) -> Iterable[str]:
    """List the faults by our own rules beyond HSDS, e.g. no topic, or nothing to call."""
    if not service.name.strip():
        yield "no name"
    if not service.spoken:
        yield "no spoken language"
    if not all(area.name.strip() for area in service.areas) or not service.areas:
        yield "no area"
    if not service.topics:
        yield "no topic"
    if not service.access:
        yield "no way in"
    for phone in service.phones:
        if read_phone(phone.number) is None:
            yield f"{phone.number} is no telephone number"
    if Access.CALL in service.access and not service.phones:
        yield "to be called, but without a number"
    if Access.WALK_IN in service.access and not service.locations:
        yield "open to walk in, but without an address"
