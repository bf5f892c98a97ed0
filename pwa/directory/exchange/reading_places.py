"""Places and people of a foreign file: locations, phones, contacts, the organization."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID, uuid5

from pwa.directory.exchange.reading import MAX_SHORT, MAX_TEXT, Row
from pwa.directory.exchange.terms import Fact, Taxonomy
from pwa.directory.exchange.values import (
    Unreadable,
    read_email,
    read_number,
    read_url,
    read_uuid,
)
from pwa.directory.hsds import FALLBACK, Address, Contact, Location, Organization, Phone
from pwa.text import N_, clean_text
from pwa.typed.phones import read_phone

# Nobody talks with a fax, or with a machine for text.
_NO_VOICE: Final = frozenset({"fax", "pager", "tty", "textphone"})
# A post-office box and a video call are no places to walk in.
_NO_PLACE: Final = frozenset({"postal", "virtual"})
_HERE: Final = frozenset({"", "nl", "nld", "nederland", "netherlands", "the netherlands"})
_DEGREES: Final = {"latitude": 90, "longitude": 180}

NO_NUMBER = N_("Nobody can call %(value)s, so this number was left out.")
NO_SITE = N_("%(value)s is no website, so it was left out.")
NO_EMAIL = N_("%(value)s is no e-mail address, so it was left out.")
NO_POINT = N_("The point on the map does not exist, so it was left out (%(value)s).")


def read_site(row: Row, *fields: str) -> str:
    """Give the first website of some fields."""
    for field in fields:
        text = row.value(field)
        try:
            if url := read_url(text):
                return url
        except Unreadable:
            if not text.strip().lower().startswith("mailto:"):
                row.reading.note(NO_SITE, value=text)
    return ""


def read_mail(row: Row, *fields: str) -> str:
    """Give the first e-mail address of some fields; of a website only what begins with `mailto:`."""
    for field in fields:
        text = row.value(field).strip()
        if field != "email" and not text.lower().startswith("mailto:"):
            continue
        try:
            if email := read_email(text):
                return email
        except Unreadable:
            row.reading.note(NO_EMAIL, value=text)
    return ""


def read_phones(rows: Iterable[Row], owner: str) -> Iterator[Phone]:
    """Read the phones that somebody can call; the others are noted.

    Args:
        owner: the id of what has the phones, to name those without an id.
    """
    for number, row in enumerate(rows):
        written = row.value("number").strip().strip("\"'")
        extension = row.line("extension", MAX_SHORT)
        for taxonomy, code, value in row.own_facts():
            if (taxonomy, code) == (Taxonomy.FACTS, Fact.EXTENSION):
                extension = clean_text(value)[:MAX_SHORT]
        phone = Phone(
            id=row.uid("phone", f"{owner}:{number}"),
            number=read_phone(written) or "",
            extension=extension,
            description=row.text("description", MAX_TEXT),
        )
        kind = row.value("type").strip().lower()
        row.close()
        if kind in _NO_VOICE:
            row.reading.pass_over(f"{row.table} ({kind})")
        elif phone.number:
            yield phone
        elif written:
            row.reading.note(NO_NUMBER, value=written)


def read_contacts(rows: Iterable[Row], owner: str) -> Iterator[Contact]:
    """Read whom one can ask for; who has neither name, title, e-mail nor phone is left out."""
    for number, row in enumerate(rows):
        uid = row.uid("contact", f"{owner}:{number}")
        contact = Contact(
            id=uid,
            name=row.line("name"),
            title=row.line("title"),
            email=read_mail(row, "email"),
            phones=tuple(read_phones(row.rows("phones", "phone"), uid)),
        )
        row.close()
        if contact.name or contact.title or contact.email or contact.phones or row.reading.is_own:
            yield contact


def read_organization(row: Row | None, *, service_id: str, name: str) -> Organization:
    """Read who offers it; without a word about that it is an organization of the service's name."""
    if row is None:
        return Organization(id=str(uuid5(UUID(service_id), "organization")), name=name)
    found = Organization(
        id=row.uid("organization", service_id),
        name=row.line("name") or ("" if row.reading.is_own else name),
        description=row.text("description"),
        url=read_site(row, "website", "url"),
        email=read_mail(row, "email"),
    )
    for field in ("phones", "contacts"):
        row.raw(field)
    row.close()
    return found


def read_location(row: Row, otherwise: str) -> Location | None:
    """Read a place; None if it is none where somebody can go.

    Args:
        otherwise: names it, when it has no id.
    """
    uid = row.uid("location", otherwise)
    address, address_id, province = _address(row, uid)
    directions = {}
    if text := row.text("transportation"):
        directions[FALLBACK] = text
    for taxonomy, code, value in row.own_facts():
        field, _, language = code.rpartition("-")
        if taxonomy is Taxonomy.TEXTS and field == "directions":
            directions |= row.reading.translation(language, value)
        elif (taxonomy, code) == (Taxonomy.FACTS, Fact.ADDRESS_ID) and address is None:
            address_id = read_uuid(value) or ""
    latitude, longitude = _point(row)
    kind = row.value("location_type").strip().lower()
    for field in ("phones", "contacts", "schedules", "languages"):
        row.raw(field)
    found = Location(
        id=uid,
        name=row.line("name"),
        address=address,
        address_id=address_id,
        state_province=province,
        latitude=latitude,
        longitude=longitude,
        directions=directions,
    )
    row.close()
    if kind in _NO_PLACE:
        row.reading.pass_over(f"{row.table} ({kind})")
        return None
    return found


def address_id_of(location_id: str) -> str:
    """Name the address of a location that has no id of its own in our model."""
    return str(uuid5(UUID(location_id), "address"))


def _address(row: Row, location_id: str) -> tuple[Address | None, str, str]:
    """Choose the address to go to: id and province with it."""
    rows = list(row.rows("addresses", "address"))
    rows.sort(key=lambda each: each.value("address_type").strip().lower() in _NO_PLACE)
    for other in rows[1:]:
        other.reading.pass_over("address (second)")
    if not rows:
        return None, "", ""
    first = rows[0]
    street = ", ".join(filter(None, (first.line("address_1"), first.line("address_2"))))
    address = Address(street, first.line("postal_code"), first.line("city"))
    if first.value("country").strip().lower() not in _HERE:
        first.reading.pass_over(first.name_of("country"))
    uid = first.uid("address", location_id)
    province = first.line("state_province")
    first.close()
    if not row.reading.is_own and not (address.street or address.city):
        return None, "", ""
    return address, "" if uid == address_id_of(location_id) else uid, province


def _point(row: Row) -> tuple[float | None, float | None]:
    """Give degrees, or nothing when one of them is missing or cannot be."""
    found: list[float | None] = []
    for field, most in _DEGREES.items():
        try:
            number = read_number(row.raw(field))
        except Unreadable:
            number = 1000.0
        if number is not None and abs(number) > most:
            row.reading.note(NO_POINT, value=f"{row.value(field)}")
            return None, None
        found.append(number)
    latitude, longitude = found
    is_nowhere = latitude is None or longitude is None or latitude == longitude == 0
    return (None, None) if is_nowhere and not row.reading.is_own else (latitude, longitude)
