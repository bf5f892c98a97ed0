"""Help options: where a patient finds help, when it is open, and how lately that was checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from pwa.locales import TIME_ZONE

# After half a year without a check a number or an address may well be wrong.
FRESH_DAYS = 180

_WEEK = timedelta(days=7)


class Access(StrEnum):
    """How somebody reaches a help option."""

    CALL = "call"
    WALK_IN = "walk_in"
    DOCTOR_REFERS = "doctor_refers"


@dataclass(frozen=True, slots=True)
class Address:
    """Where to walk in; it stays in Dutch letters, because the street sign is in Dutch too."""

    street: str
    postal_code: str
    city: str

    @property
    def line(self) -> str:
        """Give the address on one line."""
        return f"{self.street}, {self.postal_code} {self.city}"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One opening in the week.

    Attributes:
        weekday: Monday is 0.
        closes: at or before `opens` means that it closes on the next day; 00:00 to 00:00 is the
            whole day.
    """

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening hours say about one moment.

    Attributes:
        closes: when it closes, if it is open and ever closes.
        opens: when it opens next, if it is closed and hours are known.
    """

    is_open: bool
    closes: datetime | None = None
    opens: datetime | None = None

    @property
    def is_always(self) -> bool:
        """Tell whether it is open day and night."""
        return self.is_open and self.closes is None


@dataclass(frozen=True, slots=True)
class HelpOption:
    """A helpline or an offer in the neighbourhood, in the words of one language.

    Attributes:
        what: one sentence at level A2.
        language: the language of `what`, `audience`, `cost` and `directions`; Dutch when one of them
            does not exist in the language that was asked for.
        spoken: codes of the languages in which one can talk there.
        phones: numbers as people read them, such as `0800-0113`.
        area: for people who live here; a country, a city or a neighbourhood.
        hours: empty when nobody told us, which is not the same as closed.
        topics: codes of the questionnaire's topics.
        checked_on: when somebody last made sure that all of this is true; None for never.
        is_example: invented, to show how it works; nobody answers there.
        is_sensitive: a number that others should not find in the list of calls.
        is_free: None if nobody said so.
        strengths: codes of the questionnaire's strengths that it can give or keep.
        contact: whom to ask for.
        directions: how to get there, in words.
        organization: the name of who offers it, often the same as `name`.
    """

    id: str
    name: str
    what: str
    audience: str
    cost: str
    language: str
    access: tuple[Access, ...]
    spoken: tuple[str, ...]
    has_interpreter: bool
    phones: tuple[str, ...]
    address: Address | None
    area: str
    hours: tuple[OpeningHours, ...]
    topics: frozenset[str]
    checked_on: date | None
    is_example: bool
    is_sensitive: bool
    is_free: bool | None = None
    strengths: frozenset[str] = frozenset()
    contact: str = ""
    url: str = ""
    email: str = ""
    directions: str = ""
    organization: str = ""

    def is_stale(self, today: date) -> bool:
        """Tell whether the last check is so long ago that the page must say so."""
        return self.checked_on is None or today - self.checked_on > timedelta(days=FRESH_DAYS)


def find_options(
    options: Iterable[HelpOption], topic: str | None, *, today: date
) -> list[HelpOption]:
    """Choose the options for a topic; those that nobody has checked lately come last.

    Otherwise the given order stays. On purpose no argument says how much somebody suffers: a
    patient's answers never decide which option is shown first.

    Args:
        topic: a topic's code; None gives every option.
    """
    chosen = [option for option in options if topic is None or topic in option.topics]
    return sorted(chosen, key=lambda option: option.is_stale(today))


def opening_at(hours: Iterable[OpeningHours], moment: datetime) -> Opening | None:
    """Tell whether it is open at a moment, and until or from when.

    Args:
        moment: aware, in any time zone.

    Returns:
        None if no hours are known.
    """
    here = moment.astimezone(TIME_ZONE)
    spans = _merge(_spans_around(hours, here.date()))
    if not spans:
        return None
    for opens, closes in spans:
        if here < opens:
            return Opening(is_open=False, opens=opens)
        if here < closes:
            return Opening(is_open=True, closes=None if closes - opens >= _WEEK else closes)
    raise AssertionError("hours that come back every week always have a next opening")


def _spans_around(hours: Iterable[OpeningHours], today: date) -> list[tuple[datetime, datetime]]:
    """List the openings from yesterday (they may last until today) to the same day next week."""
    week = [today + timedelta(days=offset) for offset in range(-1, 8)]
    return sorted(
        _span(day, opening) for opening in hours for day in week if day.weekday() == opening.weekday
    )


def _span(day: date, opening: OpeningHours) -> tuple[datetime, datetime]:
    last_day = day if opening.closes > opening.opens else day + timedelta(days=1)
    opens = datetime.combine(day, opening.opens, TIME_ZONE)
    return opens, datetime.combine(last_day, opening.closes, TIME_ZONE)


def _merge(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join openings that touch, or a line that never closes would be "open until midnight"."""
    merged: list[tuple[datetime, datetime]] = []
    for opens, closes in spans:
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return merged
