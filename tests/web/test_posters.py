"""Poster, leaflet, invitation and recovery key: scanned and read back from the PDF."""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from pypdf import PdfReader

from pwa.locales import LANGUAGES
from pwa.papers import pdf, posters
from pwa.papers.invitation import SCAN, WHAT, WHEN_READ
from pwa.papers.papers import invitation_card_pdf, recovery_key_pdf
from pwa.papers.posters import PAPERS, poster_page, poster_pdf
from pwa.practice.models import Practice
from tests.pages.paper import plain, read_back, scan
from tests.people.stories import DemoLogin
from tests.web.test_settings import Editor

pytestmark = pytest.mark.on_one_database

ALL = sorted(LANGUAGES)
ADDRESS = "https://gesprek.example/p/de-dreef"
LINK = f"https://gesprek.example/ar/check/de-dreef#i={'a1B2c3D4e5F6g7H8i9J0k1'}"
CONSULT_AT = datetime(2026, 11, 24, 9, 40, tzinfo=UTC)
CODE = "K7QM4T2X9HDF"
KEY = "K7QM4T2X9HDFA1B2C3D4E5F6G7H8"
# Paper sizes, width and height in millimetres.
SIZES = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210)}


def print_poster(app: Flask, practice: Practice, paper: str) -> bytes:
    with app.test_request_context("/practice/"):
        return poster_pdf(poster_page(practice, ADDRESS, paper, practice.written_languages))


def print_card(app: Flask, practice: Practice, language: str) -> bytes:
    with app.test_request_context(f"/{language}/"):
        return invitation_card_pdf(
            practice, language, LINK, code=CODE, consult_at=CONSULT_AT, with_name="Şahin"
        )


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


def missing(app: Flask, document: bytes, language: str, texts: Iterable[str]) -> list[str]:
    text = "".join(plain(read_back(document)).split())
    with app.test_request_context("/practice/"), force_locale(language):
        wanted = [word for each in texts for word in words_of(gettext(each))]
    return [word for word in wanted if word not in text]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_on_the_wall_leads_to_the_practice(
    app: Flask, practice: Practice, paper: str
) -> None:
    document = print_poster(app, practice, paper)
    assert scan(document) == [ADDRESS]
    assert "gesprek.example/p/de-dreef" in read_back(document)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_language_stands_on_the_paper_in_its_own_letters(
    app: Flask, practice: Practice, paper: str
) -> None:
    texts, document = (posters.HEADING, WHAT, SCAN), print_poster(app, practice, paper)
    for language in ALL:
        assert missing(app, document, language, texts) == []


def test_only_the_languages_of_the_practice_are_on_it(app: Flask, practice: Practice) -> None:
    practice.languages, practice.revision = ["tr"], practice.revision + 1
    assert missing(app, print_poster(app, practice, "a4"), "tr", [posters.HEADING]) == []
    assert missing(app, print_poster(app, practice, "a4"), "nl", [posters.HEADING]) != []


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_has_its_size_and_says_nothing_of_a_model(
    app: Flask, practice: Practice, paper: str
) -> None:
    document = print_poster(app, practice, paper)
    reader = PdfReader(BytesIO(document))
    box = reader.pages[0].mediabox

    size = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
    assert size == SIZES[paper]
    assert len(reader.pages) == (2 if paper == "a5" else 1)
    assert "4d" not in read_back(document).lower()
    if paper == "a5":
        assert missing(app, document, "nl", [WHEN_READ]) == []


def test_the_invitation_leads_to_the_check_of_this_appointment(
    app: Flask, practice: Practice
) -> None:
    for language in ALL:
        document = print_card(app, practice, language)

        assert scan(document) == [LINK]
        text = read_back(document)
        assert LINK.partition("#")[2] not in "".join(text.split())
        assert f"localhost/p/{practice.slug}/K7QM-4T2X-9HDF" in "".join(text.split())
        assert "10:40" in text
        assert "dinsdag 24 november 2026" in text
        assert "Şahin" in text
        for number in (
            practice.phone,
            practice.out_of_hours_phone,
            "112",
            "0800-0113",
            "0800-2000",
        ):
            assert number in text
        for each in {language, "nl"}:
            assert missing(app, document, each, (WHAT, SCAN, WHEN_READ)) == []
        assert len(PdfReader(BytesIO(document)).pages) == 1


def test_an_invitation_need_not_name_anybody(app: Flask, practice: Practice) -> None:
    with app.test_request_context("/nl/"):
        document = invitation_card_pdf(practice, "nl", LINK, code=CODE, consult_at=CONSULT_AT)
    assert "Met " not in read_back(document)


def test_the_recovery_key_can_be_typed_from_its_paper(app: Flask) -> None:
    with app.test_request_context("/practice/"):
        document = recovery_key_pdf("Praktijk De Linde", KEY, day=date(2026, 11, 21))
    text = "".join(read_back(document).split()).replace("-", "")
    assert KEY in text
    assert "21november2026" in text
    assert "kluis" in text
    assert len(PdfReader(BytesIO(document)).pages) == 1


def test_a_screen_reader_knows_language_and_structure(app: Flask, practice: Practice) -> None:
    with app.test_request_context("/practice/"):
        key = recovery_key_pdf("Praktijk De Linde", KEY, day=date(2026, 11, 21))
    papers = {
        "nl": [print_poster(app, practice, paper) for paper in PAPERS] + [key],
        **{language: [print_card(app, practice, language)] for language in ALL if language != "nl"},
    }
    for language, documents in papers.items():
        for document in documents:
            reader = PdfReader(BytesIO(document))
            root: Any = reader.trailer["/Root"]
            assert root["/Lang"] == language
            assert root["/MarkInfo"]["/Marked"]
            assert "/StructTreeRoot" in root
            assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_a_poster_is_made_once_for_each_state_of_the_settings(
    staff_client: FlaskClient, demo: DemoLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The poster cache of the process outlives this test, which runs once per database: a new name
    # is needed to miss the cache.
    new_name = f"Praktijk {secrets.token_hex(4)}"
    address = "/practice/poster/a4.pdf"
    first = staff_client.get(address)
    etag = first.headers["ETag"]
    # While the test holds the render lock, only a cached poster can be served.
    monkeypatch.setattr(pdf, "MAX_WAIT_S", 0.01)
    with pdf.one_at_a_time:
        assert staff_client.get(address).data == first.data
        assert staff_client.get(address, headers={"If-None-Match": etag}).status_code == 304
        Editor(staff_client).saves(name=new_name)
        busy = staff_client.get(address, headers={"If-None-Match": etag})
        assert busy.status_code == 503
    assert new_name in read_back(staff_client.get(address).data)
    assert staff_client.get("/practice/poster/a2.pdf").status_code == 404
