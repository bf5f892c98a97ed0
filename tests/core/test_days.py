"""Days and times as people type them, in every field that asks for one."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.typed.days import Moment, NoSuchDay, read_day, read_moment, read_time

TODAY = date(2026, 11, 23)
MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("30-11-2026", MONDAY, None),
        ("30-11-26", MONDAY, None),
        ("30.11.26", MONDAY, None),
        ("30 - 11 - 2026", MONDAY, None),
        ("30 nov '26", MONDAY, None),
        ("2026-11-30", MONDAY, None),
        ("2026-11-30T09:30", MONDAY, time(9, 30)),
        ("30-11-2026 9u30", MONDAY, time(9, 30)),
        ("30-11-26 9 uur 30", MONDAY, time(9, 30)),
        ("30-11 0930", MONDAY, time(9, 30)),
        ("30 november om 9 uur", MONDAY, time(9)),
        ("Maandag 30 nov. 2026, 10.40", MONDAY, time(10, 40)),
        ("op ma 30/11 om 9", MONDAY, time(9)),
        ("30\N{NON-BREAKING HYPHEN}11\N{EN DASH}2026", MONDAY, None),
        ("30\N{MINUS SIGN}11", MONDAY, None),
        ("\u200e30-11-2026\u200f", MONDAY, None),
        ("30\u00a0november\u202f2026", MONDAY, None),
        ("٣٠-١١-٢٠٢٦ ٩:٣٠", MONDAY, time(9, 30)),
        ("۳۰ـ۱۱", MONDAY, None),
        ("３０－１１　０９：３０", MONDAY, time(9, 30)),
        ("5-1", date(2027, 1, 5), None),
        ("23-11", TODAY, None),
        ("22-11", date(2027, 11, 22), None),
        ("29-2", date(2028, 2, 29), None),
        ("29 februari om 10:40", date(2028, 2, 29), time(10, 40)),
        ("5 januari 10:40", date(2027, 1, 5), time(10, 40)),
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str, day: date, at: time | None) -> None:
    assert read_moment(typed, TODAY) == Moment(day, at)


@pytest.mark.parametrize(
    "typed",
    ["", "morgen", "na de vakantie", "voor 30 november", "na 30-11", "3 keer per week",
     "over 2 dagen", "30-11 9", "9:30", "½", "30²", "12345678"],
)  # fmt: skip
def test_other_words_stay_words(typed: str) -> None:
    assert read_moment(typed, TODAY) is None


@pytest.mark.parametrize("typed", ["31-2", "31-2-2026", "29-2-2027", "1-13", "30-11 25:00", "0-1"])
def test_a_day_that_there_never_is_is_told(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        read_moment(typed, TODAY)


@pytest.mark.parametrize("typed", ["", "morgen", "30-11 om 9", "31-2"])
def test_where_only_a_day_is_asked_nothing_else_is_taken(typed: str) -> None:
    with pytest.raises(NoSuchDay):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9 uur", time(9)),
        ("om 9 uur 30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("٩:٣٠", time(9, 30)),
        ("۱۰۴۰", time(10, 40)),
        ("１０：４０", time(10, 40)),
        ("\u200e10:40\u00a0", time(10, 40)),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed: str, at: time) -> None:
    assert read_time(typed) == at


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.none() | st.times())
def test_what_is_written_as_a_day_is_read_as_that_day(day: date, at: time | None) -> None:
    minute = at and at.replace(second=0, microsecond=0)
    behind = f" {minute:%H:%M}" if minute else ""

    assert read_moment(f"{day:%d-%m-%Y}{behind}", TODAY) == Moment(day, minute)
    assert read_moment(f"{day.isoformat()}{behind}", TODAY) == Moment(day, minute)


@given(st.dates(date(2027, 1, 1), date(2099, 12, 31)))
def test_a_day_without_a_year_is_the_next_one(today: date) -> None:
    for day in (date(2028, 2, 29), date(2026, 3, 1)):
        found = read_day(f"{day:%d-%m}", today)

        assert (found.day, found.month) == (day.day, day.month)
        assert 0 <= (found - today).days <= (8 * 366 if day.month == 2 else 366)


@given(st.text(max_size=30) | st.from_regex(r"[0-9٠-٩]{1,2}[-/. ][0-9]{1,2}.{0,12}"))
def test_whatever_is_typed_is_a_day_words_or_told(text: str) -> None:
    with suppress(NoSuchDay):
        read_moment(text, TODAY)
    with suppress(NoSuchDay):
        read_time(text)
