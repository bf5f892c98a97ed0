"""Say in words what a preview holds as values: names of fields, and what stood and will stand in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from flask_babel import format_date, gettext

from pwa.directory.exchange.importing.core import LineKind, OwnWish
from pwa.directory.exchange.result import Said
from pwa.directory.exchange.terms import split_codes
from pwa.directory.hsds import FALLBACK, Schedule
from pwa.directory.keeping.words import ACCESS_WORDS
from pwa.directory.schedule_words import describe_schedule
from pwa.directory.strengths import STRENGTHS
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import PRACTICE_LANGUAGE, locale_of
from pwa.text import N_

_MOST: Final = 300

FIELD_NAMES: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "organization": N_("Organization"),
    # Translators: a field: what a help option offers
    "what": N_("What it is"),
    # Translators: a field of a help option
    "audience": N_("For whom"),
    # Translators: a field of a help option
    "fees": N_("What it costs"),
    # Translators: a field of a help option
    "is_free": N_("Is it free?"),
    # Translators: a field of a help option
    "cost_options": N_("Prices"),
    # Translators: a field of a help option
    "minimum_age": N_("From what age"),
    # Translators: a field of a help option
    "maximum_age": N_("Up to what age"),
    # Translators: a field: call, walk in, or through the doctor
    "access": N_("How to get in"),
    # Translators: a field of a help option
    "spoken": N_("Languages spoken"),
    # Translators: a field of a help option
    "has_interpreter": N_("An interpreter is possible"),
    "url": N_("Website"),
    "email": N_("E-mail address"),
    "phones": N_("Phone numbers"),
    # Translators: a field: whom to ask for
    "contacts": N_("Contact"),
    # Translators: a field: addresses
    "locations": N_("Places"),
    "schedules": N_("Opening hours"),
    # Translators: a field: where people have to live
    "areas": N_("For people from"),
    # Translators: a field: what help is about
    "topics": N_("Topics"),
    # Translators: a field: what gives a patient strength
    "strengths": N_("Strength"),
    "assured_on": N_("Last checked"),
    # Translators: a field: invented, to show how it works
    "is_example": N_("Example"),
    # Translators: a field: a number that others should not find in the list of calls
    "is_sensitive": N_("Number that others should not see"),
}

KIND_NAMES: Final[Mapping[LineKind, str]] = {
    # Translators: heading above a number of help options in a file
    LineKind.ADDED: N_("New"),
    # Translators: heading above a number of help options in a file
    LineKind.CHANGED: N_("Changed"),
    # Translators: heading above a number of help options: what the practice itself changed
    LineKind.OWN: N_("Changed by yourselves"),
    # Translators: heading above a number of help options that a file has no more
    LineKind.REMOVED: N_("Removed"),
    # Translators: heading above a number of lines of a file
    LineKind.REFUSED: N_("Refused"),
    # Translators: heading above a number of help options
    LineKind.SAME: N_("The same"),
}

WISHES: Final[Mapping[OwnWish, str]] = {
    OwnWish.CORRECTED: N_("You changed this yourselves. What you wrote stays."),
    OwnWish.REMOVED: N_("You removed this yourselves. It stays away."),
    OwnWish.MISSED: N_("The file has this no more, but you changed it yourselves. It stays."),
}

GAP_NAMES: Final[Mapping[str, str]] = {
    "what": N_("a sentence in Dutch"),
    # Translators: a phone number, an address, a website
    "channel": N_("how to reach it"),
    "language": N_("the languages"),
    # Translators: where people have to live
    "area": N_("the area"),
    # Translators: what help is about
    "topic": N_("a topic"),
    "date": N_("the day of the last check"),
}


def say(said: Said) -> str:
    """Translate a sentence of the reading; what fills its gaps may be words of the file."""
    return gettext(said.message, **said.values)


def describe(name: str, value: Any) -> str:
    """Say the value of a field in words; empty if it has none.

    Args:
        value: as JSON has it (`FieldChange`).
    """
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    words = _WRITERS.get(name, str)(value)
    return words if len(words) <= _MOST else words[: _MOST - 1] + "…"


def describe_both(name: str, old: Any, new: Any) -> tuple[str, str]:
    """Say the old and the new value in words; of texts only in the languages that differ."""
    if isinstance(old, Mapping) and isinstance(new, Mapping) and name in _TEXTS:
        same = {code for code in old if old[code] == new.get(code)}
        old = {code: text for code, text in old.items() if code not in same}
        new = {code: text for code, text in new.items() if code not in same}
    return describe(name, old), describe(name, new)


def _texts(value: Mapping[str, str]) -> str:
    if set(value) == {FALLBACK}:
        return value[FALLBACK]
    return _list(f"{code}: {text}" for code, text in value.items())


def _list(words: Iterable[str]) -> str:
    return "; ".join(word for word in words if word)


def _each(
    write: Callable[[Mapping[str, Any]], str],
) -> Callable[[Sequence[Mapping[str, Any]]], str]:
    return lambda values: _list(write(value) for value in values)


def _place(value: Mapping[str, Any]) -> str:
    address = value.get("address") or {}
    parts = (value.get("name"), *(address.get(part) for part in ("street", "postal_code", "city")))
    return ", ".join(part for part in parts if part)


def _contact(value: Mapping[str, Any]) -> str:
    numbers = [phone["number"] for phone in value.get("phones", ())]
    return ", ".join(part for part in (value.get("name"), value.get("title"), *numbers) if part)


def _price(value: Mapping[str, Any]) -> str:
    parts = (value.get("option"), value.get("amount"), value.get("amount_description"))
    return " ".join(str(part) for part in parts if part not in (None, ""))


def _hours(value: Mapping[str, Any]) -> str:
    return describe_schedule(msgspec.convert(value, Schedule, strict=False), PRACTICE_LANGUAGE.code)


def describe_codes(codes: Iterable[str]) -> str:
    """Name the topics and strengths of a `KnownTerm`."""
    topics, strengths = split_codes(codes)
    return _list((_topics(sorted(topics)), _strengths(sorted(strengths))))


def _topics(codes: Sequence[str]) -> str:
    return _list(gettext(TOPIC_BY_CODE[code].short) for code in codes if code in TOPIC_BY_CODE)


def _strengths(codes: Sequence[str]) -> str:
    return _list(gettext(each.text) for each in STRENGTHS if each.code in codes)


def _spoken(codes: Sequence[str]) -> str:
    names = locale_of(PRACTICE_LANGUAGE.code).languages
    return _list(names.get(code, code) for code in codes)


_TEXTS: Final = frozenset({"what", "audience", "fees"})
_WRITERS: Final[Mapping[str, Callable[[Any], str]]] = {
    **dict.fromkeys(_TEXTS, _texts),
    "organization": lambda value: str(value["name"]),
    "cost_options": _each(_price),
    "access": lambda codes: _list(gettext(ACCESS_WORDS[code]) for code in codes),
    "spoken": _spoken,
    "phones": _each(lambda value: str(value["number"])),
    "contacts": _each(_contact),
    "locations": _each(_place),
    "schedules": _each(_hours),
    "areas": _each(lambda value: str(value["name"])),
    "topics": _topics,
    "strengths": _strengths,
    "assured_on": lambda value: format_date(date.fromisoformat(value), "d MMMM yyyy"),
}
