"""House rules for a help service that a practice saves: what has to be there, and what to do."""

from collections.abc import Iterator
from typing import Final

from pwa.directory.hsds import FALLBACK, Access, HelpService, Texts
from pwa.directory.keeping.editing.fields import PHONE, row_field
from pwa.practice.details import EMPTY, NO_LANGUAGE
from pwa.text import N_

NO_DUTCH = N_("Write it in Dutch too: patients read Dutch where their own language is missing.")
NO_WAY = N_(
    "Say how people reach this help: a phone number, an address where they can walk in, a website, "
    "an email address, or that the doctor refers."
)
NO_NUMBER = N_("Type the number that people can call.")
NO_PLACE = N_("Type the address where people can walk in.")
NO_AREA = N_("Say for which part of town, town or country this is.")
NO_TOPIC = N_("Choose at least one subject. Under it patients find this help.")
# Parts of the form by which people reach help.
WAYS: Final = frozenset({"phone", "address", "url", "email"})


def find_gaps(service: HelpService) -> Iterator[tuple[str, str]]:
    """Name what is missing: the field, and what to do about it."""
    if not service.name:
        yield "name", EMPTY
    if not (service.phones or service.url or service.email or _can_come(service)):
        yield "access", NO_WAY
    if Access.CALL in service.access and not service.phones:
        yield row_field(PHONE, 1), NO_NUMBER
    if Access.WALK_IN in service.access and not _has_address(service):
        yield "street", NO_PLACE
    if not service.spoken:
        yield "spoken", NO_LANGUAGE
    if not service.areas:
        yield "area", NO_AREA
    if not service.topics:
        yield "topics", NO_TOPIC
    texts = {"what": service.what, "directions": directions_of(service)}
    for name, text in texts.items():
        if any(text.values()) and not text.get(FALLBACK):
            yield f"{name}-{FALLBACK}", NO_DUTCH


def _can_come(service: HelpService) -> bool:
    walks_in = Access.WALK_IN in service.access and _has_address(service)
    return walks_in or Access.DOCTOR_REFERS in service.access


def _has_address(service: HelpService) -> bool:
    return any(place.address for place in service.locations)


def directions_of(service: HelpService) -> Texts:
    """Give how to get to the first place."""
    return service.locations[0].directions if service.locations else {}
