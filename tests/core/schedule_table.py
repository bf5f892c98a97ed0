"""Schedules of help, what they say about a moment, and rules that are meant to do harm."""

from datetime import date, datetime, time
from typing import Any

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.schedules import Opening
from pwa.locales import TIME_ZONE

MONTHLY, YEARLY, DAILY = Frequency.MONTHLY, Frequency.YEARLY, Frequency.DAILY
WORKDAYS = "MO,TU,WE,TH,FR"
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


def rule(byday: str = "", hours: str = "09:00-17:00", **values: Any) -> Schedule:
    opens, closes = hours.split("-")
    return Schedule(
        id="a",
        byday=byday,
        opens_at=time.fromisoformat(opens),
        closes_at=time.fromisoformat(closes),
        **values,
    )


def clock(text: str) -> datetime:
    """A time in the Netherlands; of one that comes twice the second if `*` stands behind it."""
    moment = datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=TIME_ZONE)
    return moment.replace(fold=int(text.endswith("*")))


def tell(opening: Opening | None) -> str:
    """Write an opening as in the table: `until`, `from` and `perhaps` with the time."""
    if opening is None:
        return "unknown"
    if opening.is_open:
        return f"until {opening.closes:%m-%d %H:%M}" if opening.closes else "always"
    word = "perhaps" if opening.is_holiday else "from"
    return f"{word} {opening.opens:%m-%d %H:%M}" if opening.opens else word


office = rule(WORKDAYS)
night = rule(EVERY_DAY, "22:00-06:00")
line = rule(EVERY_DAY, "00:00-00:00")
second_tuesday = rule("2TU", "10:00-11:00", freq=MONTHLY)
last_friday = rule("-1FR", "14:00-16:00", freq=MONTHLY)
other_tuesday = rule("TU", "10:00-11:00", interval=2, dtstart=date(2026, 12, 15))
summer = rule("SA", "10:00-12:00", valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 31))
small_hours = rule(EVERY_DAY, "02:30-06:00")
till_half_past_two = rule(EVERY_DAY, "22:00-02:30")
mornings = rule("MO", "09:00-12:00")
afternoons = rule("MO", "12:00-17:00")

CASES: list[tuple[str, list[Schedule], str, str]] = [
    # What comes back every week.
    ("open until closing time", [office], "2026-11-23 16:59", "until 11-23 17:00"),
    ("open from the first minute", [office], "2026-11-23 09:00", "until 11-23 17:00"),
    ("closed from the last minute", [office], "2026-11-23 17:00", "from 11-24 09:00"),
    ("after Friday comes Monday", [office], "2026-11-27 17:00", "from 11-30 09:00"),
    ("once a week is next week again", [mornings], "2026-11-23 12:00", "from 11-30 09:00"),
    ("early on the day itself", [mornings], "2026-11-23 00:00", "from 11-23 09:00"),
    ("nobody told the hours", [], "2026-11-23 12:00", "unknown"),
    ("no day is named", [rule()], "2026-11-23 12:00", "unknown"),
    ("a day that is none", [rule("XX")], "2026-11-23 12:00", "unknown"),
    ("an unknown day beside one", [rule("XX,MO")], "2026-11-23 12:00", "until 11-23 17:00"),
    ("one schedule of two is open", [mornings, night], "2026-11-23 10:00", "until 11-23 12:00"),
    ("lunch does not close the door", [mornings, afternoons], "2026-11-23 11:00", "until 11-23 17:00"),
    ("every third day", [rule(freq=DAILY, interval=3, dtstart=date(2026, 11, 22))],
     "2026-11-23 12:00", "from 11-25 09:00"),
    # Around midnight.
    ("before midnight", [night], "2026-11-23 23:59", "until 11-24 06:00"),
    ("on midnight", [night], "2026-11-24 00:00", "until 11-24 06:00"),
    ("after midnight it is yesterday's", [night], "2026-11-24 05:59", "until 11-24 06:00"),
    ("the night is over", [night], "2026-11-24 06:00", "from 11-24 22:00"),
    ("Sunday's night ends on Monday", [rule("SU", "22:00-06:00")], "2026-11-23 03:00",
     "until 11-23 06:00"),
    ("until midnight", [rule("MO", "18:00-00:00")], "2026-11-23 23:59", "until 11-24 00:00"),
    ("closed at midnight", [rule("MO", "18:00-00:00")], "2026-11-24 00:00", "from 11-30 18:00"),
    ("evening and night touch", [rule("MO", "18:00-00:00"), rule("TU", "00:00-02:00")],
     "2026-11-23 23:00", "until 11-24 02:00"),
    ("a whole day", [rule("SA", "00:00-00:00")], "2026-11-28 12:00", "until 11-29 00:00"),
    ("two whole days are one span", [rule("SA,SU", "00:00-00:00")], "2026-11-28 12:00",
     "until 11-30 00:00"),
    ("day and night", [line], "2026-11-23 23:59", "always"),
    ("day and night, from seven lines",
     [rule(day, "00:00-00:00") for day in EVERY_DAY.split(",")], "2026-11-23 12:00", "always"),
    ("day and night, by days", [rule(freq=DAILY, hours="08:00-08:00")], "2026-11-23 08:00", "always"),
    # The clock goes forward on 29 March 2026 at 2:00, and back on 25 October at 3:00.
    ("opens at a time that is skipped", [small_hours], "2026-03-29 01:59", "from 03-29 03:00"),
    ("open after the skip", [small_hours], "2026-03-29 03:00", "until 03-29 06:00"),
    ("closes at a time that is skipped", [till_half_past_two], "2026-03-29 01:59",
     "until 03-29 03:00"),
    ("is closed after the skip", [till_half_past_two], "2026-03-29 03:00", "from 03-29 22:00"),
    ("is skipped as a whole", [rule("SU", "02:15-02:45")], "2026-03-29 01:00", "from 04-12 02:15"),
    ("opens at the first of two", [small_hours], "2026-10-25 02:29", "from 10-25 02:30"),
    ("open between the two", [small_hours], "2026-10-25 02:00*", "until 10-25 06:00"),
    ("closes at the first of two", [till_half_past_two], "2026-10-25 02:29", "until 10-25 02:30"),
    ("stays closed at the second", [till_half_past_two], "2026-10-25 02:10*", "from 10-25 22:00"),
    ("nine is nine in summer", [office], "2026-07-20 09:00", "until 07-20 17:00"),
    ("a night of nine hours", [night], "2026-10-25 02:59*", "until 10-25 06:00"),
    ("day and night on a long day", [line], "2026-10-25 02:30*", "always"),
    # Public holidays.
    ("King's Day on the 27th", [office], "2026-04-27 10:00", "perhaps 04-28 09:00"),
    ("King's Day on the 26th, for the 27th is a Sunday", [rule("SA")], "2025-04-26 10:00",
     "perhaps 05-03 09:00"),
    ("the 26th in other years", [rule("SU")], "2026-04-26 10:00", "until 04-26 17:00"),
    ("Easter Monday", [office], "2026-04-06 10:00", "perhaps 04-07 09:00"),
    ("Easter Sunday, closed on Sundays", [office], "2026-04-05 10:00", "from 04-07 09:00"),
    ("Ascension Day", [office], "2026-05-14 10:00", "perhaps 05-15 09:00"),
    ("Liberation Day, every five years", [office], "2025-05-05 10:00", "perhaps 05-06 09:00"),
    ("Liberation Day in other years", [office], "2026-05-05 10:00", "until 05-05 17:00"),
    ("Christmas: two days and a weekend", [office], "2026-12-24 18:00", "from 12-28 09:00"),
    ("New Year's Day before opening", [office], "2027-01-01 00:00", "perhaps 01-04 09:00"),
    ("a holiday after closing time", [office], "2026-04-06 17:00", "from 04-07 09:00"),
    ("it holds on holidays", [rule(WORKDAYS, holds_on_holidays=True)], "2026-12-25 10:00",
     "until 12-25 17:00"),
    ("one of two holds on holidays", [office, rule("FR", "10:00-11:00", holds_on_holidays=True)],
     "2026-12-25 10:30", "until 12-25 11:00"),
    ("day and night at Christmas", [line], "2026-12-25 12:00", "always"),
    ("the night before a holiday", [night], "2026-12-25 05:00", "until 12-25 06:00"),
    ("the night after a holiday", [rule("SA", "22:00-06:00")], "2026-12-27 03:00",
     "perhaps 01-02 22:00"),
    # Every second week, and days of the month.
    ("every second Tuesday", [other_tuesday], "2026-12-15 10:00", "until 12-15 11:00"),
    ("the Tuesday between", [other_tuesday], "2026-12-22 10:00", "from 12-29 10:00"),
    ("every second Tuesday over new year", [other_tuesday], "2026-12-29 11:00", "from 01-12 10:00"),
    ("counted from years ago", [rule("TU", interval=2, dtstart=date(1990, 1, 2))],
     "2026-12-15 10:00", "until 12-15 17:00"),
    ("every second week of nobody knows when", [rule("TU", interval=2)], "2026-12-15 10:00",
     "unknown"),
    ("before it begins", [other_tuesday], "2026-12-01 10:00", "from 12-15 10:00"),
    ("the second Tuesday", [second_tuesday], "2026-12-08 10:30", "until 12-08 11:00"),
    ("the first Tuesday", [second_tuesday], "2026-12-01 10:30", "from 12-08 10:00"),
    ("the second Tuesday of January", [second_tuesday], "2026-12-08 11:00", "from 01-12 10:00"),
    ("the last Friday is the fourth", [last_friday], "2027-02-26 15:00", "until 02-26 16:00"),
    ("the last Friday is the fifth", [last_friday], "2027-01-22 15:00", "from 01-29 14:00"),
    ("the fifth Tuesday", [rule("5TU", freq=MONTHLY)], "2026-12-02 10:00", "from 12-29 09:00"),
    ("day 1 and 15", [rule(freq=MONTHLY, bymonthday="1,15")], "2026-11-23 10:00", "from 12-01 09:00"),
    ("the 31st", [rule(freq=MONTHLY, bymonthday="31")], "2026-11-23 10:00", "from 12-31 09:00"),
    ("the last day of February", [rule(freq=MONTHLY, bymonthday="-1")], "2028-02-29 10:00",
     "until 02-29 17:00"),
    ("every second month", [rule(freq=MONTHLY, interval=2, dtstart=date(2026, 10, 7))],
     "2026-11-23 10:00", "from 12-07 09:00"),
    ("a day in the year", [rule(freq=YEARLY, dtstart=date(2020, 12, 5))], "2026-11-23 10:00",
     "from 12-05 09:00"),
    # Between which days a rule holds.
    ("in summer", [summer], "2026-08-29 10:00", "until 08-29 12:00"),
    ("the summer is over", [summer], "2026-09-05 10:00", "unknown"),
    ("the summer is far", [summer], "2026-01-05 10:00", "unknown"),
    ("the summer is near", [summer], "2026-05-20 10:00", "from 06-06 10:00"),
    ("until its last day", [rule("MO", until=date(2026, 11, 23))], "2026-11-23 10:00",
     "until 11-23 17:00"),
    ("after its last day", [rule("MO", until=date(2026, 11, 23))], "2026-11-24 10:00", "unknown"),
    ("the last of three times", [rule("MO", count=3, dtstart=date(2026, 11, 9))],
     "2026-11-23 10:00", "until 11-23 17:00"),
    ("a fourth time of three", [rule("MO", count=3, dtstart=date(2026, 11, 9))],
     "2026-11-30 10:00", "from"),
    ("nothing in the next months", [rule(freq=YEARLY, dtstart=date(2020, 10, 5))],
     "2026-11-23 10:00", "from"),
]  # fmt: skip

# --- Hostile rules ---

HOSTILE = [
    rule("MO", interval=0),
    rule("MO", interval=-5),
    rule("MO", interval=10**9, dtstart=date(2020, 1, 1)),
    rule(freq=DAILY, count=10**9, dtstart=date(1, 1, 1)),
    rule(freq=DAILY, count=10**30, dtstart=date(2020, 1, 1)),
    rule("MO", count=-1, dtstart=date(2020, 1, 1)),
    rule(freq=DAILY, dtstart=date(1, 1, 1)),
    rule("MO", freq=DAILY, interval=7, dtstart=date(2, 2, 5)),
    rule("5TU", freq=MONTHLY, bymonthday="1"),
    rule("99TU,0MO,6FR", freq=MONTHLY),
    rule(freq=MONTHLY, bymonthday="31", interval=12, dtstart=date(2, 2, 1)),
    rule(freq=MONTHLY, bymonthday="0,32,-32,x,1e9"),
    rule("53MO", freq=YEARLY, interval=366, dtstart=date(1, 1, 1)),
    rule(freq=YEARLY, dtstart=date(2024, 2, 29), interval=3),
    rule(EVERY_DAY, until=date.min, dtstart=date.max),
    rule(EVERY_DAY, valid_from=date.max, valid_to=date.min),
    rule("MO," * 5000),
]
