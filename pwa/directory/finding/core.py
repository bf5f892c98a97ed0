"""What somebody looks for in the local help, and which options fit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pwa.directory.core import HelpOption
from pwa.directory.topics import HelpTopic, find_topic

# Options of one page.
PAGE: Final = 15
# What is typed beyond this does not count.
MAX_WORDS: Final = 100
MAX_PAGES: Final = 10_000
# Python refuses to read a number of thousands of digits.
_NUMBER: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for. By topic or by words; the filters hold for both.

    Attributes:
        topic: None when there are words.
        area: a place as `areas_of` gives it; empty for everywhere.
        is_spoken: only where one can talk in the language of the page, if need be by an interpreter.
        page: from 1.
    """

    topic: HelpTopic | None = None
    words: str = ""
    area: str = ""
    is_open: bool = False
    is_free: bool = False
    is_spoken: bool = False
    page: int = 1

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing is asked for yet."""
        return self == Wanted()

    @property
    def has_filter(self) -> bool:
        """Tell whether more than a topic or words is asked for."""
        return bool(self.area) or self.is_open or self.is_free or self.is_spoken


def read_wanted(fields: Mapping[str, str]) -> Wanted:
    """Read the fields of the form, or a query; what cannot be read counts as not asked for.

    `choose` is the button of a topic that was just pressed, `topic` the one that was chosen before.
    """
    chosen = find_topic(fields.get("choose"))
    words = "" if chosen else fields.get("words", "").strip()[:MAX_WORDS]
    page = fields.get("page", "")
    return Wanted(
        topic=None if words else chosen or find_topic(fields.get("topic")),
        words=words,
        area=fields.get("area", "")[:MAX_WORDS],
        is_open=fields.get("open") == "1",
        is_free=fields.get("free") == "1",
        is_spoken=fields.get("spoken") == "1",
        page=min(max(int(page), 1), MAX_PAGES) if _NUMBER.fullmatch(page) else 1,
    )


def fits(option: HelpOption, wanted: Wanted, *, language: str, is_open: bool) -> bool:
    """Tell whether an option passes the filters; topic and words are asked for elsewhere.

    Args:
        is_open: whether the option is open now.
    """
    return (
        (is_open or not wanted.is_open)
        and (bool(option.is_free) or not wanted.is_free)
        and (is_spoken_at(option, language) or not wanted.is_spoken)
        and (not wanted.area or is_near(option.areas, wanted.area))
    )


def is_spoken_at(option: HelpOption, language: str) -> bool:
    """Tell whether one can talk in a language there, if need be by an interpreter."""
    return language in option.spoken or option.has_interpreter


def is_near(areas: Iterable[str], place: str) -> bool:
    """Tell whether help for these areas is help for people of a place.

    It is when an area is that place, lies in it, or holds it: "Utrecht" holds "Overvecht, Utrecht".
    """
    return any(_holds(area, place) or _holds(place, area) for area in areas)


def areas_of(options: Iterable[HelpOption]) -> tuple[str, ...]:
    """List the places to choose from, in alphabetical order, with those that hold them.

    A place without districts and addresses, such as the whole country, is left out: help for
    everybody is not help nearby.
    """
    places: set[str] = set()
    for option in options:
        districts = {area for area in option.areas if ", " in area}
        places |= districts | {area.rsplit(", ", 1)[-1] for area in districts}
        if option.address and option.address.city in option.areas:
            places.add(option.address.city)
    return tuple(sorted(places, key=str.casefold))


def _holds(outer: str, inner: str) -> bool:
    return inner == outer or inner.endswith(f", {outer}")
