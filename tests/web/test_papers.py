"""The papers, rendered for real and read back from the PDF."""

import re
from io import BytesIO
from typing import Any
from unicodedata import normalize

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from pwa.locales import LANGUAGES
from pwa.papers import pdf
from pwa.papers.typesetting import PackagedFiles
from pwa.plan.core import FreeText, Plan, Step
from pwa.plan.words.render import Line, render_plan
from pwa.plan.words.wordings import dutch_wording_for_patient, wording_for_patient
from pwa.practice.models import Practice
from pwa.web.assets import STATIC
from tests.inputs.invitations import invite
from tests.inputs.plans import CARERS_PLAN, uid
from tests.pages.paper import plain, print_plan, read_back, scan
from tests.people.stories import STORY_A, STORY_C, DemoLogin, share

pytestmark = pytest.mark.on_one_database

ALL = sorted(LANGUAGES)
# Every letter that a language has beside those of English, in a sentence somebody could say.
LETTERS = {
    "tr": "Şükrü ağabey ile ılık İğde çayı içmek",
    "pl": "Zażółć gęślą jaźń, Łódź",
    "uk": "Їжак єсть ґрунт, щастя й п’ять",
    "es": "¿Cuándo? El pingüino y la cigüeña, ¡sí!",
    "fr": "Où ça ? L’œuvre naïve, garçon à côté",
    "fa": "پدر چای ژاله گفت که می\u200cخواهد یک گل",
}


# Language to PDF: three tests read the same paper, and printing takes a second.
_PRINTED: dict[str, bytes] = {}


def carers_paper(app: Flask, practice: Practice, language: str) -> bytes:
    if language not in _PRINTED:
        _PRINTED[language] = print_plan(app, practice, language)
    return _PRINTED[language]


def words_of(*lines: Line) -> list[str]:
    text = " ".join(part.text for line in lines for part in line)
    return re.findall(r"\w+", plain(text))


def test_every_line_of_the_plan_reads_back(app: Flask, practice: Practice) -> None:
    for language in ALL:
        text = plain(read_back(carers_paper(app, practice, language)))

        with app.test_request_context(f"/{language}/"):
            for wording in (
                wording_for_patient(language, practice),
                dutch_wording_for_patient(practice),
            ):
                lines = render_plan(CARERS_PLAN, wording)
                wanted = words_of(
                    lines.goal, lines.next_talk, lines.teach_back, lines.if_worse,
                    *[line for step in lines.steps for line in (step.what, step.who, step.when)],
                )  # fmt: skip
                assert [word for word in wanted if word not in text] == []


def test_an_arabic_line_reads_back_in_its_order(app: Flask, practice: Practice) -> None:
    words = "لأولادي إلى الآن الله بلا ألم والإخوان لإ ئ ة ى"
    plan = Plan(goal=FreeText(words, "ar"), steps=CARERS_PLAN.steps)
    assert words in read_back(print_plan(app, practice, "ar", plan))


def test_vowel_signs_take_no_letter_away(app: Flask, practice: Practice) -> None:
    # Read with pypdf: pdftotext (`read_back`) puts vowel signs on a line of their own.
    words = "أهلًا معًا مُعلِّم كَتَبَ"
    plan = Plan(goal=FreeText(words, "ar"))
    text = PdfReader(BytesIO(print_plan(app, practice, "ar", plan))).pages[0].extract_text()
    read = [sorted(word) for word in normalize("NFKC", text).split()]
    # Letters are sorted: pypdf may give the vowel sign of lam-alef before or after the alef.
    assert all(sorted(word) in read for word in normalize("NFKC", words).split())


def test_the_letters_of_every_language_read_back(app: Flask, practice: Practice) -> None:
    for language, words in LETTERS.items():
        both = (words, words.upper())
        plan = Plan(
            goal=FreeText(both[0], language), steps=(Step(FreeText(both[1], language), uid=uid(1)),)
        )

        text = " ".join(read_back(print_plan(app, practice, "nl", plan)).split())

        # The sign that keeps two Persian letters apart draws nothing, and no reader of PDFs gives it back.
        assert [one for one in both if one.replace("\u200c", "") not in text] == [], language


def test_dutch_is_not_printed_twice(app: Flask, practice: Practice) -> None:
    plan = Plan(steps=(Step(FreeText("samen wandelen", "nl"), uid=uid(1)),))
    assert read_back(print_plan(app, practice, "nl", plan)).count("samen wandelen") == 1
    assert read_back(print_plan(app, practice, "tr", plan)).count("samen wandelen") == 1


def test_a_screen_reader_knows_language_title_and_structure(app: Flask, practice: Practice) -> None:
    for language in ALL:
        reader = PdfReader(BytesIO(carers_paper(app, practice, language)))
        root: Any = reader.trailer["/Root"]

        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
        assert reader.metadata is not None
        assert "plan" not in (reader.metadata.title or "").lower()


def test_a_plan_fits_on_one_page_with_our_own_fonts(app: Flask, practice: Practice) -> None:
    for language in ALL:
        reader = PdfReader(BytesIO(carers_paper(app, practice, language)))

        assert len(reader.pages) == 1
        resources: Any = reader.pages[0]["/Resources"]
        fonts = [font.get_object() for font in resources["/Font"].values()]
        names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
        assert names <= {
            f"Gesprek-{script}{bold}" for script in ("Latin", "Arabic") for bold in ("", "-Bold")
        }


def test_the_card_is_one_small_page_with_the_three_keys_and_nothing_that_tells(
    app: Flask, demo: DemoLogin, practice: Practice
) -> None:
    for language in ALL:
        client = app.test_client()
        receipt = share(client, demo.slug, STORY_C, language=language)

        answer = client.get(f"/{language}/card.pdf")

        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "mijn-gesprek.pdf" in answer.headers["Content-Disposition"]
        text = read_back(answer.data)
        assert receipt["code"] in "".join(text.split())
        assert receipt["link"] in "".join(text.split())
        assert practice.phone in text
        assert "buikpijn" not in text
        (page,) = PdfReader(BytesIO(answer.data)).pages
        size = tuple(
            round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)
        )
        assert size == (105, 148)
        assert scan(answer.data) == [receipt["link"]]
        assert "1 / 1" not in text
        if language == "nl":
            assert "Laat deze code zien aan de balie of de dokter." in " ".join(text.split())


def test_the_card_says_when_it_is_read(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient
) -> None:
    made = invite(staff_client)

    for fields, promise in (
        (STORY_C, "De dokter leest dit pas bij uw afspraak."),
        (
            {**STORY_C, "invitation": made.token},
            "De dokter leest dit op de dag van uw afspraak. Wordt het eerder erger? Bel.",
        ),
    ):
        client = app.test_client()
        share(client, demo.slug, fields)
        assert promise in " ".join(read_back(client.get("/nl/card.pdf").data).split())


def test_the_card_is_there_only_right_after_sharing(client: FlaskClient, demo: DemoLogin) -> None:
    code = share(client, demo.slug, STORY_A)["code"]
    client.post("/nl/open", data={"code": code})
    assert client.get("/nl/card.pdf").location == "/nl/mine"


def test_a_document_gets_nothing_from_outside() -> None:
    fetch = PackagedFiles().fetch
    for address in (
        "file:///etc/passwd",
        "file:///etc/../etc/hostname",
        "http://127.0.0.1/x.png",
        "https://example.org/x.ttf",
        "data:image/svg+xml,<svg/>",
        f"file://elsewhere{STATIC}/fonts/NotoSans-Bold.ttf",
        (STATIC / "fonts" / ".." / "css" / "paper" / "pdf.css").as_uri(),
    ):
        with pytest.raises(ValueError, match="packaged fonts"):
            fetch(address)
    assert fetch((STATIC / "fonts" / "NotoSans-Bold.ttf").as_uri()).read(4)


def test_a_missing_library_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    with pytest.raises(pdf.PdfLibraryError, match="libharfbuzz-subset0"):
        pdf.check_pdf_libraries()


def test_what_people_typed_is_never_markup(app: Flask, practice: Practice) -> None:
    typed = "<b>x</b> <img src='file:///etc/passwd'> {{ 7*7 }}"
    plan = Plan(goal=FreeText(typed, "nl"), steps=CARERS_PLAN.steps)
    assert typed in " ".join(read_back(print_plan(app, practice, "nl", plan)).split())


def test_one_at_a_time_and_the_others_are_asked_to_wait(
    app: Flask, demo: DemoLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    share(client, demo.slug, STORY_A)
    monkeypatch.setattr(pdf, "MAX_WAIT_S", 0.01)

    with pdf.one_at_a_time:
        busy = client.get("/nl/card.pdf")

    assert busy.status_code == 503
    assert busy.headers["Retry-After"] == "10"
    assert client.get("/nl/card.pdf").status_code == 200
