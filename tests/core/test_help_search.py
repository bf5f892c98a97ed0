"""Search in local help: what is found by which words, and in which order, on server and phone alike."""

import json
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from pwa.directory.core import FRESH_DAYS
from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.directory.search.core import Entry, HelpIndex
from pwa.directory.search.service import make_entry
from pwa.directory.search.words import STRENGTH, read_words, word_table, write_table
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.locales import LANGUAGES
from pwa.selfcheck.questions import OTHER, STRENGTHS, UNKNOWN
from tests.phones.in_node import run_in_node

TODAY = date(2026, 11, 23)


def entry(name: str, text: str = "", *codes: str, days: int = 1) -> Entry:
    checked = TODAY - timedelta(days=days)
    return Entry(uid=name, name=name, organization="", text=text, codes=codes, checked_on=checked)


def index_of(entries: Iterable[Entry], language: str = "nl") -> HelpIndex:
    index = HelpIndex(word_table(language))
    for each in entries:
        index.put(each)
    return index


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


def example(language: str) -> list[Entry]:
    services = [service for name in (NATIONAL, EXAMPLE) for service in load_services(name)]
    return [make_entry(service, language) for service in services]


SOME = [
    entry("Geldfit", "Vragen over schulden"),
    entry("Schuldhulp"),
    entry("Het Loket", "", "money"),
    entry("Wandelclub", "Samen lopen"),
    entry("Oude schuldhulp", days=FRESH_DAYS + 1),
]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        # name before topic before sentence
        ("schulden", ["Het Loket", "Geldfit"]),
        ("schuld", ["Schuldhulp", "Het Loket", "Geldfit", "Oude schuldhulp"]),
        # one letter too few, too many, another one, two in the other order
        ("wandlclub", ["Wandelclub"]),
        ("wandeelclub", ["Wandelclub"]),
        ("wandulclub", ["Wandelclub"]),
        ("wadnelclub", ["Wandelclub"]),
        # while it is typed
        ("wan", ["Wandelclub"]),
        ("wadnel", ["Wandelclub"]),
        # all words have to be found, in any order, in any place
        ("lopen wandelclub", ["Wandelclub"]),
        ("lopen geldfit", []),
        ("ik wil lopen", ["Wandelclub"]),
        # too short for an error
        ("lpn", []),
        ("", None),
        ("ik wil", None),
        ("😀", []),
    ],
)
def test_it_finds(typed: str, wanted: list[str] | None) -> None:
    assert search(SOME, typed) == wanted
    assert search_on_phone(SOME, [typed], "nl") == [wanted]


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
