"""The fields of the form in which a help service is edited, and their canonical values.

A form is a mapping of field name to values. Rows (telephone numbers, opening times) are numbered
from 1: `phone-1`, `open-2-day`. Fields that two editors can only change together are one part.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pwa.locales import LANGUAGES
from pwa.text import N_, clean_text, one_line

Values = Mapping[str, Sequence[str]]

PHONE: Final = "phone"
OPEN: Final = "open"
ADDRESS: Final = ("street", "postal_code", "city")
TICKED: Final = "1"
# Rows of one kind that the form shows; what a service has beyond them, from a file, stays as it is.
MAX_ROWS: Final = 20
_LONGEST_LIST: Final = 300

_TEXTS: Final = ("what", "audience", "fees", "directions")
_LINES: Final = ("name", *ADDRESS, "contact", "url", "email", "area", "cost")
_LISTS: Final = ("audiences", "spoken", "access", "topics", "strengths")
_TICKS: Final = ("interpreter", "sensitive")
_ROW: Final = re.compile(r"(phone|open)-([1-9][0-9]?)(?:-([a-z]+))?")
# Without one of these a row is empty; the others say more about what it holds.
_MAKES_A_ROW: Final = {PHONE: ("",), OPEN: ("day", "from", "to", "kept")}
# Kind of row to the fields that one has; the field without a name is the row's own.
IN_ROW: Final = {
    PHONE: ("", "id"),
    OPEN: ("id", "day", "from", "to", "every", "start", "holidays", "kept"),
}

# Part of the form to its label; the names of fields with a text in each language end in `-nl` etc.
LABELS: Final[Mapping[str, str]] = {
    # Translators: of a help option
    "name": N_("Name"),
    # Translators: label of a field: what a help option does
    "what": N_("What, in one sentence"),
    # Translators: label: the people that help is for
    "audiences": N_("For whom"),
    "audience": N_("For whom, in your own words"),
    # Translators: label: what help costs
    "cost": N_("Costs"),
    "fees": N_("Costs, in your own words"),
    # Translators: label: opening times
    "open": N_("Opening times"),
    # Translators: label: the languages that are spoken there
    "spoken": N_("Languages"),
    "interpreter": N_("Interpreter"),
    # Translators: label: how somebody comes to this help
    "access": N_("How"),
    "phone": N_("Phone number"),
    "address": N_("Address"),
    "directions": N_("How to get there, in words"),
    # Translators: label: a person
    "contact": N_("Whom to ask for"),
    "url": N_("Website"),
    "email": N_("Email address"),
    # Translators: label: the part of town that help is for
    "area": N_("For people who live in"),
    # Translators: label: topics of the questionnaire
    "topics": N_("Topics"),
    # Translators: label: strengths of the questionnaire
    "strengths": N_("Gives strength through"),
    "sensitive": N_("Sensitive number"),
}


def text_fields(name: str) -> list[str]:
    """Name the fields of a text, one for each language."""
    return [f"{name}-{code}" for code in LANGUAGES]


def field_names() -> Iterator[str]:
    """Name every field outside the rows, in the order of the form."""
    yield from (*_LINES, *_LISTS, *_TICKS)
    for name in _TEXTS:
        yield from text_fields(name)


def every_name() -> Iterator[str]:
    """Name every field; in the names of those in rows, `{}` is the number of the row."""
    yield from field_names()
    for kind, names in IN_ROW.items():
        yield from (f"{kind}-{{}}-{name}" if name else f"{kind}-{{}}" for name in names)


def part_of(field: str) -> str:
    """Name the part of the form that a field belongs to."""
    if row := _ROW.fullmatch(field):
        return row[1]
    return "address" if field in ADDRESS else field


def label_of(field: str) -> tuple[str, str | None]:
    """Give the label of a field's part, and the code of its language if it has one."""
    part = part_of(field)
    name, _, language = part.rpartition("-")
    return (LABELS[name], language) if name in _TEXTS else (LABELS[part], None)


def canonical(typed: Values) -> dict[str, list[str]]:
    """Give the values that mean something, each in one form.

    Unknown fields, empty values and empty rows are left out, text is cleaned, rows are numbered
    anew without gaps, and lists are sorted; so equal forms are equal mappings.
    """
    values = {}
    for name in field_names():
        found = _clean(typed.get(name, ()))
        if found and name not in _LISTS:
            values[name] = found[:1]
        elif found:
            values[name] = sorted(set(found))[:_LONGEST_LIST]
    for kind in (PHONE, OPEN):
        values |= _rows(typed, kind)
    return values


def row_numbers(values: Values, kind: str) -> list[int]:
    """List the numbers of the rows of a kind, in their order."""
    rows = (_ROW.fullmatch(name) for name in values)
    return sorted({int(row[2]) for row in rows if row and row[1] == kind})


def row_field(kind: str, number: int, name: str = "") -> str:
    """Name a field of a row."""
    return f"{kind}-{number}-{name}" if name else f"{kind}-{number}"


def first(values: Values, name: str) -> str:
    """Give the first value of a field, or an empty text."""
    return next(iter(values.get(name, ())), "")


def without_row(typed: Values, row: str) -> dict[str, list[str]]:
    """Leave out one row, such as `open-2`."""
    return {
        name: list(found)
        for name, found in typed.items()
        if name != row and not name.startswith(f"{row}-")
    }


def _rows(typed: Values, kind: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    place = 0
    for number in row_numbers(typed, kind)[:MAX_ROWS]:
        row = {name: _clean(typed.get(row_field(kind, number, name), ())) for name in IN_ROW[kind]}
        if not any(row[name] for name in _MAKES_A_ROW[kind]):
            continue
        place += 1
        for name, found in row.items():
            if found:
                kept = sorted(set(found))[:_LONGEST_LIST] if name == "day" else found[:1]
                values[row_field(kind, place, name)] = kept
    return values


def _clean(found: Iterable[str]) -> list[str]:
    return [text for each in found if (text := one_line(clean_text(each)))]
