"""How people come to a help service, as fields: numbers, an address, a website, an email address."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import email_validator

from pwa.directory.hsds import MAX_LINE, Address, Contact, Location, Phone
from pwa.directory.keeping.editing.fields import (
    MAX_ROWS,
    PHONE,
    Values,
    first,
    row_field,
    row_numbers,
)
from pwa.errors import PersonalError
from pwa.practice.details import EMPTY, NO_PHONE, TOO_LONG
from pwa.text import N_
from pwa.typed.digits import plain_digits
from pwa.typed.phones import read_phone

MAX_PHONE: Final = 30
MAX_URL: Final = 300
MAX_EMAIL: Final = 254

NO_POSTAL_CODE = N_("Type four digits and two letters, such as 3561 AB.")
NO_URL = N_("This is no address of a website. It looks like www.example.org.")
NO_EMAIL = N_("This is no email address.")

_POSTAL_CODE: Final = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})")
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")

Errors = dict[str, PersonalError]


def read_line(values: Values, name: str, errors: Errors, longest: int = MAX_LINE) -> str:
    """Read a line that may be empty; one that is too long is an error, and is read as empty."""
    line = first(values, name)
    if len(line) > longest:
        errors[name] = PersonalError(TOO_LONG, {"num": longest})
        return ""
    return line


def read_phones(
    values: Values, saved: tuple[Phone, ...], errors: Errors, new_id: Callable[[], str]
) -> tuple[Phone, ...]:
    """Read the numbers; one that did not change is not looked at again."""
    known = {phone.id: phone for phone in saved[:MAX_ROWS]}
    found = []
    for row in row_numbers(values, PHONE):
        name = row_field(PHONE, row)
        line = read_line(values, name, errors, MAX_PHONE)
        before = known.pop(first(values, row_field(PHONE, row, "id")), None)
        if before is not None and before.number == line:
            found.append(before)
        elif number := read_phone(line):
            found.append(replace(before or Phone(id=new_id(), number=""), number=number))
        else:
            errors.setdefault(name, PersonalError(NO_PHONE))
    return (*found, *saved[MAX_ROWS:])


def read_address(values: Values, errors: Errors) -> Address | None:
    """Read the three fields of an address: all of them, or none."""
    street, city = (read_line(values, name, errors) for name in ("street", "city"))
    typed = first(values, "postal_code")
    if not (street or typed or city):
        return None
    code = _POSTAL_CODE.fullmatch(plain_digits(typed))
    if code is None:
        errors["postal_code"] = PersonalError(NO_POSTAL_CODE)
    for name, line in (("street", street), ("city", city)):
        if not line:
            errors.setdefault(name, PersonalError(EMPTY))
    return Address(street, f"{code[1]} {code[2].upper()}" if code else "", city)


def read_url(values: Values, errors: Errors) -> str:
    """Read the address of a website; without a scheme it is https, and no other scheme is taken."""
    typed = read_line(values, "url", errors, MAX_URL)
    if not typed:
        return ""
    url = typed if "://" in typed else f"https://{typed}"
    if not is_web_address(url):
        errors["url"] = PersonalError(NO_URL)
        return ""
    return url


def is_web_address(url: str) -> bool:
    """Tell whether a text is a plain http or https address of a named host, without a user name."""
    try:
        parts = urlsplit(url)
        host, is_port_right = parts.hostname or "", parts.port is None or parts.port > 0
    except ValueError:
        return False
    is_plain = url.isprintable() and not any(sign in url for sign in " \\<>\"'`{}|^")
    is_web = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return is_plain and is_web and is_port_right and _HOST.fullmatch(host) is not None


def read_email(values: Values, errors: Errors) -> str:
    """Read an email address."""
    typed = read_line(values, "email", errors, MAX_EMAIL)
    if not typed:
        return ""
    try:
        return email_validator.validate_email(typed, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        errors["email"] = PersonalError(NO_EMAIL)
        return ""


def put_contact(
    saved: tuple[Contact, ...], name: str, new_id: Callable[[], str]
) -> tuple[Contact, ...]:
    """Put the name of the first person or desk to ask for; one that says nothing more goes."""
    contact = replace(saved[0] if saved else Contact(id=new_id()), name=name)
    says_something = contact.name or contact.title or contact.email or contact.phones
    return ((contact,) if says_something else ()) + saved[1:]


def put_place(
    saved: tuple[Location, ...], new_id: Callable[[], str], **changes: object
) -> tuple[Location, ...]:
    """Put the address or the directions of the first place; one that says nothing goes."""
    place = saved[0] if saved else Location(id=new_id(), address_id=new_id())
    place = replace(place, **changes)  # type: ignore[arg-type]  # fields of Location
    if "address" in changes:
        # Where it was on the map is not where it is now.
        place = replace(place, latitude=None, longitude=None)
    says_something = place.address or place.directions or place.name
    return ((place,) if says_something else ()) + saved[1:]
