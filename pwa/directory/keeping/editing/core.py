"""Turn a help service into the fields of its form, and the fields into a service.

What the form does not show (amounts of money, ages, further places) stays as it was, and so does
every value whose fields nobody changed: also one that these rules would refuse, because it came
from a file. House rules for the whole: a name, a way to reach it, a language, an area, a topic.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from pwa.directory.hsds import (
    FALLBACK,
    MAX_DIRECTIONS,
    MAX_LINE,
    MAX_NAME,
    MAX_WHAT,
    Access,
    HelpService,
    Organization,
    ServiceArea,
    Texts,
)
from pwa.directory.keeping.editing.contacts import (
    Errors,
    put_contact,
    put_place,
    read_address,
    read_email,
    read_line,
    read_phones,
    read_url,
)
from pwa.directory.keeping.editing.fields import (
    ADDRESS,
    MAX_ROWS,
    PHONE,
    TICKED,
    Values,
    canonical,
    first,
    part_of,
    row_field,
    text_fields,
)
from pwa.directory.keeping.editing.hours import read_hours, write_hours
from pwa.directory.keeping.editing.rules import (
    NO_DUTCH,
    NO_WAY,
    WAYS,
    directions_of,
    find_gaps,
)
from pwa.directory.ready_texts import (
    AUDIENCES,
    COSTS,
    FREE,
    PAID,
    SPOKEN,
    Words,
    join_texts,
    split_texts,
)
from pwa.directory.strengths import STRENGTHS
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.errors import PersonalError
from pwa.locales import LANGUAGES

LONGEST: Final[Mapping[str, int]] = {
    "what": MAX_WHAT,
    "audience": MAX_LINE,
    "fees": MAX_LINE,
    "directions": MAX_DIRECTIONS,
}

NewId = Callable[[], str]


def new_id() -> str:
    """Make the id of a new part of a service."""
    return str(uuid4())


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What the form says.

    Attributes:
        service: with what could be read; to show, and to save if there are no errors.
        errors: field name to what is wrong with it.
    """

    service: HelpService
    errors: Mapping[str, PersonalError] = field(default_factory=dict)


def empty_service(uid: str) -> HelpService:
    """Give a service that nobody has written anything about; people there speak Dutch."""
    organization = Organization(id=new_id(), name="")
    return HelpService(id=uid, name="", organization=organization, spoken=(FALLBACK,))


def write_form(service: HelpService, words: Words) -> dict[str, list[str]]:
    """Give the canonical values of the form that shows a service."""
    place = service.locations[0] if service.locations else None
    address = place.address if place else None
    audiences, audience = split_texts(service.audience, AUDIENCES, words)
    cost, fees = _split_fees(service, words)
    values = {
        "name": [service.name],
        "audiences": list(audiences),
        "cost": [cost],
        "spoken": list(service.spoken),
        "interpreter": [TICKED] if service.has_interpreter else [],
        "access": [way.value for way in service.access],
        "contact": [service.contacts[0].name] if service.contacts else [],
        "url": [service.url],
        "email": [service.email],
        "area": [", ".join(area.name for area in service.areas)],
        "topics": list(service.topics),
        "strengths": list(service.strengths),
        "sensitive": [TICKED] if service.is_sensitive else [],
    }
    for name in ADDRESS:
        values[name] = [getattr(address, name)] if address else []
    texts = {"what": service.what, "audience": audience, "fees": fees}
    for name, text in (*texts.items(), ("directions", place.directions if place else {})):
        values |= {f"{name}-{code}": [text.get(code, "")] for code in LANGUAGES}
    for number, phone in enumerate(service.phones[:MAX_ROWS], 1):
        values[row_field(PHONE, number)] = [phone.number]
        values[row_field(PHONE, number, "id")] = [phone.id]
    return canonical(values) | write_hours(service.schedules)


def read_form(
    values: Values, saved: HelpService, words: Words, *, today: date, make_id: NewId = new_id
) -> ReadForm:
    """Read the form.

    Args:
        values: straight from the form; nothing in them is trusted.
        saved: the service as it is stored.
        today: for dates without a year.
    """
    reader = _Reader(canonical(values), saved, words, today, make_id)
    service = reader.read()
    errors = dict(reader.errors)
    # What was typed wrong is not missing as well.
    wrong = {part_of(name) for name in errors}
    for name, message in find_gaps(service):
        if part_of(name) not in wrong and not (message is NO_WAY and wrong & WAYS):
            errors[name] = PersonalError(message)
    return ReadForm(service, errors)


def changed_parts(values: Values, shown: Values) -> set[str]:
    """Name the parts of the form that differ between two canonical forms."""
    return {part_of(name) for name in {*values, *shown} if values.get(name) != shown.get(name)}


def _split_fees(service: HelpService, words: Words) -> tuple[str, Texts]:
    codes, own = split_texts(service.fees, COSTS, words)
    if service.is_free or FREE.code in codes:
        return FREE.code, own
    return (PAID.code if service.is_free is False else ""), own


class _Reader:
    """Reads one form; `errors` says what is wrong."""

    def __init__(
        self,
        values: Values,
        saved: HelpService,
        words: Words,
        today: date,
        make_id: NewId,
    ) -> None:
        self.values = values
        self.saved = saved
        self.words = words
        self.today = today
        self.make_id = make_id
        self.errors: Errors = {}
        self.changed = changed_parts(values, write_form(saved, words))

    def read(self) -> HelpService:
        """Give the saved service with everything that was changed."""
        changes: dict[str, Any] = {}
        for parts, read in self._readers():
            if self.changed & set(parts):
                changes |= read()
        return replace(self.saved, **changes)

    def _readers(self) -> Iterator[tuple[list[str], Callable[[], dict[str, Any]]]]:
        yield ["name"], self._name
        yield text_fields("what"), lambda: {"what": self._texts("what", self.saved.what)}
        yield ["audiences", *text_fields("audience")], self._audience
        yield ["cost", *text_fields("fees")], self._fees
        yield ["open"], self._open
        yield ["spoken"], lambda: {"spoken": self._codes("spoken", SPOKEN, self.saved.spoken)}
        yield ["interpreter"], lambda: {"has_interpreter": bool(first(self.values, "interpreter"))}
        yield ["access"], lambda: {"access": self._access()}
        yield ["phone"], self._phones
        yield ["address", *text_fields("directions")], self._place
        yield ["contact"], self._contact
        yield ["url"], lambda: {"url": read_url(self.values, self.errors)}
        yield ["email"], lambda: {"email": read_email(self.values, self.errors)}
        yield ["area"], self._areas
        yield ["topics"], lambda: {"topics": self._known("topics", TOPIC_BY_CODE)}
        yield (
            ["strengths"],
            lambda: {
                "strengths": self._known("strengths", {each.code: each for each in STRENGTHS})
            },
        )
        yield ["sensitive"], lambda: {"is_sensitive": bool(first(self.values, "sensitive"))}

    def _name(self) -> dict[str, Any]:
        name = read_line(self.values, "name", self.errors, MAX_NAME)
        organization = self.saved.organization
        # Most help is offered by an organization of the same name.
        if organization.name == self.saved.name:
            organization = replace(organization, name=name)
        return {"name": name, "organization": organization}

    def _texts(self, name: str, saved: Texts) -> Texts:
        """Read a text in each language; languages that the form does not have stay."""
        typed = {
            code: read_line(self.values, f"{name}-{code}", self.errors, LONGEST[name])
            for code in LANGUAGES
        }
        others = {code: text for code, text in saved.items() if code not in LANGUAGES}
        return {code: text for code, text in (typed | others).items() if text}

    def _audience(self) -> dict[str, Any]:
        own = self._texts("audience", {})
        codes = self.values.get("audiences", ())
        return {"audience": self._joined("audience", codes, own, AUDIENCES)}

    def _fees(self) -> dict[str, Any]:
        own = self._texts("fees", {})
        cost = first(self.values, "cost")
        codes = [cost] if cost == FREE.code or (cost == PAID.code and not own) else []
        is_free = {FREE.code: True, PAID.code: False}.get(cost)
        return {"is_free": is_free, "fees": self._joined("fees", codes, own, COSTS)}

    def _joined(self, name: str, codes: Any, own: Texts, offered: Any) -> Texts:
        if own and not own.get(FALLBACK):
            self.errors.setdefault(f"{name}-{FALLBACK}", PersonalError(NO_DUTCH))
        return join_texts(codes, own, offered, self.words)

    def _open(self) -> dict[str, Any]:
        saved = self.saved.schedules
        hours = read_hours(self.values, saved, self.errors, today=self.today, new_id=self.make_id)
        return {"schedules": hours}

    def _phones(self) -> dict[str, Any]:
        return {"phones": read_phones(self.values, self.saved.phones, self.errors, self.make_id)}

    def _place(self) -> dict[str, Any]:
        changes: dict[str, object] = {}
        if "address" in self.changed:
            changes["address"] = read_address(self.values, self.errors)
        if self.changed & set(text_fields("directions")):
            changes["directions"] = self._texts("directions", directions_of(self.saved))
        return {"locations": put_place(self.saved.locations, self.make_id, **changes)}

    def _contact(self) -> dict[str, Any]:
        name = read_line(self.values, "contact", self.errors)
        return {"contacts": put_contact(self.saved.contacts, name, self.make_id)}

    def _areas(self) -> dict[str, Any]:
        line = read_line(self.values, "area", self.errors)
        known = {area.name: area for area in self.saved.areas}
        names = dict.fromkeys(filter(None, (part.strip() for part in line.split(","))))
        return {
            "areas": tuple(
                known.get(name) or ServiceArea(id=self.make_id(), name=name) for name in names
            )
        }

    def _access(self) -> tuple[Access, ...]:
        chosen = self.values.get("access", ())
        return tuple(way for way in Access if way.value in chosen)

    def _codes(
        self, name: str, offered: tuple[str, ...], saved: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Read chosen codes, in the order of those offered; of others only what was there."""
        chosen = self.values.get(name, ())
        return tuple(code for code in dict.fromkeys((*offered, *saved)) if code in chosen)

    def _known(self, name: str, offered: Mapping[str, object]) -> frozenset[str]:
        """Read chosen codes; those that the form does not offer stay as they were saved."""
        saved: frozenset[str] = getattr(self.saved, name)
        strange = saved - offered.keys()
        return frozenset(code for code in self.values.get(name, ()) if code in offered) | strange
