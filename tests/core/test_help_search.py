"""Search in local help: what is found by which words, and in which order, on server and phone alike."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.directory.core import FRESH_DAYS
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.directory.search.core import Entry, HelpIndex
from pwa.directory.search.service import make_entry
from pwa.directory.search.words import STRENGTH, read_words, word_table, write_table
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import LANGUAGES
from pwa.selfcheck.questions import OTHER, STRENGTHS, UNKNOWN
from tests.phones.in_node import run_in_node

INPUTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "inputs/help_queries.json").read_text("utf-8")
)
TODAY = date(2026, 11, 23)


def entry(name: str, text: str = "", *codes: str, days: int = 1) -> Entry:
    checked = TODAY - timedelta(days=days)
    return Entry(uid=name, name=name, organization="", text=text, codes=codes, checked_on=checked)


def index_of(entries: Iterable[Entry], language: str = "nl") -> HelpIndex:
    return HelpIndex(word_table(language), entries)


def search(entries: Iterable[Entry], typed: str, language: str = "nl") -> list[str] | None:
    return index_of(entries, language).search(typed, today=TODAY, limit=100)


def search_on_phone(
    entries: list[Entry], queries: list[str], language: str
) -> list[list[str] | None]:
    told = [
        {
            "name": each.name,
            "organization": each.organization,
            "text": each.text,
            "codes": list(each.codes),
            "isStale": each.checked_on is None or (TODAY - each.checked_on).days > FRESH_DAYS,
        }
        for each in entries
    ]
    found: list[list[int] | None] = run_in_node(
        "pages/help_search.js",
        "makeSearch",
        "input.queries.map(call(input.entries, input.table))",
        {"entries": told, "queries": queries, "table": json.loads(write_table(language))},
    )
    return [
        None if places is None else [entries[place].uid for place in places] for places in found
    ]


def all_entries(language: str) -> list[Entry]:
    """Make entries of what comes with the application, and of many made-up ones."""
    services = [service for name in (NATIONAL, EXAMPLE) for service in load_services(name)]
    return [make_entry(service, language) for service in services] + [
        Entry(
            uid=one["name"],
            name=one["name"],
            organization=one["organization"],
            text=f"{one['what'].get(language, one['what']['nl'])} {one['area']}",
            codes=(*one["topics"], *(STRENGTH + code for code in one["strengths"])),
            checked_on=TODAY,
        )
        for one in INPUTS["services"]
    ]


SOME = [
    entry("Geldfit", "Vragen over schulden"),
    entry("Schuldhulp"),
    entry("Het Loket", "", "money"),
    entry("Wandelclub", "Samen lopen"),
    entry("Oude schuldhulp", days=FRESH_DAYS + 1),
    entry("Aan de koffie", "", "lonely", days=FRESH_DAYS + 1),
    entry("Zondagse soep", "Voor wie eenzaam is", "lonely"),
    entry("Thee voor wie eenzaam is"),
]


FOUND: dict[str, list[str] | None] = {
    # name before topic before sentence
    "schulden": ["Het Loket", "Geldfit"],
    "schuld": ["Schuldhulp", "Het Loket", "Geldfit", "Oude schuldhulp"],
    # who says the word itself before who only has the topic
    "eenzaam": ["Thee voor wie eenzaam is", "Zondagse soep", "Aan de koffie"],
    # one letter too few, too many, another one, two in the other order
    "wandlclub": ["Wandelclub"],
    "wandeelclub": ["Wandelclub"],
    "wandulclub": ["Wandelclub"],
    "wadnelclub": ["Wandelclub"],
    # while it is typed
    "wan": ["Wandelclub"],
    "wadnel": ["Wandelclub"],
    # a longer ending
    "loketten": ["Het Loket"],
    # all words have to be found, in any order, in any place
    "lopen wandelclub": ["Wandelclub"],
    "lopen geldfit": [],
    "ik wil lopen": ["Wandelclub"],
    # too short for an error
    "lpn": [],
    "": None,
    "ik wil": None,
    "\N{GRINNING FACE}": [],
}


@pytest.mark.parametrize("typed", FOUND)
def test_what_is_found_and_in_which_order(typed: str) -> None:
    assert search(SOME, typed) == FOUND[typed]


def test_the_phone_finds_the_same_in_the_same_order() -> None:
    assert search_on_phone(SOME, list(FOUND), "nl") == list(FOUND.values())


def test_the_words_are_those_of_all_topics_and_strengths() -> None:
    data = read_words()
    strengths = {option.code for option in STRENGTHS} - {OTHER, UNKNOWN}

    assert set(data["topics"]) == set(TOPIC_BY_CODE)
    assert set(data["strengths"]) == strengths
    for language in LANGUAGES:
        assert all(
            words[language] for part in ("topics", "strengths") for words in data[part].values()
        )
        assert data["ignored"][language]
        assert set(word_table(language).by_code) == {
            *TOPIC_BY_CODE,
            *(STRENGTH + code for code in strengths),
        }


@pytest.mark.parametrize("language", INPUTS["queries"])
def test_a_hundred_misspelled_searches_find_what_was_meant_first(language: str) -> None:
    entries, queries = all_entries(language), INPUTS["queries"][language]
    names = {each.uid: each.name for each in entries}
    index = index_of(entries, language)
    here = [index.search(typed, today=TODAY, limit=len(entries)) for typed in queries]

    assert len(queries) == 25
    assert {
        typed: names.get((found or [""])[0]) for typed, found in zip(queries, here, strict=True)
    } == queries
    assert search_on_phone(entries, list(queries), language) == here


INDEX = index_of(all_entries("nl"))
HOSTILE = [
    "a" * 10_000,
    "ab " * 10_000,
    "\u0301" * 10_000,
    "\ufdfa" * 10_000,  # one character that becomes eighteen
    "\u202egeld\u202c",
    "\x00geld\x00",
    ".*+?^${}()|[]\\",
    "(a+)+$",
    "\N{GRINNING FACE}" * 500,
    "\ud800",
    "' OR 1=1 --",
]
_ANY = st.text(max_size=300) | st.text("abcdeghlnru \u0627\u0644\u0648\u0628", max_size=60)


@given(typed=_ANY | st.sampled_from(HOSTILE))
def test_no_words_do_harm(typed: str) -> None:
    found = INDEX.search(typed, today=TODAY, limit=5)
    assert found is None or len(found) <= 5


def test_the_phone_finds_the_same_for_words_that_mean_harm() -> None:
    typed = [each for each in HOSTILE if each.isprintable() or "geld" in each]

    @settings(max_examples=200)
    @given(text=_ANY)
    def collect(text: str) -> None:
        typed.append(text)

    collect()
    entries = all_entries("nl")
    # Beyond the first plane of Unicode the two count letters differently.
    typed = [text for text in typed if max(map(ord, text), default=0) < 0xD800]
    here = [INDEX.search(each, today=TODAY, limit=1000) for each in typed]
    there = search_on_phone(entries, typed, "nl")

    assert list(zip(typed, there, strict=True)) == list(zip(typed, here, strict=True))


def test_options_that_came_later_are_found_like_those_it_was_made_with() -> None:
    later = HelpIndex(word_table("nl"), SOME[:3])
    for each in SOME[3:]:
        later.put(each)

    for typed, wanted in FOUND.items():
        assert later.search(typed, today=TODAY, limit=100) == wanted
        assert later.search(typed, today=TODAY, limit=1) == (wanted and wanted[:1])


def test_what_changes_is_found_anew() -> None:
    index = index_of(SOME)
    assert index.search("lopen", today=TODAY, limit=9) == ["Wandelclub"]
    index.put(replace(entry("Wandelclub", "Samen zwemmen"), is_shown=False))
    index.remove("Geldfit")

    assert index.search("lopen", today=TODAY, limit=9) == []
    assert index.search("zwemmen", today=TODAY, limit=9) == []
    assert index.search("zwemmen", today=TODAY, limit=9, also_hidden=True) == ["Wandelclub"]
    assert index.search("zwemmne", today=TODAY, limit=9, also_hidden=True) == ["Wandelclub"]
    assert index.search("geldfit", today=TODAY, limit=9) == ["Het Loket"]
    assert index.empty_slots == 2
