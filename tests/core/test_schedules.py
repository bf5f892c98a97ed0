"""When help is open: by recurring rules, around midnight, clock changes and public holidays."""

import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.schedule_days import days_between
from pwa.directory.schedules import LOOK_AHEAD_DAYS, opening_at, openings, spans_for_phone
from pwa.locales import TIME_ZONE
from tests.core.schedule_table import (
    CASES,
    EVERY_DAY,
    HOSTILE,
    afternoons,
    clock,
    mornings,
    office,
    rule,
    tell,
)


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(CASES) >= 60
    assert len({name for name, *_ in CASES}) == len(CASES)


@pytest.mark.parametrize(("schedules", "moment", "said"), [
    pytest.param(*case[1:], id=case[0]) for case in CASES
])  # fmt: skip
def test_what_is_said_about_a_moment(schedules: list[Schedule], moment: str, said: str) -> None:
    here = clock(moment)

    assert tell(opening_at(schedules, here)) == said
    assert tell(opening_at(schedules, here.astimezone(UTC))) == said, "in another time zone"


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_rule_costs_no_more_than_another(hostile: Schedule) -> None:
    """Counted in calls, at least one for every period of a rule: a slow machine fails no test."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    days_between.cache_clear()
    sys.setprofile(count)
    try:
        opening_at([hostile], clock("2026-11-23 10:00"))
    finally:
        sys.setprofile(None)

    assert calls < 50_000


def test_a_time_with_a_zone_is_read_as_clock_time() -> None:
    zoned = Schedule(
        id="a",
        byday="MO",
        opens_at=time(9, tzinfo=UTC),
        closes_at=time(17),
    )

    assert tell(opening_at([zoned], clock("2026-11-23 09:00"))) == "until 11-23 17:00"


# --- Spans ---


def test_openings_that_touch_or_overlap_are_one() -> None:
    spans = openings(
        [mornings, afternoons, rule("MO", "16:00-18:00")],
        clock("2026-11-23 00:00"),
        clock("2026-12-01 00:00"),
    )

    assert spans == [
        (clock("2026-11-23 09:00"), clock("2026-11-23 18:00")),
        (clock("2026-11-30 09:00"), clock("2026-11-30 18:00")),
    ]
    assert all(each.tzinfo is TIME_ZONE for span in spans for each in span)


def test_a_phone_gets_minutes_and_no_holiday() -> None:
    spans = spans_for_phone([office], clock("2026-12-24 12:00"), days=5)

    assert [
        (datetime.fromtimestamp(opens * 60, TIME_ZONE), datetime.fromtimestamp(closes * 60, TIME_ZONE))
        for opens, closes in spans
    ] == [
        (clock("2026-12-24 09:00"), clock("2026-12-24 17:00")),
        (clock("2026-12-28 09:00"), clock("2026-12-28 17:00")),
        (clock("2026-12-29 09:00"), clock("2026-12-29 17:00")),
    ]  # fmt: skip


moments = st.timedeltas(timedelta(), timedelta(days=3 * 365)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))
bydays = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "5", "-1", "6"]), st.sampled_from(EVERY_DAY.split(","))
    ),
    max_size=4,
).map(lambda parts: ",".join(f"{number}{day}" for number, day in parts))
schedules = st.builds(
    Schedule,
    id=st.just("a"),
    freq=st.sampled_from(Frequency),
    interval=st.integers(-1, 400),
    byday=bydays,
    bymonthday=st.sampled_from(["", "", "1,15", "-1", "31", "99"]),
    dtstart=st.none() | days,
    until=st.none() | days,
    count=st.none() | st.integers(-1, 10**12),
    valid_from=st.none() | days,
    valid_to=st.none() | days,
    opens_at=st.none() | st.times(),
    closes_at=st.none() | st.times(),
    holds_on_holidays=st.booleans(),
)
weekly = st.builds(
    Schedule,
    id=st.just("a"),
    byday=bydays.filter(bool),
    opens_at=st.times(),
    closes_at=st.times(),
)


@given(st.lists(schedules, max_size=4), moments)
def test_what_is_said_lies_ahead_and_agrees_with_the_spans(
    rules: list[Schedule], moment: datetime
) -> None:
    opening = opening_at(rules, moment)
    spans = openings(rules, moment, moment + timedelta(days=LOOK_AHEAD_DAYS))

    assert all(opens < closes for opens, closes in spans)
    assert all(
        before[1].astimezone(UTC) < after[0].astimezone(UTC) for before, after in pairwise(spans)
    )
    is_open = any(opens <= moment < closes for opens, closes in spans)
    assert is_open == bool(opening and opening.is_open)
    if opening and opening.closes:
        assert opening.closes > moment
    if opening and opening.opens:
        assert moment < opening.opens == spans[0][0]


@given(st.lists(weekly, min_size=1, max_size=6), moments)
def test_what_comes_back_every_week_always_has_an_answer(
    rules: list[Schedule], moment: datetime
) -> None:
    opening = opening_at(rules, moment)

    assert opening is not None
    assert opening.is_open or opening.opens is not None
