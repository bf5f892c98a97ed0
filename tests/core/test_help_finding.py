"""What somebody looks for in the local help, and which options fit: on the server and on the phone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pwa.directory.cards import build_cards
from pwa.directory.core import HelpOption
from pwa.directory.finding.core import (
    MAX_PAGES,
    MAX_WORDS,
    Wanted,
    areas_of,
    fits,
    is_near,
    read_wanted,
)
from pwa.directory.hsds import ServiceArea
from pwa.directory.options import make_option
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.directory.schedules import opening_at
from pwa.directory.topics import TOPIC_BY_CODE
from tests.phones.in_node import run_in_node

MONDAY_NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def options(language: str = "nl") -> list[HelpOption]:
    return [
        make_option(each, language) for name in (EXAMPLE, NATIONAL) for each in load_services(name)
    ]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, Wanted()),
        ({"topic": "money"}, Wanted(topic=TOPIC_BY_CODE["money"])),
        ({"topic": "nonsense"}, Wanted()),
        ({"topic": "money", "words": " brief "}, Wanted(words="brief")),
        ({"topic": "money", "choose": "letters"}, Wanted(topic=TOPIC_BY_CODE["letters"])),
        ({"words": "brief", "choose": "money"}, Wanted(topic=TOPIC_BY_CODE["money"])),
        (
            {"open": "1", "free": "1", "spoken": "1"},
            Wanted(is_open=True, is_free=True, is_spoken=True),
        ),
        ({"open": "yes", "area": "Utrecht"}, Wanted(area="Utrecht")),
        ({"words": "x" * 500}, Wanted(words="x" * MAX_WORDS)),
        ({"page": "3"}, Wanted(page=3)),
        ({"page": "-3"}, Wanted()),
        ({"page": "٣"}, Wanted()),
        ({"page": "9" * 9}, Wanted(page=MAX_PAGES)),
    ],
)
def test_what_is_asked_for_is_read_and_the_rest_left_out(
    fields: dict[str, str], wanted: Wanted
) -> None:
    assert read_wanted(fields) == wanted


@pytest.mark.parametrize(
    ("areas", "place", "is_here"),
    [
        (["Overvecht, Utrecht"], "Overvecht, Utrecht", True),
        (["Overvecht, Utrecht"], "Utrecht", True),
        (["Utrecht"], "Overvecht, Utrecht", True),
        (["Zuilen, Utrecht"], "Overvecht, Utrecht", False),
        (["Nederland"], "Utrecht", False),
        (["Overvecht, Utrecht", "Zuilen, Utrecht"], "Zuilen, Utrecht", True),
        ([], "Utrecht", False),
    ],
)
def test_help_for_a_city_is_near_all_its_districts(
    areas: list[str], place: str, *, is_here: bool
) -> None:
    assert is_near(areas, place) is is_here
    assert (
        run_in_node("pages/help_filter.js", "isNear", "call(...input)", [areas, place]) is is_here
    )


def test_the_whole_country_is_no_place_to_choose() -> None:
    assert areas_of(options()) == ("Overvecht, Utrecht", "Utrecht")


def test_the_city_of_a_door_counts_where_no_district_is_named() -> None:
    service = load_services(EXAMPLE)[1]
    national = replace(service, areas=(ServiceArea(id=service.areas[0].id, name="Nederland"),))

    assert make_option(national, "nl").areas == ("Nederland", "Utrecht")
    assert areas_of([make_option(national, "nl")]) == ("Utrecht",)


@pytest.mark.parametrize("language", ["tr", "ar"])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(is_open=True),
        Wanted(is_free=True),
        Wanted(is_spoken=True),
        Wanted(area="Overvecht, Utrecht"),
        Wanted(is_open=True, is_free=True, is_spoken=True, area="Utrecht"),
    ],
)
def test_phone_and_server_choose_the_same(wanted: Wanted, language: str) -> None:
    cards = build_cards(options(language), None, language=language, moment=MONDAY_NOON)
    ours, asked = [], []
    for card in cards:
        opening = opening_at(card.option.schedules, MONDAY_NOON)
        is_open = opening is not None and opening.is_open
        ours.append(fits(card.option, wanted, language=language, is_open=is_open))
        asked.append([_data(card.option), _wanted(wanted), language, is_open])

    theirs = run_in_node("pages/help_filter.js", "fits", "input.map((one) => call(...one))", asked)

    assert theirs == ours
    assert any(ours)
    assert not all(ours) or not wanted.has_filter


def _data(option: HelpOption) -> dict[str, str]:
    """Give the attributes of a card as `dataset` does."""
    flags = {"free": option.is_free, "interpreter": option.has_interpreter}
    return {
        "topics": " ".join(sorted(option.topics)),
        "spoken": " ".join(option.spoken),
        "area": ";".join(option.areas),
        **{name: "" for name, is_on in flags.items() if is_on},
    }


def _wanted(wanted: Wanted) -> dict[str, object]:
    return {
        "topic": "",
        "area": wanted.area,
        "isOpen": wanted.is_open,
        "isFree": wanted.is_free,
        "isSpoken": wanted.is_spoken,
    }
