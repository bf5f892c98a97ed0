"""The help options that come with the application, read from `data/`.

A file holds HSDS 3.0 services, with their phones, schedules and locations nested inside. It departs
from HSDS in three places: texts are given per language, `application_process` is a list of codes,
and `topics`, `has_interpreter`, `is_example` and `is_sensitive` are our own fields. Closing at
00:00 means midnight at the end of the day.

Source: Open Referral HSDS 3.0, https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from pwa.directory.core import Access, Address, HelpOption, OpeningHours
from pwa.locales import LANGUAGES
from pwa.typed.phones import read_phone

NATIONAL = "national"
NEIGHBOURHOODS = frozenset({"overvecht"})

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class DirectoryDataError(ValueError):
    """A file of help options says something that we cannot show."""


@cache
def load_options(name: str, language: str) -> tuple[HelpOption, ...]:
    """Read the options of one file in one language, in the file's order.

    Raises:
        DirectoryDataError: the file has a fault; the message names the option and the fault.
    """
    text = files(__package__).joinpath("data", f"{name}.json").read_text("utf-8")
    return read_options(json.loads(text), language)


def read_options(data: Mapping[str, Any], language: str) -> tuple[HelpOption, ...]:
    """Turn the contents of a file into options.

    Raises:
        DirectoryDataError: as in `load_options`.
    """
    options = tuple(_read_checked(service, language) for service in data["services"])
    if len({option.id for option in options}) < len(options):
        raise DirectoryDataError("two options have the same id")
    return options


def _read_checked(service: Mapping[str, Any], language: str) -> HelpOption:
    try:
        option = _read_option(service, language)
    except LookupError as error:
        raise DirectoryDataError(f"{service.get('name')}: {error} is missing") from error
    except ValueError as error:
        raise DirectoryDataError(f"{service.get('name')}: {error}") from error
    for problem in _problems(option):
        raise DirectoryDataError(f"{option.name}: {problem}")
    return option


def _read_option(service: Mapping[str, Any], language: str) -> HelpOption:
    if service["status"] != "active":
        raise ValueError("is not active")
    return HelpOption(
        id=str(UUID(service["id"])),
        name=service["name"],
        what=_text(service["description"], language),
        audience=_text(service["eligibility_description"], language),
        cost=_text(service["fees_description"], language),
        language=language,
        access=tuple(Access(way) for way in service["application_process"]),
        spoken=tuple(spoken["code"] for spoken in service["languages"]),
        has_interpreter=service["has_interpreter"],
        phones=tuple(phone["number"] for phone in service["phones"]),
        address=_address(service["service_at_locations"]),
        area=service["service_areas"][0]["name"],
        hours=tuple(_hours(service["schedules"])),
        topics=frozenset(service["topics"]),
        checked_on=date.fromisoformat(service["assured_date"]),
        is_example=service["is_example"],
        is_sensitive=service["is_sensitive"],
    )


def _text(texts: Mapping[str, str], language: str) -> str:
    """Choose a text by language; a file that lacks one of our languages is refused."""
    if missing := LANGUAGES.keys() - texts.keys():
        raise ValueError(f"no text in {', '.join(sorted(missing))}")
    return texts[language]


def _address(places: Sequence[Mapping[str, Any]]) -> Address | None:
    if not places:
        return None
    address = places[0]["location"]["addresses"][0]
    return Address(address["address_1"], address["postal_code"], address["city"])


def _hours(schedules: Iterable[Mapping[str, str]]) -> Iterable[OpeningHours]:
    for schedule in schedules:
        if schedule["freq"] != "WEEKLY":
            raise ValueError("a schedule that is not weekly")
        opens = time.fromisoformat(schedule["opens_at"])
        closes = time.fromisoformat(schedule["closes_at"])
        for day in schedule["byday"].split(","):
            yield OpeningHours(_WEEKDAYS.index(day), opens, closes)


def _problems(option: HelpOption) -> Iterable[str]:
    """List the faults by our own rules beyond HSDS, e.g. no topic, or nothing to call."""
    if not option.name.strip():
        yield "no name"
    if not option.spoken:
        yield "no spoken language"
    if not option.area.strip():
        yield "no area"
    if not option.topics:
        yield "no topic"
    if not option.access:
        yield "no way in"
    for phone in option.phones:
        if read_phone(phone) is None:
            yield f"{phone} is no telephone number"
    if Access.CALL in option.access and not option.phones:
        yield "to be called, but without a number"
    if Access.WALK_IN in option.access and option.address is None:
        yield "open to walk in, but without an address"
