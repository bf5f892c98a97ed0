"""A help service with everything that is kept of it: the parts and names of Open Referral HSDS 3.0.

A `HelpService` is what a practice edits, imports and exports, in every language at once. What a
patient reads of it, in one language, is a `HelpOption` (core.py).

Where HSDS has one text, this model has `Texts`. Topics, strengths and the three flags are this
application's own; the exchange writes them as HSDS attributes.

Source: Open Referral HSDS 3.0, https://docs.openreferral.org/en/v3.0.1/hsds/schema_reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Final

from pwa.locales import PRACTICE_LANGUAGE

# Code of a language to the text in it. Dutch stands in where a language is missing.
Texts = Mapping[str, str]

FALLBACK: Final = PRACTICE_LANGUAGE.code
MAX_NAME: Final = 120
MAX_WHAT: Final = 200
MAX_LINE: Final = 120
MAX_DIRECTIONS: Final = 300


class Access(StrEnum):
    """How somebody reaches a help option."""

    CALL = "call"
    WALK_IN = "walk_in"
    DOCTOR_REFERS = "doctor_refers"


class Frequency(StrEnum):
    """How often a schedule comes back (`freq` of HSDS and of RFC 5545)."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """Who offers the help.

    Attributes:
        id: a UUID; several services may have the same organization.
    """

    id: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number to call, as people read it, such as `0800-0113`."""

    id: str
    number: str
    extension: str = ""
    description: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or a desk to ask for."""

    id: str
    name: str = ""
    title: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place where the help is given.

    Attributes:
        address_id: a UUID of the address, which HSDS asks for; empty if it has none of its own.
        state_province: the province, which HSDS asks for; empty if nobody said it.
        latitude, longitude: degrees, WGS 84.
        directions: how to get there, in words (`transportation` of HSDS).
    """

    id: str
    name: str = ""
    address: Address | None = None
    address_id: str = ""
    state_province: str = ""
    latitude: float | None = None
    longitude: float | None = None
    directions: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When it is open: a rule that comes back, in the time of Europe/Amsterdam.

    Attributes:
        interval: 2 for every second week; counted from `dtstart`.
        byday: `MO,TH`; in a month also with a number: `2TU`, `-1FR`.
        bymonthday: `1,15`.
        dtstart: the first day, from which the interval counts.
        until: the last day of the rule.
        count: how often it comes back, if that is limited.
        valid_from, valid_to: the days between which the rule holds, such as a summer.
        opens_at, closes_at: None when only the days are known. Closing at or before opening is on
            the next day; 00:00 to 00:00 is the whole day.
        description: for people, in Dutch, such as "behalve in de vakantie".
        holds_on_holidays: also open on public holidays; else nobody knows on those days.
    """

    id: str
    freq: Frequency = Frequency.WEEKLY
    interval: int = 1
    byday: str = ""
    bymonthday: str = ""
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: str = ""
    holds_on_holidays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOption:
    """What it costs: an amount of money for somebody or something."""

    id: str
    option: str = ""
    amount: float | None = None
    currency: str = "EUR"
    amount_description: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceArea:
    """For whom it is: people who live here; a country, a city or a district."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpService:
    """A helpline or an offer in the neighbourhood, in all languages.

    Attributes:
        id: a UUID, which plans keep for ever.
        what: one sentence at level A2 (`description` of HSDS).
        audience: for whom (`eligibility_description`).
        fees: what it costs, in words (`fees_description`).
        is_free: None if nobody said so.
        access: how to reach it (`application_process`).
        spoken: codes of the languages in which one can talk there.
        topics: codes of the questionnaire's topics.
        strengths: codes of its strengths that this can give or keep.
        assured_on: when somebody last made sure that all of this is true; None for never.
        is_example: invented, to show how it works; nobody answers there.
        is_sensitive: a number that others should not find in the list of calls.
    """

    id: str
    name: str
    organization: Organization
    what: Texts = field(default_factory=dict)
    audience: Texts = field(default_factory=dict)
    fees: Texts = field(default_factory=dict)
    is_free: bool | None = None
    cost_options: tuple[CostOption, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    access: tuple[Access, ...] = ()
    spoken: tuple[str, ...] = ()
    has_interpreter: bool = False
    url: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    locations: tuple[Location, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    topics: frozenset[str] = frozenset()
    strengths: frozenset[str] = frozenset()
    assured_on: date | None = None
    is_example: bool = False
    is_sensitive: bool = False

    def language_for(self, language: str) -> str:
        """Choose the language of its texts: the wanted one if every text has it, else Dutch.

        So no option is half translated.
        """
        texts = (self.what, self.audience, self.fees, *(each.directions for each in self.locations))
        has_all = all(text.get(language) for text in texts if text.get(FALLBACK))
        return language if has_all else FALLBACK
