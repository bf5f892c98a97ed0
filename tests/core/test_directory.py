"""Local help: the order of options, and the data that comes with the application."""

import copy
import json
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest

from pwa.directory.core import (
    FRESH_DAYS,
    HelpOption,
    find_options,
)
from pwa.directory.options import make_option
from pwa.directory.packaged import (
    EXAMPLE,
    NATIONAL,
    DirectoryDataError,
    load_services,
    read_services,
)
from pwa.locales import LANGUAGES

FILES = sorted({NATIONAL, EXAMPLE})
TODAY = date(2026, 11, 23)  # a Monday
SHIPPED_NUMBERS = {
    "113",
    "0800-0113",
    "0800-2000",
    "0800-8115",
    "088 0767 000",
    "0800-8020",
    "0800-0432",
    "0800-0188",
}


def options_of(*names: str, language: str = "nl") -> list[HelpOption]:
    return [make_option(service, language) for name in names for service in load_services(name)]


def raw(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        files("pwa.directory").joinpath("data", f"{name}.json").read_text("utf-8")
    )
    return data


def named(name: str) -> HelpOption:
    return next(option for option in options_of(*FILES) if option.name == name)


# --- Finding ---


def test_only_options_for_the_topic_are_found() -> None:
    found = find_options(options_of(EXAMPLE, NATIONAL), "money", today=TODAY)

    assert [option.name for option in found] == [
        "Buurtteam Overvecht",
        "Hulp bij brieven",
        "Geldfit",
        "Het Juridisch Loket",
    ]


def test_an_unknown_topic_finds_nothing() -> None:
    assert find_options(options_of(EXAMPLE, NATIONAL), "nonsense", today=TODAY) == []


def test_what_was_not_checked_for_long_comes_last() -> None:
    options = options_of(EXAMPLE, NATIONAL)

    found = find_options(options, None, today=TODAY)

    assert len(found) == len(options)
    assert found[-1].name == "Wandelgroep De Gagel"
    assert found[-1].is_stale(TODAY)


def test_an_option_goes_stale_after_half_a_year() -> None:
    option = named("Geldfit")
    assert option.checked_on is not None
    last_fresh_day = option.checked_on + timedelta(days=FRESH_DAYS)

    assert not option.is_stale(last_fresh_day)
    assert option.is_stale(last_fresh_day + timedelta(days=1))


def test_a_practice_elsewhere_has_the_national_lines_only() -> None:
    options = options_of(NATIONAL)

    assert {option.area for option in options} == {"Nederland"}
    assert not any(option.is_example for option in options)


# --- The data that comes with the application ---


@pytest.mark.parametrize("name", FILES)
def test_the_facts_are_the_same_in_every_language(name: str) -> None:
    readings = [options_of(name, language=language) for language in LANGUAGES]

    for versions in zip(*readings, strict=True):
        assert len({(each.id, each.phones, each.schedules, each.topics) for each in versions}) == 1
        assert len({each.what for each in versions}) == len(LANGUAGES)


def test_only_the_agreed_national_numbers_ship() -> None:
    numbers = {phone for option in options_of(NATIONAL) for phone in option.phones}

    assert numbers == SHIPPED_NUMBERS


def test_what_is_invented_says_so_and_cannot_be_mistaken() -> None:
    local = options_of(EXAMPLE)

    assert [option.name for option in local if not option.is_example] == ["Mantelzorg Utrecht"]
    assert named("Mantelzorg Utrecht").phones == ("030 236 17 40",)
    for option in local:
        if option.is_example:
            assert all(phone.startswith("030 000 00 ") for phone in option.phones)
            assert option.address is None or option.address.street.startswith("Voorbeeld")


def test_numbers_that_endanger_a_watched_phone_are_marked() -> None:
    sensitive = {option.name for option in options_of(NATIONAL) if option.is_sensitive}

    assert sensitive == {
        "113 Zelfmoordpreventie",
        "Veilig Thuis",
        "Centrum Seksueel Geweld",
        "De Kindertelefoon",
    }


def test_every_text_is_short() -> None:
    for language in LANGUAGES:
        for option in options_of(EXAMPLE, NATIONAL, language=language):
            assert len(option.what) <= 90, option.what
            assert option.what.endswith("."), option.what
            assert option.what.count(".") == 1, "one sentence"


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("no name", {"name": " "}),
    ("no spoken language", {"languages": []}),
    ("no area", {"service_areas": []}),
    ("no area", {"service_areas": [{"name": ""}]}),
    ("no topic", {"topics": []}),
    ("no way in", {"application_process": []}),
    ("without a number", {"phones": []}),
    ("without an address", {"application_process": ["walk_in"]}),
    ("no text in .*tr", {"description": {"nl": "a", "en": "b", "ar": "c"}}),
    ("not active", {"status": "defunct"}),
    ("not weekly", {"schedules": [{"freq": "MONTHLY"}]}),
    ("badly formed", {"id": "geldfit"}),
    ("isoformat", {"assured_date": "last week"}),
]


@pytest.mark.parametrize(("problem", "change"), BROKEN)
def test_data_that_cannot_be_shown_is_refused(problem: str, change: dict[str, Any]) -> None:
    data = raw(NATIONAL)
    data["services"][0].update(copy.deepcopy(change))

    with pytest.raises(DirectoryDataError, match=problem):
        read_services(data)


def test_a_missing_field_and_a_double_id_are_refused() -> None:
    data = raw(NATIONAL)
    del data["services"][1]["fees_description"]
    with pytest.raises(DirectoryDataError, match="'fees_description' is missing"):
        read_services(data)

    data = raw(NATIONAL)
    data["services"].append(data["services"][0])
    with pytest.raises(DirectoryDataError, match="same id"):
        read_services(data)
