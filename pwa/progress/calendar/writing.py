"""Write dates as iCalendar, with nothing in it that others may not read over a shoulder.

A calendar is shared with a family, shown on a lock screen and copied to a cloud. So each entry is
called by a neutral word, and has no place, link, description or person.

Source: RFC 5545 (iCalendar), section 3.6.1 (VEVENT), 3.6.5 (VTIMEZONE), 3.6.6 (VALARM).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from pwa.locales import TIME_ZONE
from pwa.plan.core import Day
from pwa.vault.crypto import MasterKeys

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

PRODUCT = "-//Mijn Gesprek//NL"
# A calendar needs an end; a talk with the GP or the practice nurse takes so long at most.
LENGTH = timedelta(minutes=30)
# The day before: at the same time, or at nine in the morning for a date without a time.
REMIND_BEFORE = timedelta(days=1)
REMIND_BEFORE_A_DAY = timedelta(hours=15)
_UID_BYTES = 16


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day or moment with the id of its entry, and what the entry is called."""

    uid: str
    when: Day
    summary: str


def entry_uid(master: MasterKeys, conversation_id: UUID, of: str) -> str:
    """Compute the id of an entry: the same again, so that a second file replaces the first.

    It is a MAC, so it says nothing about the conversation, whose id it does not contain.
    """
    digest = master.mac("calendar", conversation_id.bytes + of.encode())
    return str(UUID(bytes=digest[:_UID_BYTES], version=4))


def write_calendar(
    days: Sequence[NamedDay], *, has_reminder: bool, revision: int, now: datetime
) -> bytes:
    """Write the days as a calendar, in the time zone of the Netherlands.

    Args:
        has_reminder: each entry has an alarm the day before.
        revision: higher in a later file; then calendars replace what they had.
    """
    # Slow to import, and only these few requests need it.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for named in days:
        event = _event(named, revision, now)
        if has_reminder:
            event.add_component(_alarm(named.when, named.summary))
        calendar.add_component(event)
    if any(named.when.at for named in days):
        calendar.add_component(_time_zone())
    return bytes(calendar.to_ical())


def _time_zone() -> "Timezone":
    """Describe the clock of the Netherlands: an hour forward in March and back in October.

    By rules, because the list of changes that `Calendar.add_missing_timezones` writes is read
    wrongly by other libraries; a test compares the rules with the time zone of Python.

    Source: directive 2000/84/EC, in force as it is since 1996.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", TIME_ZONE.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for part, name, since, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer),  # noqa: DTZ001  # a wall time
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter),  # noqa: DTZ001  # a wall time
    ):
        part.add("dtstart", since)
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": since.month, "byday": "-1SU"})
        zone.add_component(part)
    return zone


def _event(named: NamedDay, revision: int, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", named.uid)
    event.add("dtstamp", now)
    event.add("sequence", revision)
    event.add("summary", named.summary)
    event.add("class", "PRIVATE")
    if named.when.at is None:
        event.add("dtstart", named.when.day)
        event.add("transp", "TRANSPARENT")  # a day to do something on is not a busy day
    else:
        event.add("dtstart", datetime.combine(named.when.day, named.when.at, TIME_ZONE))
        event.add("duration", LENGTH)
    return event


def _alarm(when: Day, summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -(REMIND_BEFORE_A_DAY if when.at is None else REMIND_BEFORE))
    return alarm
