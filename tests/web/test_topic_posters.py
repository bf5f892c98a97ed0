"""The poster of the help with one topic: scanned and read back from the PDF."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from unicodedata import combining, normalize

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.audit import AccessEvent
from pwa.directory.topics import TOPIC_BY_CODE, TOPIC_NUMBERS
from pwa.papers import posters
from pwa.papers.invitation import SCAN
from pwa.papers.posters import HEADING, PAPERS
from pwa.practice.models import Practice
from tests.pages.checked import open_page
from tests.pages.paper import read_back, scan

pytestmark = pytest.mark.on_one_database

# As on paper that hangs on walls: a number keeps its topic for ever.
NUMBERS = (
    "pain tired sleep eating moving stress low_mood anxious bad_memories habits lonely conflict "
    "caring children support money housing work letters papers"
)


def letters_of(text: str) -> str:
    """Leave out white space and vowel signs, because pdftotext puts a space beside them."""
    return "".join(
        letter for letter in normalize("NFKC", text) if letter.isalnum() and not combining(letter)
    )


def missing(app: Flask, document: bytes, languages: Iterable[str]) -> list[str]:
    text = letters_of(read_back(document))
    wanted = []
    for language in languages:
        with app.test_request_context("/practice/"), force_locale(language):
            wanted += [gettext(TOPIC_BY_CODE["money"].short)[1:]]
            wanted += [gettext(each) for each in (posters.WHO_HELPS, SCAN)]
    return [each for each in wanted if not all(letters_of(word) in text for word in each.split())]


def test_a_number_keeps_its_topic() -> None:
    assert {code: number for number, code in enumerate(NUMBERS.split(), start=1)} == TOPIC_NUMBERS


def test_each_size_leads_to_the_help_and_says_so_in_every_language(
    app: Flask, practice: Practice, staff_client: FlaskClient, db_session: Session
) -> None:
    address = f"http://localhost/p/{practice.slug}/help/{TOPIC_NUMBERS['money']}"
    for paper in PAPERS:
        document = staff_client.get(f"/practice/poster/{paper}/money.pdf").data

        assert scan(document) == [address]
        text = read_back(document)
        assert address.partition("://")[2] in text
        assert practice.name in text
        assert practice.phone in text
        assert missing(app, document, practice.languages) == []
        reader = PdfReader(BytesIO(document))
        root: Any = reader.trailer["/Root"]
        assert len(reader.pages) == 1
        assert root["/Lang"] == "nl"
        assert root["/MarkInfo"]["/Marked"]
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert reader.metadata is not None
        assert "geld" not in (reader.metadata.title or "").lower()
    printed = select(func.count()).where(AccessEvent.action == "poster:print")
    assert db_session.scalar(printed) == len(PAPERS)


def test_a_poster_may_have_one_language(app: Flask, staff_client: FlaskClient) -> None:
    document = staff_client.get("/practice/poster/a4/money.pdf?lang=tr").data

    assert missing(app, document, ["tr"]) == []
    assert missing(app, document, ["nl"]) != []


def test_the_poster_of_one_language_leads_to_the_questions_in_it(
    app: Flask, staff_client: FlaskClient, practice: Practice
) -> None:
    for paper in PAPERS:
        document = staff_client.get(f"/practice/poster/{paper}.pdf?lang=tr").data

        assert scan(document) == [f"http://localhost/tr/p/{practice.slug}"]
        text = " ".join(read_back(document).split())
        for code, is_there in (("tr", True), ("nl", False)):
            with app.test_request_context("/practice/"), force_locale(code):
                assert (gettext(HEADING) in text) is is_there
    everybody = staff_client.get("/practice/poster/a4.pdf?lang=xx").data
    assert scan(everybody) == [f"http://localhost/p/{practice.slug}"]


def test_a_poster_of_nothing_is_not_found(staff_client: FlaskClient) -> None:
    assert staff_client.get("/practice/poster/a4/nothing.pdf").status_code == 404
    assert staff_client.get("/practice/poster/a2/money.pdf").status_code == 404


def test_the_address_leads_to_the_topic_in_the_visitors_language(
    app: Flask, practice: Practice
) -> None:
    client = app.test_client()
    turkish = {"Accept-Language": "tr-TR"}

    answer = client.get(f"/p/{practice.slug}/help/16", headers=turkish)

    assert (answer.status_code, answer.location) == (303, f"/tr/help/{practice.slug}?topic=money")
    assert "Accept-Language" in answer.headers["Vary"]
    other = client.get(f"/p/{practice.slug}/help/99", headers=turkish)
    assert other.location == f"/tr/help/{practice.slug}", "all of the help"
    assert client.get("/p/nobody/help/16").status_code == 404


def test_the_page_of_posters_is_reached_from_the_papers_and_from_the_help(
    staff_client: FlaskClient, practice: Practice
) -> None:
    for place in ("/practice/", "/practice/help"):
        assert open_page(staff_client, place).find("a[@href='/practice/posters']") is not None

    page = open_page(staff_client, "/practice/posters?lang=ar")

    assert page.find("a[@href='http://localhost/ar/p/de-dreef']").text == "localhost/ar/p/de-dreef"
    assert page.find("a[@href='/practice/poster/a3.pdf?lang=ar']") is not None
    topics = page.tree.iterfind(".//ul[@data-domain]//a")
    links = [link.get("href") or "" for link in topics]
    assert len(links) == len(TOPIC_BY_CODE) * len(PAPERS)
    assert "/practice/poster/a5/papers.pdf?lang=ar" in links
