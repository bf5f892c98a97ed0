"""The desk's list: which day it shows, and which lines a few typed characters find."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.appointments.core import Appointment, Line, LineState, ListEntry
from pwa.desk.core import TimeError, day_span, find_lines, next_slot, read_day, read_time
from pwa.locales import TIME_ZONE

TODAY = date(2026, 11, 21)


MOMENT = datetime(2026, 11, 21, 8, 12, tzinfo=UTC)
# 08:40 UTC is 09:40 in the Netherlands in winter.
AT_NINE_FORTY = Appointment(datetime(2026, 11, 21, 8, 40, tzinfo=UTC), "mw. Åkesson", "nl", None)


def entry(
    code_start: str | None, known_as: str, *, has_plan: bool = False, is_read: bool = False
) -> ListEntry:
    return ListEntry(
        conversation_id=uuid4(),
        shared_at=MOMENT,
        code_start=code_start,
        known_as=known_as,
        wants_to_talk_alone=False,
        read_at=MOMENT if is_read else None,
        is_changed=False,
        is_withdrawn=code_start is None,
        has_plan=has_plan,
        is_known=is_read,
    )


def line(said: ListEntry | None, appointment: Appointment | None = None) -> Line:
    invitation = uuid4() if appointment else None
    return Line(invitation, appointment, said, is_second=False, is_consult_day=bool(appointment))


FATIMA = line(entry("K7QM", "Fátima 10:40"))
IBRAHIM = line(entry("01AB", "İbrahim  Yılmaz"))
NAMELESS = line(entry("9HDF", ""))
GONE = line(entry(None, ""))
INVITED = line(None, AT_NINE_FORTY)
ALL = [FATIMA, IBRAHIM, NAMELESS, GONE, INVITED]


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
        ("ibrahim yil", [IBRAHIM]),
        ("brahim y", [IBRAHIM]),
        ("-", []),
        ("K8QM-4", []),
        ("zzz", []),
        ("akesson", [INVITED]),
        ("940", []),
        ("0940", [INVITED]),
        ("09:4", [INVITED]),
    ],
)
def test_a_line_is_found_by_a_part_of_code_name_or_time(typed: str, found: list[Line]) -> None:
    assert find_lines(ALL, typed, TIME_ZONE) == found


@given(st.text(max_size=70))
def test_whatever_is_typed_finds_only_lines_of_the_list(typed: str) -> None:
    assert set(find_lines(ALL, typed, TIME_ZONE)) <= set(ALL)


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        (INVITED, LineState.INVITED),
        (FATIMA, LineState.SHARED),
        (GONE, LineState.WITHDRAWN),
        (line(entry("K7QM", "", is_read=True)), LineState.READ),
        (line(entry("K7QM", "", is_read=True, has_plan=True)), LineState.PLANNED),
        # Answers that came after the plan was made, and that nobody has read.
        (line(entry("K7QM", "", has_plan=True)), LineState.SHARED),
    ],
)
def test_a_line_says_how_far_it_is(shown: Line, state: LineState) -> None:
    assert shown.state == state


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1040", time(10, 40)),
        ("10:40", time(10, 40)),
        ("10.40", time(10, 40)),
        (" 10 40 ", time(10, 40)),
        ("10u40", time(10, 40)),
        ("940", time(9, 40)),
        ("9:05", time(9, 5)),
        ("10", time(10)),
        ("10u", time(10)),
        ("0:00", time()),
        ("2359", time(23, 59)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, read: time) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["", "half elf", "24:00", "10:60", "10:4", "104000", "-1", "½"])
def test_what_is_no_time_is_told(typed: str) -> None:
    with pytest.raises(TimeError):
        read_time(typed)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_time_or_is_told(typed: str) -> None:
    with suppress(TimeError):
        assert read_time(typed).second == 0


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-20T10:32", "2026-11-20T10:40"),
        ("2026-11-20T10:40", "2026-11-20T10:50"),
        ("2026-11-20T06:15", "2026-11-20T08:00"),
        ("2026-11-20T17:55", "2026-11-23T08:00"),  # a Friday
        ("2026-11-21T11:00", "2026-11-23T08:00"),
        ("2026-11-18T23:55", "2026-11-19T08:00"),
    ],
)
def test_the_next_slot_is_one_at_which_a_practice_is_open(now: str, slot: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=TIME_ZONE)

    assert f"{next_slot(moment):%Y-%m-%dT%H:%M}" == slot


@pytest.mark.parametrize(
    "text",
    ["", "gisteren", "2026-13-01", "2026-11-21T10:00", "9999-12-31", "0001-01-01"],
)
def test_what_is_no_day_means_today(text: str) -> None:
    assert read_day(text, TODAY) == TODAY


def test_a_day_is_read_from_the_address() -> None:
    for day in (date(2026, 11, 20), date(2026, 11, 24)):
        assert read_day(day.isoformat(), TODAY) == day


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
