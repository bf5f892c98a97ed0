"""Finding local help by topic, words and filters, on the server, a page at a time."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from pwa.directory.core import HelpOption
from pwa.directory.finding.core import PAGE, Wanted
from pwa.directory.finding.service import choose_for_phone, find_help
from pwa.directory.hsds import HelpService
from pwa.directory.keeping.service import new_row
from pwa.directory.models import KeptService, Source
from pwa.directory.packaged import EXAMPLE, load_services
from pwa.directory.service import directory_of
from pwa.directory.topics import TOPIC_BY_CODE
from pwa.practice.models import Practice
from pwa.web import http
from tests.databases.work import work_on
from tests.pages.checked import HtmlPage, check_page, open_page
from tests.people.stories import STORY_A, STORY_B, DemoLogin, share

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MODEL = load_services(EXAMPLE)[0]


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "now", lambda: NOON)


def names(page: HtmlPage) -> list[str]:
    return ["".join(card.find("h2").itertext()) for card in page.tree.iter("article")]  # type: ignore[union-attr]


def find(client: FlaskClient, slug: str, language: str = "nl", **fields: str) -> HtmlPage:
    return open_page(client, f"/{language}/help/{slug}", method="POST", data=fields)


def add(session: Session, services: Iterable[HelpService]) -> Practice:
    practice = session.scalars(select(Practice)).one()
    work = work_on(session, NOON)
    for service in services:
        new_row(work, practice, service, Source.OWN)
    session.commit()
    return practice


def many(number: int, topic: str, *, days_ago: int = 10) -> list[HelpService]:
    day = TODAY - timedelta(days=days_ago)
    return [
        replace(
            MODEL,
            id=str(uuid4()),
            name=f"Hulp {topic} {days_ago:03} {place:03}",
            topics=frozenset([topic]),
            assured_on=day,
        )
        for place in range(number)
    ]


# --- The page -------------------------------------------------------------------


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("nl", "schluden", "Geldfit"),
        ("nl", "mantelzorg", "Mantelzorg Utrecht"),
        ("tr", "borc", "Geldfit"),
        ("ar", "ديون", "Geldfit"),
    ],
)
def test_words_find_help_without_a_script(
    client: FlaskClient, practice: Practice, at_noon: None, language: str, words: str, first: str
) -> None:
    page = find(client, practice.slug, language, words=words, topic="pain")

    assert names(page)[0] == first
    assert page.find("input[@name='words']").get("value") == words
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.on_one_database
def test_filters_hold_for_a_topic_and_for_words(
    client: FlaskClient, practice: Practice, at_noon: None
) -> None:
    everything = names(find(client, practice.slug, topic="moving"))
    free = names(find(client, practice.slug, topic="moving", free="1"))

    assert set(free) < set(everything)
    assert "Wandelgroep De Gagel" in free
    is_open = names(find(client, practice.slug, topic="moving", open="1"))
    assert is_open == ["Fysiotherapie Voorbeeld"]
    turkish = names(find(client, practice.slug, "tr", topic="moving", spoken="1"))
    assert turkish == ["Wandelgroep De Gagel"]
    near = names(find(client, practice.slug, words="schulden", area="Overvecht, Utrecht"))
    assert "Buurtteam Overvecht" in near
    assert "Geldfit" not in near
    assert names(find(client, practice.slug, topic="sleep", open="1")) == []


@pytest.mark.on_one_database
def test_what_somebody_looks_for_is_in_no_log_and_no_address(
    client: FlaskClient, practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    page = find(client, practice.slug, words="schulden-GEHEIM", area="Utrecht", free="1")

    assert "GEHEIM" not in caplog.text
    links = [link.get("href", "") for link in page.tree.iter("a")]
    assert not [link for link in links if "GEHEIM" in link or "Utrecht" in link]
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.on_one_database
def test_a_form_of_another_site_finds_nothing(client: FlaskClient, practice: Practice) -> None:
    answer = client.post(
        f"/nl/help/{practice.slug}", data={"words": "x"}, headers={"Origin": "https://x.example"}
    )

    assert answer.status_code == 403


@pytest.mark.on_one_database
def test_words_that_say_nothing_or_find_nothing_are_answered_in_words(
    client: FlaskClient, practice: Practice
) -> None:
    assert len(names(find(client, practice.slug, words="de en het"))) == PAGE
    page = find(client, practice.slug, words="qqqqqqqq")

    assert names(page) == []
    assert "Wij weten hier nog geen hulp voor" in page.text


@pytest.mark.on_one_database
def test_a_text_that_exists_in_dutch_only_is_marked_and_said(
    client: FlaskClient, practice: Practice, db_session: Session
) -> None:
    dutch = {"nl": "Alleen Nederlands."}
    add(db_session, [replace(many(1, "papers")[0], what=dutch, audience=dutch, fees=dutch)])

    page = find(client, practice.slug, "ar", words="Hulp papers")

    text = page.find("article/p[@lang='nl']")
    assert (text.text, text.get("dir")) == ("Alleen Nederlands.", "ltr")
    assert "هذا النص متوفر بالهولندية فقط." in page.text


# --- With the pass --------------------------------------------------------------


@pytest.mark.on_one_database
@pytest.mark.parametrize(
    ("story", "chosen", "others", "wanted"),
    [
        (STORY_A, "Moe zijn", "caring", "Mantelzorg Utrecht"),
        (STORY_B, "Te weinig geld", "letters", "Hulp bij brieven"),
    ],
    ids=["A", "B"],
)
def test_a_patient_finds_help_for_the_own_topics_one_at_a_time(
    client: FlaskClient,
    demo: DemoLogin,
    story: dict[str, str],
    chosen: str,
    others: str,
    wanted: str,
) -> None:
    share(client, demo.slug, story)

    page = open_page(client, "/nl/mine/help")

    current = page.find("ul[@data-chosen]//button[@aria-current='true']")
    assert "".join(current.itertext()) == chosen
    assert not [link for link in page.tree.iter("a") if "topic=" in link.get("href", "")]
    other = open_page(client, "/nl/mine/help", method="POST", data={"choose": others})
    assert wanted in names(other)
    if story is STORY_B:
        assert {"Geldfit", "Buurtteam Overvecht"} <= set(names(page))


@pytest.mark.on_one_database
def test_how_severe_an_answer_is_changes_no_order(client: FlaskClient, demo: DemoLogin) -> None:
    pages = []
    for amount in ("some", "much"):
        share(client, demo.slug, {"caring": amount, "priority": "caring"})
        pages.append(names(open_page(client, "/nl/mine/help")))

    assert pages[0] == pages[1]


@pytest.mark.on_one_database
def test_words_are_sought_behind_the_pass_too(client: FlaskClient, demo: DemoLogin) -> None:
    share(client, demo.slug, STORY_A)

    page = open_page(client, "/nl/mine/help", method="POST", data={"words": "brieven"})

    assert names(page)[0] == "Hulp bij brieven"


# --- A large directory ----------------------------------------------------------


def found(session: Session, practice: Practice, wanted: Wanted) -> Sequence[HelpOption]:
    return find_help(directory_of(practice), wanted, language="nl", moment=NOON).options


def test_pages_go_through_everything_once_with_what_is_stale_last(
    db_session: Session, practice: Practice
) -> None:
    practice = add(
        db_session, [*many(20, "papers"), *many(20, "papers", days_ago=200), *many(9, "pain")]
    )
    topic = TOPIC_BY_CODE["papers"]

    pages = [
        find_help(
            directory_of(practice), Wanted(topic=topic, page=page), language="nl", moment=NOON
        )
        for page in range(1, 6)
    ]

    assert [page.has_more for page in pages] == [True, True, False, False, False]
    options = [option for page in pages for option in page.options]
    assert len({option.id for option in options}) == len(options)
    assert all("papers" in option.topics for option in options)
    stale = [option.is_stale(TODAY) for option in options]
    assert stale == sorted(stale)
    assert stale.count(True) == 20
    # The same by looking at one option after the other, as a filter does.
    filtered = [
        option
        for page in range(1, 6)
        for option in found(db_session, practice, Wanted(topic=topic, page=page, is_free=True))
    ]
    assert filtered == [option for option in options if option.is_free]


def test_a_page_reads_only_the_services_that_it_shows(
    db_session: Session, practice: Practice
) -> None:
    practice = add(db_session, [*many(100, "papers"), *many(100, "pain")])
    read: list[int] = []

    def count(service: HelpService, _context: object) -> None:
        read.append(1)

    event.listen(KeptService, "load", count)
    db_session.expunge_all()
    practice = db_session.scalars(select(Practice)).one()
    options = found(db_session, practice, Wanted(topic=TOPIC_BY_CODE["papers"], page=4))
    event.remove(KeptService, "load", count)

    assert len(options) == PAGE
    assert sum(read) <= PAGE + 1


def test_a_phone_keeps_something_of_every_topic(db_session: Session, practice: Practice) -> None:
    practice = add(db_session, [*many(60, "papers"), *many(5, "pain"), *many(5, "sleep")])

    services, is_whole = choose_for_phone(directory_of(practice), 40, TODAY)

    assert not is_whole
    assert len(services) == 40
    topics = {topic for service in services for topic in service.topics}
    assert topics == set(TOPIC_BY_CODE)
    own = [service.name for service in services if service.name.startswith("Hulp ")]
    assert own == sorted(own)
    assert choose_for_phone(directory_of(practice), 1_000, TODAY)[1]


@pytest.mark.on_one_database
def test_more_help_comes_by_a_button_without_a_script(
    client: FlaskClient, db_session: Session, practice: Practice
) -> None:
    add(db_session, many(20, "papers"))

    first = open_page(client, f"/nl/help/{practice.slug}?topic=papers")

    more = first.find("button[@data-more]")
    assert more.get("hidden") is None
    second = find(client, practice.slug, topic="papers", page=more.get("value", ""))
    assert not set(names(first)) & set(names(second))
    assert len(names(first)) == PAGE
    check_page(second.response)
