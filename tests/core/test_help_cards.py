"""What the card of a help option shows at one moment."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from pwa.directory.cards import HelpCard, build_cards
from pwa.directory.hsds import Frequency, Schedule
from pwa.directory.options import make_option
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services

MONDAY_NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)


def card(name: str, language: str = "nl", moment: datetime = MONDAY_NOON) -> HelpCard:
    services = (*load_services(EXAMPLE), *load_services(NATIONAL))
    options = [make_option(service, language) for service in services]
    cards = build_cards(options, None, language=language, moment=moment)
    return next(card for card in cards if card.option.name == name)


@pytest.mark.parametrize(
    ("language", "spoken", "checked"),
    [
        ("nl", "Nederlands en Turks", "14 april 2026"),
        ("en", "Dutch and Turkish", "14 April 2026"),
        ("tr", "Hollandaca ve Türkçe", "14 Nisan 2026"),
        ("ar", "الهولندية والتركية", "14 أبريل 2026"),
    ],
)
def test_languages_and_dates_are_named_in_the_language_of_the_page(
    language: str, spoken: str, checked: str
) -> None:
    walking = card("Wandelgroep De Gagel", language)

    assert walking.spoken == spoken
    assert walking.checked == checked
    assert walking.is_stale


def test_an_open_door_says_until_when() -> None:
    team = card("Buurtteam Overvecht")

    assert (team.until, team.opens) == ("17:00", "")


@pytest.mark.parametrize(
    ("language", "opens"),
    [
        ("nl", "dinsdag 09:00"),
        ("en", "Tuesday 09:00"),
        ("tr", "Salı 09:00"),
        ("ar", "الثلاثاء 09:00"),
    ],
)
def test_a_closed_door_says_from_when(language: str, opens: str) -> None:
    team = card("Buurtteam Overvecht", language, MONDAY_NIGHT)

    assert (team.until, team.opens) == ("", opens)


def test_day_and_night_needs_no_times() -> None:
    line = card("De Luisterlijn")

    assert line.opening is not None
    assert line.opening.is_always
    assert (line.until, line.opens) == ("", "")


def test_without_hours_nothing_is_said_about_them() -> None:
    assert card("Geldfit").opening is None


def test_a_public_holiday_makes_no_promise() -> None:
    team = card("Buurtteam Overvecht", moment=datetime(2026, 12, 25, 11, tzinfo=UTC))

    assert team.opening is not None
    assert team.opening.is_holiday
    assert (team.until, team.opens) == ("", "maandag 09:00")


def test_an_opening_in_more_than_a_week_has_its_date() -> None:
    monthly = Schedule(
        id="a", freq=Frequency.MONTHLY, byday="2TU", opens_at=time(10), closes_at=time(11)
    )
    option = replace(make_option(load_services(EXAMPLE)[0], "nl"), schedules=(monthly,))

    [shown] = build_cards([option], None, language="nl", moment=MONDAY_NOON)

    assert shown.opens == "dinsdag 8 december 10:00"
