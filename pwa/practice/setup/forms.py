"""What somebody fills in to set a practice up, read with the sentences that say what is wrong."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from sqlalchemy.orm import Session

from pwa.errors import PersonalError
from pwa.practice.core import Role
from pwa.practice.details import (
    SLUG,
    TAKEN_SLUG,
    DetailsError,
    PracticeDetails,
    check_slug,
    parse_details,
    parse_line,
)
from pwa.practice.faults import in_words
from pwa.practice.passwords import find_fault
from pwa.practice.setup.core import FIRST_ROLES, is_email
from pwa.practice.setup.service import (
    TAKEN_EMAIL,
    FirstPerson,
    is_email_taken,
    is_slug_taken,
)
from pwa.text import N_, clean_text

Typed = Mapping[str, Sequence[str]]

# Translators: nl: "Dit is geen e-mailadres. Kijk of er een apenstaartje (@) en een punt in staan."
NO_EMAIL = N_("This is not an email address. Check that it has an @ and a dot.")
# Translators: nl: "Kies wat u bent in de praktijk."
NO_ROLE = N_("Choose what you are in the practice.")
# Translators: nl: "De twee wachtwoorden zijn niet gelijk. Typ het hier nog eens."
NOT_EQUAL = N_("The two passwords are not equal. Type it here once more.")


def read_practice(db: Session, typed: Typed) -> tuple[PracticeDetails | None, dict[str, str]]:
    """Read the page about the practice.

    Returns:
        The details, or None; and field name to sentence.
    """
    details, errors = None, {}
    try:
        details = parse_details(typed)
    except DetailsError as error:
        errors = {name: in_words(fault) for name, fault in error.errors.items()}
    if fault := slug_fault(db, read_slug(typed)):
        errors[SLUG] = fault
    return (None if errors else details), errors


def read_slug(typed: Typed) -> str:
    """Read the name for addresses; a phone begins every word with a capital."""
    return _first(typed, SLUG).strip().lower()


def slug_fault(db: Session, slug: str) -> str | None:
    """Say in a sentence why a name for addresses cannot be; None for one that can."""
    try:
        check_slug(slug)
    except PersonalError as error:
        return in_words(error)
    return gettext(TAKEN_SLUG) if is_slug_taken(db, slug) else None


def read_person(
    db: Session, typed: Typed, practice_name: str
) -> tuple[FirstPerson | None, dict[str, str]]:
    """Read the page about the first person.

    Returns:
        The person, or None; and field name to sentence.
    """
    errors: dict[str, str] = {}
    name = ""
    try:
        name = parse_line(typed.get("person_name", ()))
    except PersonalError as error:
        errors["person_name"] = in_words(error)
    email = clean_text(_first(typed, "email")).lower()
    if not is_email(email):
        errors["email"] = gettext(NO_EMAIL)
    elif is_email_taken(db, email):
        errors["email"] = gettext(TAKEN_EMAIL)
    role = _first(typed, "role")
    if role not in FIRST_ROLES:
        errors["role"] = gettext(NO_ROLE)
    password = _first(typed, "password")
    if fault := find_fault(password, (name, email, practice_name)):
        errors["password"] = fault
    elif password != _first(typed, "password_again"):
        errors["password_again"] = gettext(NOT_EQUAL)
    if errors:
        return None, errors
    return FirstPerson(name, email, Role(role), password), errors


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")
