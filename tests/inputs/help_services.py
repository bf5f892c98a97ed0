"""Help services for tests: any that our model can hold, made by hypothesis."""

from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from pwa.directory.exchange.terms import STRENGTH_CODES
from pwa.directory.hsds import (
    MAX_LINE,
    MAX_NAME,
    MAX_WHAT,
    Access,
    Address,
    Contact,
    CostOption,
    Frequency,
    HelpService,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceArea,
    Texts,
)
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import LANGUAGES
from pwa.text import clean_text, one_line

_T = TypeVar("_T")
IDS = st.uuids().map(str)
# What looks like markup is among it, because nothing of our own export may be taken for markup.
_TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=16) | st.sampled_from(
    [
        "",
        "a<b",
        "<b>vet</b>",
        "R&D",
        "&amp;amp;",
        "&#x41; &nbsp",
        "<!-- x",
        "</p>\nna",
        "='+1",
        "-",
        "x" * 99,
    ]
)


def lines(most: int, least: int = 1) -> st.SearchStrategy[str]:
    """Words on one line, as our forms keep them."""
    kept = _TYPED.map(clean_text).map(one_line)
    return kept.filter(lambda text: least <= len(text) <= most)


def texts() -> st.SearchStrategy[Texts]:
    fits = _TYPED.map(clean_text).filter(bool)
    return st.dictionaries(st.sampled_from(sorted(LANGUAGES)), fits, max_size=3)


DATES = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
TIMES = st.none() | st.times().map(lambda moment: moment.replace(microsecond=0))
EMAILS = st.sampled_from(["", "info@buurthuis.example", "o'neil+1@post.nl"])
SITES = st.sampled_from(
    ["", "https://buurthuis.example/a?b=c&d=é#e", "http://www.utrecht.nl", "https://x.nl:8443/"]
)
NUMBERS = st.sampled_from(["030 271 99 99", "0800-0113", "112", "+44 1234 234567", "14 030"])
DEGREES = st.floats(-90, 90)
PHONES = st.builds(
    Phone,
    id=IDS,
    number=NUMBERS,
    extension=st.sampled_from(["", "7", "007", "12#", "1234567890123"]),
    description=lines(MAX_LINE, 0),
)
CONTACTS = st.builds(
    Contact,
    id=IDS,
    name=lines(MAX_LINE, 0),
    title=lines(MAX_LINE, 0),
    email=EMAILS,
    phones=st.lists(PHONES, max_size=2).map(tuple),
)
_ADDRESSES = st.builds(
    Address, lines(MAX_LINE, 0), st.sampled_from(["", "3561 AB"]), lines(MAX_LINE, 0)
)
LOCATIONS = st.one_of(
    st.builds(
        Location,
        id=IDS,
        name=lines(MAX_LINE, 0),
        address_id=IDS | st.just(""),
        latitude=DEGREES | st.none(),
        longitude=DEGREES | st.none(),
        directions=texts(),
    ),
    st.builds(
        Location,
        id=IDS,
        address=_ADDRESSES,
        address_id=IDS | st.just(""),
        state_province=st.sampled_from(["", "Utrecht", "Fryslân"]),
    ),
)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    freq = draw(st.sampled_from(Frequency))
    may_count = freq in (Frequency.MONTHLY, Frequency.YEARLY)
    numbers = st.sampled_from(["", "1", "2", "-1"] if may_count else [""])
    days = st.lists(st.builds(str.__add__, numbers, st.sampled_from(_DAYS)), max_size=7)
    of_month = st.lists(st.integers(1, 31).map(str), max_size=3)
    return Schedule(
        id=draw(IDS),
        freq=freq,
        interval=draw(st.integers(1, 12)),
        byday=",".join(draw(days)),
        bymonthday=",".join(draw(of_month)),
        dtstart=draw(DATES),
        until=draw(DATES),
        count=draw(st.none() | st.integers(1, 500)),
        valid_from=draw(DATES),
        valid_to=draw(DATES),
        opens_at=draw(TIMES),
        closes_at=draw(TIMES),
        description=draw(lines(MAX_LINE, 0)),
        holds_on_holidays=draw(st.booleans()),
    )


ORGANIZATIONS = st.builds(
    Organization,
    id=IDS,
    name=lines(MAX_NAME, 0),
    description=lines(MAX_WHAT, 0),
    url=SITES,
    email=EMAILS,
)
COSTS = st.builds(
    CostOption,
    id=IDS,
    option=lines(MAX_LINE, 0),
    amount=st.none() | st.floats(0, 1e6),
    currency=st.sampled_from(["EUR", "", "USD"]),
    amount_description=lines(MAX_LINE, 0),
    valid_from=DATES,
    valid_to=DATES,
)


def _some(one: st.SearchStrategy[_T], most: int = 2) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(one, max_size=most).map(tuple)


SERVICES = st.builds(
    HelpService,
    id=IDS,
    name=lines(MAX_NAME),
    organization=ORGANIZATIONS,
    what=texts(),
    audience=texts(),
    fees=texts(),
    is_free=st.none() | st.booleans(),
    cost_options=_some(COSTS),
    minimum_age=st.none() | st.integers(0, 120),
    maximum_age=st.none() | st.integers(0, 120),
    access=st.lists(st.sampled_from(Access), unique=True, max_size=2).map(tuple),
    spoken=st.lists(
        st.sampled_from(["nl", "tr", "ar", "rif", "zh-Hant", "fa-AF"]), unique=True
    ).map(tuple),
    has_interpreter=st.booleans(),
    url=SITES,
    email=EMAILS,
    phones=_some(PHONES),
    contacts=_some(CONTACTS, 2),
    locations=_some(LOCATIONS),
    schedules=_some(schedules()),
    areas=_some(st.builds(ServiceArea, id=IDS, name=lines(MAX_LINE))),
    topics=st.frozensets(st.sampled_from(sorted(TOPIC_BY_CODE)), max_size=4),
    strengths=st.frozensets(st.sampled_from(STRENGTH_CODES), max_size=3),
    assured_on=st.none() | st.dates(date(1900, 1, 1), date(2026, 11, 30)),
    is_example=st.booleans(),
    is_sensitive=st.booleans(),
)
