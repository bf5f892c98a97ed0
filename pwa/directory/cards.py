"""A help option as patients see it at one moment: is it open, was it checked, which languages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_datetime

from pwa.directory.core import HelpOption, find_options
from pwa.directory.schedule_words import describe_schedule
from pwa.directory.schedules import Opening, opening_at, spans_for_phone
from pwa.locales import (
    TIME_ZONE,
    day_pattern,
    join_words,
    local_day,
    locale_of,
    name_of_language,
)

# The 24-hour clock, as on doors in the Netherlands, in every language.
_TIME = "HH:mm"
# Within a week the name of the day says which one it is.
_DAY_AND_TIME = "EEEE HH:mm"
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class HelpCard:
    """What the card of an option shows, apart from the texts around it.

    Attributes:
        spoken: names of the languages in which one can talk there, as one list.
        checked: the date of the last check, in words; empty for never.
        is_stale: nobody has checked it for a long time.
        opening: None if no hours are known.
        until: when it closes, if it is open and ever closes; a time of today or tomorrow.
        opens: the day and time of the next opening, if it is closed and will open within months.
        hours: when it is open, in words; empty for day and night.
        spans: the openings of the next days, for the phone: `start+length` in minutes since 1970, with
            spaces between; empty for day and night.
    """

    option: HelpOption
    spoken: str
    checked: str
    is_stale: bool
    opening: Opening | None
    until: str
    opens: str
    hours: tuple[str, ...] = ()
    spans: str = ""


def build_cards(
    options: Iterable[HelpOption],
    topic: str | None,
    *,
    language: str,
    moment: datetime,
    is_for_days: bool = False,
) -> list[HelpCard]:
    """Make the cards for a topic, in the order of `find_options`.

    Args:
        options: all options; their order stays among equals.
        topic: a topic's code; None for every option.
        language: for the names of days and languages; the options bring their own texts.
        moment: aware, in any time zone.
        is_for_days: the cards are shown for days, so only "always open" is said of openings.
    """
    found = find_options(options, topic, today=local_day(moment))
    cards = [_build_card(option, language, moment) for option in found]
    return [_without_moment(card) for card in cards] if is_for_days else cards


def _build_card(option: HelpOption, language: str, moment: datetime) -> HelpCard:
    locale = locale_of(language)
    opening = opening_at(option.schedules, moment)
    is_always = opening is not None and opening.is_always
    return HelpCard(
        option=option,
        spoken=join_words([name_of_language(code, language) for code in option.spoken], language),
        checked=format_date(option.checked_on, "long", locale) if option.checked_on else "",
        is_stale=option.is_stale(local_day(moment)),
        opening=opening,
        until=_format(opening.closes if opening else None, _TIME, locale),
        opens=_opens(opening.opens, moment, locale) if opening and opening.opens else "",
        hours=() if is_always else _hours(option, language),
        spans="" if is_always else _spans(option, moment),
    )


def _hours(option: HelpOption, language: str) -> tuple[str, ...]:
    words = (describe_schedule(each, language) for each in option.schedules)
    return tuple(each for each in words if each)


def _spans(option: HelpOption, moment: datetime) -> str:
    spans = spans_for_phone(option.schedules, moment)
    return " ".join(f"{opens}+{closes - opens}" for opens, closes in spans)


def _without_moment(card: HelpCard) -> HelpCard:
    if card.opening is not None and card.opening.is_always:
        return card
    return replace(card, opening=None)


def _opens(opens: datetime, moment: datetime, locale: Locale) -> str:
    days = (local_day(opens) - local_day(moment)).days
    date_and_time = f"EEEE {day_pattern(locale.language)} {_TIME}"
    return _format(opens, _DAY_AND_TIME if days <= _WEEK_DAYS else date_and_time, locale)


def _format(moment: datetime | None, pattern: str, locale: Locale) -> str:
    return format_datetime(moment, pattern, TIME_ZONE, locale) if moment else ""
