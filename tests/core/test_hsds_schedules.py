"""Opening hours of other people's HSDS files: kept exactly, or only in words."""

from datetime import date, time

import pytest

from pwa.directory.exchange.hsds_reader import read_hsds
from pwa.directory.hsds import Schedule
from tests.inputs.foreign_service import foreign_service

TODAY = date(2026, 11, 30)


def one_schedule(**values: object) -> Schedule | None:
    service = foreign_service(schedules=[{"id": "1", **values}])
    read = read_hsds(service, {}, today=TODAY).service
    assert read is not None
    return read.schedules[0] if read.schedules else None


def test_a_rule_that_we_cannot_keep_is_kept_in_words() -> None:
    words = {"description": "Alleen in de schoolvakantie", "opens_at": "10:00"}

    for rule in (
        {"freq": "WEEKLY", "byday": "MO", "byweekno": "41,42"},
        {"freq": "HOURLY", "byday": "MO"},
        {"freq": "WEEKLY", "byday": "2MO"},
        {"freq": "WEEKLY", "byday": "Monday"},
        {"freq": "MONTHLY", "bymonthday": "32"},
        {},
    ):
        schedule = one_schedule(**rule, **words)
        assert schedule is not None
        assert (schedule.opens_at, schedule.byday) == (None, "")
        assert schedule.description == "Alleen in de schoolvakantie"


def test_a_rule_without_words_that_we_cannot_keep_is_left_out() -> None:
    assert one_schedule(freq="HOURLY", byday="MO") is None


@pytest.mark.parametrize(
    ("written", "opens"),
    [
        ("24:00", time(0)),
        ("9:30", time(9, 30)),
        ("09:30:00+02:00", time(9, 30)),
        ("09:30Z", None),
        ("25:00", None),
        ("half tien", None),
    ],
)
def test_times_are_those_of_the_clock_here(written: str, opens: time | None) -> None:
    schedule = one_schedule(freq="WEEKLY", byday="mo, th", opens_at=written)

    assert schedule is not None
    assert (schedule.opens_at, schedule.byday) == (opens, "MO,TH")
