"""The dates of a plan go into the phone's calendar, and nothing else does."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from flask.testing import FlaskClient

from pwa.locales import TIME_ZONE
from pwa.plan.core import Day
from pwa.progress.calendar.writing import NamedDay, write_calendar
from tests.pages.checked import open_page
from tests.people.desk import CARERS_FORM, Desk
from tests.people.logins import Clock

ADDRESS = "/nl/mine/plan.ics"
SOON = datetime.now(TIME_ZONE).date() + timedelta(days=40)
PLAN = {
    **CARERS_FORM,
    "step-3-when": f"{SOON:%d-%m-%Y}",
    "next_talk": f"{SOON + timedelta(days=3):%d-%m-%Y} 10:40",
}


def read(file: bytes) -> list[Any]:
    """Read a file by another library than the one that writes it; gives its entries."""
    return list(vobject.readOne(file.decode()).vevent_list)


def test_next_talk_and_dated_steps_are_read_back_by_another_reader(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves(PLAN)

    answer = carer.get(ADDRESS)

    assert answer.mimetype == "text/calendar"
    talk, step = read(answer.data)
    at = talk.dtstart.value
    assert (at.replace(tzinfo=None), at.utcoffset()) == (
        datetime.combine(SOON + timedelta(days=3), time(10, 40)),
        datetime.combine(SOON + timedelta(days=3), time(10, 40), TIME_ZONE).utcoffset(),
    )
    assert b"DTSTART;TZID=Europe/Amsterdam:" in answer.data
    assert b"BEGIN:VTIMEZONE" in answer.data
    assert step.dtstart.value == SOON


def test_nothing_in_it_says_what_it_is_about(desk: Desk, carer: FlaskClient) -> None:
    desk.saves({**PLAN, "step-3-what": "own", "step-3-text": "GGZ bellen", "step-3-language": "nl"})

    file = carer.get(f"{ADDRESS}?remind=1").data

    text = file.decode().replace("\r\n ", "")
    names = {line.partition(":")[0].partition(";")[0] for line in text.splitlines()}
    assert not names & {"LOCATION", "URL", "ORGANIZER", "ATTENDEE", "ATTACH", "CONTACT", "COMMENT"}
    for entry in read(file):
        assert entry.summary.value == "Afspraak"
        assert entry.valarm.description.value == "Afspraak"
        assert not hasattr(entry, "description")
    row = str(desk.conversation)
    for secret in ("GGZ", "Dreef", "dokter", "http", row, row.replace("-", "")):
        assert secret not in text


@pytest.mark.parametrize(("query", "alarms"), [("", 0), ("?remind=1", 2)])
def test_a_reminder_only_for_who_asks(
    desk: Desk, carer: FlaskClient, query: str, alarms: int
) -> None:
    desk.saves(PLAN)

    assert carer.get(f"{ADDRESS}{query}").text.count("BEGIN:VALARM") == alarms
    box = open_page(carer, "/nl/mine/plan").find("input[@name='remind']")
    assert "checked" not in box.attrib


def test_a_second_file_replaces_the_first(desk: Desk, carer: FlaskClient) -> None:
    desk.saves(PLAN)
    before = read(carer.get(ADDRESS).data)
    desk.saves({**PLAN, "base": "1", "next_talk": f"{SOON + timedelta(days=9):%d-%m-%Y} 9:00"})

    after = read(carer.get(ADDRESS).data)

    assert after[0].uid.value == before[0].uid.value
    assert int(after[0].sequence.value) > int(before[0].sequence.value)
    assert len({entry.uid.value for entry in after}) == len(after)


def test_without_dates_to_come_there_is_no_button_and_no_file(
    desk: Desk, carer: FlaskClient
) -> None:
    desk.saves({**CARERS_FORM, "step-3-when": "deze week", "next_talk": "na de vakantie"})

    assert carer.get(ADDRESS).status_code == 303
    page = open_page(carer, "/nl/mine/plan")
    assert page.tree.find(".//*[@data-part='calendar']") is None


def test_in_six_weeks_is_around_the_day_that_they_agreed_on(
    desk: Desk, carer: FlaskClient, clock: Clock
) -> None:
    agreed = {**CARERS_FORM, "next_talk": "", "next_talk_period": "six_weeks"}
    desk.saves(agreed)
    day = datetime.now(TIME_ZONE).date() + timedelta(weeks=6)
    clock.forward(minutes=10)  # something else is changed later
    desk.saves({**agreed, "base": "1", "goal": "weer slapen"})

    [entry] = [each for each in read(carer.get(ADDRESS).data) if "rond" in each.summary.value]

    assert (entry.dtstart.value, entry.summary.value) == (day, "Afspraak, rond deze dag")
    assert open_page(carer, "/nl/mine/plan").find("*[@data-part='calendar']") is not None


def write(days: list[NamedDay]) -> bytes:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return write_calendar(days, has_reminder=True, revision=1, now=now)


def test_another_reader_finds_the_same_moment_on_every_day_of_three_years() -> None:
    first = date(2026, 1, 1)
    days = [first + timedelta(days=number) for number in range(3 * 365)]

    entries = read(
        write([NamedDay(day.isoformat(), Day(day, time(9)), "Afspraak") for day in days])
    )

    moments = [entry.dtstart.value.astimezone(UTC) for entry in entries]
    assert moments == [datetime.combine(day, time(9), TIME_ZONE).astimezone(UTC) for day in days]


def test_a_reminder_comes_a_day_before_or_at_nine_in_the_morning_before_a_whole_day() -> None:
    days = [NamedDay("a", Day(SOON, time(9)), "Afspraak"), NamedDay("b", Day(SOON), "Afspraak")]

    alarms = [entry.valarm.trigger.value for entry in read(write(days))]

    assert alarms == [-timedelta(days=1), -timedelta(hours=15)]


def test_words_of_the_entry_are_in_the_patients_language(desk: Desk, carer: FlaskClient) -> None:
    desk.saves(PLAN)

    words = {
        lang: read(carer.get(f"/{lang}/mine/plan.ics").data)[0].summary.value
        for lang in ("tr", "ar")
    }

    assert words == {"tr": "Randevu", "ar": "موعد"}
