"""Which day it is, and whom a few typed characters can mean."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.conversation.core import ListEntry
from pwa.desk.core import day_span, find_entries, read_day
from pwa.locales import TIME_ZONE

TODAY = date(2026, 11, 21)


def entry(code_start: str | None, known_as: str) -> ListEntry:
    return ListEntry(
        conversation_id=uuid4(),
        shared_at=datetime(2026, 11, 21, 8, 12, tzinfo=UTC),
        code_start=code_start,
        known_as=known_as,
        wants_to_talk_alone=False,
        read_at=None,
        is_changed=False,
        is_withdrawn=code_start is None,
        has_plan=False,
    )


FATIMA = entry("K7QM", "Fátima 10:40")
IBRAHIM = entry("01AB", "İbrahim  Yılmaz")
NAMELESS = entry("9HDF", "")
GONE = entry(None, "")
ALL = [FATIMA, IBRAHIM, NAMELESS, GONE]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ALL),
        ("  ", ALL),
        ("K7", [FATIMA]),
        ("k7qm", [FATIMA]),
        ("K7QM-4", [FATIMA]),
        ("fatima", [FATIMA]),
        ("FÁT", [FATIMA]),
        ("10:40", [FATIMA]),
        ("o1", [IBRAHIM]),
        ("oi", [IBRAHIM]),
        ("ibrahim yil", []),
        ("brahim y", [IBRAHIM]),
        ("-", []),
        ("K8QM-4", []),
        ("zzz", []),
    ],
)
def test_a_line_is_found_by_a_part_of_code_or_name(typed: str, found: list[ListEntry]) -> None:
    assert find_entries(ALL, typed) == found


@given(st.text(max_size=70))
def test_whatever_is_typed_finds_only_lines_of_the_list(typed: str) -> None:
    assert set(find_entries(ALL, typed)) <= set(ALL)


@pytest.mark.parametrize(
    "text",
    ["", "gisteren", "2026-13-01", "2026-11-21T10:00", "2026-11-22", "9999-12-31", "0001-01-01"],
)
def test_what_is_no_day_means_today(text: str) -> None:
    assert read_day(text, TODAY) == TODAY


def test_a_day_is_read_from_the_address() -> None:
    assert read_day("2026-11-20", TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2026, 11, 21), datetime(2026, 11, 20, 23, tzinfo=UTC), 24),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
    ],
)
def test_a_day_begins_and_ends_at_midnight_in_the_netherlands(
    day: date, start: datetime, hours: int
) -> None:
    assert day_span(day, TIME_ZONE) == (start, start + timedelta(hours=hours))
