"""The index of a practice's help follows what the practice changes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from tinyhtml5 import parse

from pwa.directory.keeping.service import new_row, put_content, touch
from pwa.directory.models import KeptService, KeptState, Source
from pwa.directory.packaged import NATIONAL, load_services
from pwa.directory.search import service as search
from pwa.directory.search.matching import split_words
from pwa.directory.search.service import find_by_words, make_entry, search_help
from pwa.directory.search.words import STRENGTH
from pwa.directory.service import Directory, directory_of
from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from tests.databases.work import work_on

TODAY = date(2026, 11, 23)
# After the example practice was made, which is when the first test of a process needs it.
NOW = datetime.now(UTC) + timedelta(hours=2)


@pytest.fixture
def directory(db_session: Session) -> Iterator[Directory]:
    yield directory_of(db_session.scalars(select(Practice)).one())
    db_session.rollback()


def names(directory: Directory, typed: str, language: str = "nl") -> list[str]:
    found = find_by_words(directory, language, typed, today=TODAY, limit=10)
    return [option.name for option in found or ()]


def rename(directory: Directory, row: KeptService, name: str, at: datetime = NOW) -> None:
    work = work_on(directory.db, at)
    offered_by = replace(row.content.organization, name=name)
    put_content(work, row, replace(row.content, name=name, organization=offered_by))
    commit(directory)


def commit(directory: Directory) -> None:
    practice = directory.db.get_one(Practice, directory.practice_id)
    touch(work_on(directory.db, NOW), practice)
    directory.db.commit()


def test_it_finds_own_and_national_help_in_every_language(directory: Directory) -> None:
    assert names(directory, "wandlgroep") == ["Wandelgroep De Gagel"]
    assert names(directory, "zelfmoordprevntie")[0] == "113 Zelfmoordpreventie"
    assert "Geldfit" in names(directory, "borc", "tr")
    assert "Geldfit" in names(directory, "الديون", "ar")
    assert search_help(directory, "nl", "ik wil", today=TODAY, limit=9) is None


def test_it_follows_every_change(directory: Directory) -> None:
    assert names(directory, "gagel") == ["Wandelgroep De Gagel"]
    row = directory.db.scalars(select(KeptService).where(KeptService.name.contains("gagel"))).one()

    rename(directory, row, "Biljartclub")
    assert names(directory, "gagel") == []
    assert names(directory, "biljrtclub") == ["Biljartclub"]

    # Begun before the change above, and committed after it.
    rename(directory, row, "Damclub", NOW - timedelta(minutes=1))
    assert names(directory, "damclub") == ["Damclub"]

    row.state, row.updated_at = KeptState.HIDDEN, NOW
    commit(directory)
    assert names(directory, "damclub") == []
    assert search_help(directory, "nl", "damclub", today=TODAY, limit=9, also_hidden=True) == [
        row.uid
    ]

    row.state, row.updated_at = KeptState.GONE, NOW + timedelta(seconds=1)
    commit(directory)
    assert search_help(directory, "nl", "damclub", today=TODAY, limit=9, also_hidden=True) == []


def test_it_follows_what_is_hidden_of_the_national_lines(directory: Directory) -> None:
    assert names(directory, "geldfit")[:1] == ["Geldfit"]
    geldfit = next(service for service in load_services(NATIONAL) if service.name == "Geldfit")
    practice = directory.db.get_one(Practice, directory.practice_id)
    row = new_row(work_on(directory.db, NOW), practice, geldfit, Source.NATIONAL)
    row.state = KeptState.HIDDEN
    commit(directory)

    assert "Geldfit" not in names(directory, "geldfit")
    row.state = KeptState.SHOWN
    commit(directory)
    assert "Geldfit" in names(directory, "geldfit")


def test_it_reads_only_what_changed(directory: Directory) -> None:
    names(directory, "gagel")
    row = directory.db.scalars(select(KeptService).where(KeptService.name.contains("gagel"))).one()
    rename(directory, row, "Damclub")
    index = next(iter(search._INDEXES[directory.db.get_bind().engine].values())).index
    before = index.empty_slots

    assert names(directory, "damclub") == ["Damclub"]
    assert index.empty_slots == before + 1


def test_a_row_that_was_erased_is_not_found(directory: Directory) -> None:
    assert names(directory, "gagel") == ["Wandelgroep De Gagel"]
    row = directory.db.scalars(select(KeptService).where(KeptService.name.contains("gagel"))).one()
    directory.db.delete(row)
    commit(directory)

    assert names(directory, "gagel") == []


@pytest.mark.on_one_database
def test_the_card_on_the_phone_says_all_that_the_server_searches(
    directory: Directory, client: FlaskClient, practice: Practice
) -> None:
    for language in LANGUAGES:
        kept = json.loads(client.get(f"/{language}/help/{practice.slug}/list").text)
        tree = parse(kept["cards"], namespace_html_elements=False)
        found = {card.get("data-option"): card for card in tree.iter("article")}
        services = [row.content for row in directory.db.scalars(select(KeptService))]
        services += load_services(NATIONAL)

        assert len(found) == len(services) > 20
        for service in services:
            entry, card = make_entry(service, language), found[service.id]
            [name] = ("".join(part.itertext()) for part in card.iter("h2"))
            said = [
                "".join(part.itertext())
                for part in card.iter()
                if part.get("data-find") is not None
            ]
            codes = card.get("data-topics", "").split()
            codes += [STRENGTH + code for code in card.get("data-strengths", "").split()]
            assert name == entry.name
            assert card.get("data-by", entry.name) == entry.organization
            assert split_words(" ".join([*said, card.get("data-area", "")])) == split_words(
                entry.text
            )
            assert codes == list(entry.codes)


def test_old_indexes_go_when_there_are_too_many(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_PLACES", 1)
    names(directory, "gagel", "nl")
    names(directory, "gagel", "tr")

    kept = search._INDEXES[directory.db.get_bind().engine]
    assert [language for _practice, language in kept] == ["tr"]
