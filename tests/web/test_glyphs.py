"""Text in a PDF is drawn in our fonts, inside the margins; a note names what no font can draw."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from pwa.papers.pdf import render_pdf
from pwa.plan.core import FreeText, Performer, Plan, Step, Who
from pwa.practice.models import Practice
from pwa.web.glyphs import FONT_FILES, FONTS, find_undrawable, replace_undrawable
from tests.inputs.plans import uid
from tests.pages.paper import print_plan
from tests.people.desk import CARERS_FORM, Desk

pytestmark = pytest.mark.on_one_database

# What patients may type, in scripts that not every machine has a font for.
SCRIPTS = {
    "Tigrinya": "ምስ ሓኪም ክዛረብ እየ",
    "Hindi": "डॉक्टर से बात करूँगा",
    "Bengali": "ডাক্তারের সাথে কথা বলব",
    "Tamil": "மருத்துவரிடம் பேசுவேன்",
    "Thai": "จะคุยกับหมอ",
    "Georgian": "ექიმთან ვისაუბრებ",
    "Armenian": "Կխոսեմ բժշկի հետ",
    "Hebrew": "אדבר עם הרופא",
    "Russian": "Поговорю с врачом",
    "Vietnamese": "Tôi sẽ nói chuyện với bác sĩ",
    "emoji": "wandelen 🚶🏽‍♀️ met ❤️ en 👨‍👩‍👧 in 🇳🇱 ✅",
}
RUN = "https://www.voorbeeld.example/" + "W" * 170


@pytest.mark.parametrize("words", SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_that_people_type_here_is_drawn(words: str) -> None:
    assert find_undrawable(words) == ()
    assert replace_undrawable(words) == words


def test_a_document_uses_the_packaged_fonts_and_no_other() -> None:
    words = " ".join([*SCRIPTS.values(), "中文", "ᏣᎳᎩ"])

    pdf = PdfReader(
        BytesIO(render_pdf(f"<html lang='nl'><title>x</title><p>{words} <b>{words}</b>"))
    )

    resources: Any = pdf.pages[0]["/Resources"]
    names = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert {name.partition("+")[2].split("-")[0] for name in names} == {"Gesprek"}
    assert "中" not in pdf.pages[0].extract_text()


def test_what_no_font_has_is_found_once_and_replaced() -> None:
    assert find_undrawable("eerst 中文, dan 中\u200b文 en 🚶") == ("中", "文")
    assert replace_undrawable("a中b") == "a\ufffdb"
    assert find_undrawable("é é\n\u200e\u200d\ufe0f\u00ad") == ()


def test_every_font_of_the_folder_is_known() -> None:
    assert {path.name for path in FONTS.iterdir() if path.suffix in (".ttf", ".woff")} == set(
        FONT_FILES
    )


def test_saving_tells_what_cannot_be_written_on_paper(
    app: Flask, desk: Desk, practice: Practice
) -> None:
    desk.saves({**CARERS_FORM, "goal": "met 妈妈 wandelen 🚶"})

    told = desk.opens().part("not-on-paper")

    assert "妈" in told
    assert "🚶" not in told
    text = PdfReader(
        BytesIO(print_plan(app, practice, "nl", Plan(goal=FreeText("met 妈妈", "nl"))))
    ).pages[0]
    assert "Waar \ufffd staat" in text.extract_text()
    desk.saves({**CARERS_FORM, "base": "1"})
    assert desk.opens().tree.find(".//*[@data-part='not-on-paper']") is None


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_word_without_a_space_stays_inside_the_margins(
    app: Flask, practice: Practice, language: str, tmp_path: Path
) -> None:
    step = Step(
        FreeText(RUN, language),
        Who(Performer.OTHER, RUN[:60]),
        FreeText(RUN[:80], "nl"),
        uid=uid(1),
    )
    words = FreeText(RUN, language)
    paper = tmp_path / "plan.pdf"
    paper.write_bytes(
        print_plan(app, practice, language, Plan(words, (step,), words, words, words))
    )

    boxes = subprocess.run(
        ["pdftotext", "-bbox", paper, "-"], capture_output=True, text=True, check=True
    ).stdout

    width = float(re.search(r'<page width="([0-9.]+)"', boxes)[1])  # type: ignore[index]
    words_on_paper = re.findall(r'<word xMin="([0-9.-]+)" yMin="[0-9.-]+" xMax="([0-9.-]+)"', boxes)
    assert len(words_on_paper) > 20
    margin = 18 / 25.4 * 72
    assert min(float(left) for left, _ in words_on_paper) >= margin - 1
    assert max(float(right) for _, right in words_on_paper) <= width - margin + 1
