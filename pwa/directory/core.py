"""Help options: where a patient finds help, when it is open, and how lately that was checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pwa.directory.hsds import Access, Address, Schedule

# After half a year without a check a number or an address may well be wrong.
FRESH_DAYS = 180


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
        schedules: empty when nobody told us, which is not the same as closed.
        topics: codes of the questionnaire's topics.
        checked_on: when somebody last made sure that all of this is true; None for never.
        is_example: invented, to show how it works; nobody answers there.
        is_sensitive: a number that others should not find in the list of calls.
        is_free: None if nobody said so.
        strengths: codes of the questionnaire's strengths that it can give or keep.
        contact: whom to ask for.
        directions: how to get there, in words.
        organization: the name of who offers it, often the same as `name`.
        areas: places whose people it is for, and where its door is; a district with its city behind
            it, such as "Overvecht, Utrecht".
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
    schedules: tuple[Schedule, ...]
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
    areas: tuple[str, ...] = ()

    def is_stale(self, today: date) -> bool:
        """Tell whether the last check is so long ago that the page must say so."""
        return is_stale(self.checked_on, today)


def is_stale(checked_on: date | None, today: date) -> bool:
    """Tell whether a check is longer ago than FRESH_DAYS, or there was none."""
    return checked_on is None or checked_on < oldest_fresh_day(today)


def oldest_fresh_day(today: date) -> date:
    """Give the first day whose check still counts for patients."""
    return today - timedelta(days=FRESH_DAYS)


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
