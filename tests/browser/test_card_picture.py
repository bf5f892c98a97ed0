"""The card as a picture: drawn on the phone when somebody asks for it, and read back as a scanner does."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Request, expect

from pwa.practice.models import Practice
from tests.people.patient import Patient
from tests.people.stories import STORY_A

HAS_INK = 1_000  # black pixels where words are written
WORDS: Mapping[str, str] = {"nl": "Kaart als foto bewaren", "ar": "حفظ البطاقة كصورة"}


def saves_card(page: Page, name: str) -> tuple[Path, list[Request]]:
    """Press the button; give the saved file, and what was requested for it."""
    page.wait_for_load_state("networkidle")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    with page.expect_download() as saving:
        page.get_by_role("button", name=name).click()
    assert saving.value.suggested_filename == "mijn-gesprek.png"
    return saving.value.path(), asked


@pytest.mark.parametrize("language", WORDS)
def test_the_picture_has_the_card_and_a_code_that_scans(
    browser_page: Page, practice: Practice, language: str
) -> None:
    patient = Patient(browser_page, practice.slug, language).resumes(STORY_A).shares()
    link = browser_page.locator("[data-link]").get_attribute("href")

    file, asked = saves_card(browser_page, WORDS[language])

    assert file.stat().st_size < 80_000
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        light = picture.convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(light)] == [link]
    square = zxingcpp.read_barcodes(light)[0].position
    for band in ((0, square.top_left.y), (square.bottom_left.y, light.height)):
        assert light.crop((0, band[0], light.width, band[1])).histogram()[0] > HAS_INK
    # Only the script is fetched, and no address has the code in it.
    code = browser_page.locator("[data-code]").inner_text()
    addresses = [request.url for request in asked if not request.url.startswith("blob:")]
    assert [url.rpartition("/")[2] for url in addresses] == ["card.js"]
    assert code not in " ".join(addresses)
    if language == "nl":
        stays = "De foto blijft op uw telefoon, ook na Snel weg."
        expect(patient.page.locator("[data-picture]")).to_contain_text(stays)


def test_who_gets_no_picture_is_told(browser_page: Page, practice: Practice) -> None:
    Patient(browser_page, practice.slug).resumes(STORY_A).shares()
    # As a browser does that hides what machine it is: noise in the place of the picture.
    browser_page.evaluate(
        """() => {
          const read = CanvasRenderingContext2D.prototype.getImageData;
          CanvasRenderingContext2D.prototype.getImageData = function (...place) {
            const picture = read.apply(this, place);
            picture.data.forEach((_, index, all) => { all[index] = (index * 37) % 256; });
            return picture;
          };
        }"""
    )

    browser_page.get_by_role("button", name=WORDS["nl"]).click()

    expect(browser_page.locator("[data-picture] [role=status]")).to_have_text(
        "Dat lukte niet. Schrijf de code op."
    )
