"""The list on paper, rendered for real and read back from the PDF."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from pypdf import PdfReader

from pwa.locales import LANGUAGES
from pwa.papers.paper_list import HEADINGS, paper_list_page
from pwa.papers.pdf import render_pdf
from pwa.practice.models import Practice
from pwa.selfcheck import questions as q
from tests.pages.checked import open_page
from tests.pages.paper import plain, read_back

pytestmark = pytest.mark.on_one_database

ALL = sorted(LANGUAGES)
LISTS = (q.FILLED_BY, q.FEELINGS, q.STRENGTHS, q.HELPERS, q.WANTS, q.HELP_WISHES, q.WORSE_BY_OTHERWISE)  # fmt: skip
TEXTS = (
    *HEADINGS.values(),
    q.STEM,
    *(amount.text for amount in q.AMOUNTS),
    *(text.heading for text in q.DOMAINS),
    *(topic.heading for topic in q.TOPICS),
    *(option.text for options in LISTS for option in options),
    "I agree that the practice reads this.",
    "After that, take this paper with you, or ask them to destroy it.",
)


# Language to PDF: all tests read the same paper of the example practice, and printing takes a second.
_PRINTED: dict[str, bytes] = {}


def print_list(app: Flask, practice: Practice, language: str) -> bytes:
    if language not in _PRINTED:
        with app.test_request_context("/practice/"):
            _PRINTED[language] = render_pdf(paper_list_page(practice, language))
    return _PRINTED[language]


def test_every_question_and_answer_reads_back(app: Flask, practice: Practice) -> None:
    for language in ALL:
        text = "".join(plain(read_back(print_list(app, practice, language))).split())

        with app.test_request_context("/practice/"), force_locale(language):
            wanted = [word for each in TEXTS for word in re.findall(r"\w+", plain(gettext(each)))]
        assert [word for word in wanted if word not in text] == []
        for number in (practice.phone, practice.out_of_hours_phone, "112"):
            assert number.replace(" ", "") in text


def test_every_topic_has_its_number_and_the_paper_its_mark(app: Flask, practice: Practice) -> None:
    for language in ALL:
        text = read_back(print_list(app, practice, language))

        assert {str(number) for number in range(1, 24)} <= set(re.findall(r"\d+", text))
        assert f"{language}-1" in text


def test_it_has_two_sides_and_our_own_fonts(app: Flask, practice: Practice) -> None:
    for language in ALL:
        reader = PdfReader(BytesIO(print_list(app, practice, language)))

        assert len(reader.pages) == 2
        for page in reader.pages:
            resources: Any = page["/Resources"]
            names = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
            assert {name.partition("+")[2].split("-")[0] for name in names} == {"Gesprek"}
        box = reader.pages[0].mediabox
        assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)


def test_a_screen_reader_knows_its_language_and_nothing_tells_what_it_is(
    app: Flask, practice: Practice
) -> None:
    for language in ALL:
        reader = PdfReader(BytesIO(print_list(app, practice, language)))
        root: Any = reader.trailer["/Root"]

        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert "4D" not in read_back(print_list(app, practice, language))


@pytest.mark.parametrize("page", ["/practice/", "/practice/settings", "/practice/settings/tablet"])
def test_it_is_printed_in_each_language_of_the_practice(
    staff_client: FlaskClient, practice: Practice, page: str
) -> None:
    links = [
        item.get("href")
        for item in open_page(staff_client, page).tree.iter("a")
        if "paper-list/" in (item.get("href") or "")
    ]

    assert links == [f"/practice/paper-list/{code}.pdf" for code in LANGUAGES]
    answer = staff_client.get("/practice/paper-list/tr.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "mijn-gesprek.pdf" in answer.headers["Content-Disposition"]
    assert staff_client.get("/practice/paper-list/xx.pdf").status_code == 404
