"""When a help service is open, in words: "every second Tuesday of the month 10:00 to 11:00"."""

from collections.abc import Callable, Iterable
from datetime import date, time
from itertools import groupby

from babel.dates import format_date
from flask_babel import force_locale, gettext, ngettext

from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.schedule_days import WEEKDAYS, bounds_of, parse_byday, parse_bymonthday
from pwa.directory.schedules import is_day_and_night
from pwa.locales import day_pattern, join_words, locale_of, written_in
from pwa.text import N_

# The weekday of a month, by its number from the first or, below zero, from the last.
_IN_MONTH = {
    1: N_("every first %(weekday)s of the month"),
    2: N_("every second %(weekday)s of the month"),
    3: N_("every third %(weekday)s of the month"),
    4: N_("every fourth %(weekday)s of the month"),
    5: N_("every fifth %(weekday)s of the month"),
    -1: N_("every last %(weekday)s of the month"),
}


def describe_schedule(schedule: Schedule, language: str) -> str:
    """Say in a language on which days and at what times a schedule opens.

    The words begin with a small letter where the language does so. `Schedule.description`, which
    exists in Dutch only, is not among them.

    Returns:
        Empty if the schedule names neither days nor times.
    """
    with force_locale(written_in(language)):
        return _limit(_when(schedule, language), schedule, language)


def _when(schedule: Schedule, language: str) -> str:
    if is_day_and_night([schedule]):
        # Translators: when a helpline can be called
        return gettext("day and night")
    days = _DAYS[schedule.freq](schedule, language)
    hours = _hours(schedule.opens_at, schedule.closes_at)
    if days and hours:
        # Translators: days as "Thursday" or "every other week on Tuesday", hours as "10:00–11:00"
        return gettext("%(days)s %(hours)s", days=days, hours=hours)
    return days or hours


def _hours(opens: time | None, closes: time | None) -> str:
    if opens is None or closes is None:
        return ""
    if opens == closes:
        # Translators: from midnight to midnight; a day stands before it
        return gettext("all day")
    return gettext("%(opens)s to %(closes)s", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")


def _limit(when: str, schedule: Schedule, language: str) -> str:
    """Add between which days the schedule holds."""
    last = bounds_of(schedule)[1]
    first_day = _long(schedule.valid_from, language) if schedule.valid_from else ""
    last_day = _long(last, language) if last < date.max else ""
    if not when or not (first_day or last_day):
        return when
    if not last_day:
        return gettext("%(when)s, from %(first_day)s", when=when, first_day=first_day)
    if not first_day:
        return gettext("%(when)s, until %(last_day)s", when=when, last_day=last_day)
    return gettext(
        "%(when)s, from %(first_day)s until %(last_day)s",
        when=when,
        first_day=first_day,
        last_day=last_day,
    )


# --- Days ---------------------------------------------------------------------


def _daily(schedule: Schedule, language: str) -> str:
    if schedule.interval == 1:
        return _weekly(schedule, language) if schedule.byday else gettext("every day")
    return ngettext("every %(num)s day", "every %(num)s days", schedule.interval)


def _weekly(schedule: Schedule, language: str) -> str:
    listed = {WEEKDAYS.index(day) for _, day in parse_byday(schedule)}
    if not listed and schedule.dtstart:
        listed = {schedule.dtstart.weekday()}
    if not listed:
        return ""
    if len(listed) == len(WEEKDAYS) and schedule.interval == 1:
        return gettext("every day")
    weekdays = _weekdays(listed, language)
    if schedule.interval == 1:
        return weekdays
    if schedule.interval == 2:
        return gettext("every 2 weeks on %(weekdays)s", weekdays=weekdays)
    return ngettext(
        "every %(num)s week on %(weekdays)s",
        "every %(num)s weeks on %(weekdays)s",
        schedule.interval,
        weekdays=weekdays,
    )


def _weekdays(listed: Iterable[int], language: str) -> str:
    """Name the days of a week; three or more in a row as "Monday to Friday"."""
    names: list[str] = []
    for _, group in groupby(enumerate(sorted(listed)), lambda each: each[1] - each[0]):
        run = [_weekday(day, language) for _, day in group]
        if len(run) > 2:
            # Translators: names of days, such as "Monday to Friday"; the last one is included
            run = [gettext("%(first)s to %(last)s", first=run[0], last=run[-1])]
        names += run
    return join_words(names, language)


def _monthly(schedule: Schedule, language: str) -> str:
    days = join_words(list(_days_of_month(schedule, language)), language)
    if not days or schedule.interval == 1:
        return days
    # Translators: days as "every second Tuesday of the month"
    return ngettext(
        "%(days)s, once in %(num)s month",
        "%(days)s, once in %(num)s months",
        schedule.interval,
        days=days,
    )


def _days_of_month(schedule: Schedule, language: str) -> Iterable[str]:
    byday, monthdays = parse_byday(schedule), parse_bymonthday(schedule)
    every = {WEEKDAYS.index(day) for number, day in byday if number == 0}
    if every:
        yield _weekdays(every, language)
    for number, day in byday:
        if number in _IN_MONTH:
            weekday = _weekday(WEEKDAYS.index(day), language)
            yield gettext(_IN_MONTH[number], weekday=weekday)
    if not byday and not monthdays and schedule.dtstart:
        monthdays = [schedule.dtstart.day]
    if numbers := [str(day) for day in sorted(monthdays) if day > 0]:
        yield ngettext(
            "day %(days)s of the month",
            "days %(days)s of the month",
            len(numbers),
            days=join_words(numbers, language),
        )
    if -1 in monthdays:
        yield gettext("the last day of the month")


def _yearly(schedule: Schedule, language: str) -> str:
    if schedule.dtstart is None or schedule.byday or schedule.bymonthday:
        return ""
    day = format_date(schedule.dtstart, day_pattern(language), locale_of(language))
    # Translators: day as "5 May"
    return gettext("every year on %(day)s", day=day)


def _weekday(day: int, language: str) -> str:
    return str(locale_of(language).days["format"]["wide"][day])


def _long(day: date, language: str) -> str:
    return format_date(day, "long", locale_of(language))


_DAYS: dict[Frequency, Callable[[Schedule, str], str]] = {
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
