"""The by-ear mode on a phone: where its answers stand, how it is begun and stopped."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pwa.locales import LANGUAGES
from tests.browser.test_read_aloud import VOICE
from tests.browser.test_thumb import HEIGHTS, MEASURE, WIDTHS
from tests.inputs.voices import put_clip
from tests.people.patient import Patient
from tests.phones.browsers import OpenContext

pytestmark = pytest.mark.on_one_database

ON = "try { sessionStorage.setItem('ear', 'on'); } catch {}"
# How far the buttons under the first question, the longest in words, reach below the edge of the bar.
UNDER_THE_BAR = """
() => document.querySelector("[data-controls]").getBoundingClientRect().bottom - document.querySelector(".ear").getBoundingClientRect().top
"""
# The answer is said to be gone, and the question is asked once more.
TAKEN_BACK = """
() => heard.includes("Uw antwoord is weg.") && heard.lastIndexOf("Heeft u hier last van?") > heard.indexOf("Uw antwoord is weg.")
"""


@pytest.mark.changes_nothing
def test_the_answers_stand_at_one_place_in_all_languages(open_device: OpenContext) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    phone.add_init_script(ON)
    places: dict[tuple[int, int], set[tuple[int, ...]]] = {}
    for language in LANGUAGES:
        page = Patient(phone.new_page(), language=language).opens_check().page
        expect(page.locator(".by-ear [data-ear-stop]:visible")).to_be_visible()
        for width in WIDTHS:
            for height in HEIGHTS:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate(UNDER_THE_BAR) <= 0, (language, width, height)
                for topic in page.evaluate(MEASURE):
                    places.setdefault((width, height), set()).add(tuple(topic["tops"]))
                    assert not topic["isWide"], (language, width, height, topic)
                    assert min(topic["heights"]) >= 56, (language, topic)
        page.close()

    assert {size: len(found) for size, found in places.items() if len(found) != 1} == {}


def test_it_begins_with_headphones_and_stops_at_one_press(patient: Patient, app: Flask) -> None:
    put_clip(app)
    page = patient.opens_check().page

    page.locator("header [data-ear]").click()
    first = page.locator("[data-ear-first]")
    expect(first).to_contain_text("koptelefoon")
    expect(page.locator("header [data-exit]")).to_be_visible()
    first.locator("[data-ear-go]").click()

    stop = page.locator("[data-ear-bar] [data-ear-stop]")
    expect(page.locator("html.by-ear")).to_have_count(1)
    stop.click()
    expect(page.locator("html.by-ear")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('ear')") == "off"


def test_all_no_is_read_before_it_can_be_taken(browser_page: Page, patient: Patient) -> None:
    browser_page.context.add_init_script(ON)
    patient.resumes({"pain": "no"}, "tired")
    button = browser_page.locator("[data-all-no]")
    expect(browser_page.locator("html.by-ear")).to_have_count(1)

    button.click()
    assert patient.step == "tired"
    button.click()

    patient.waits_while_asked("tired")
    assert browser_page.locator("input[name=sleep][value=no]").is_checked()


def test_an_answer_can_be_taken_back(browser_page: Page, patient: Patient) -> None:
    browser_page.context.add_init_script(VOICE)
    patient.resumes({}, "pain").taps("pain", "some").waits_while_asked("pain")
    browser_page.locator("[data-back]").click()
    patient.sees_question("pain")

    browser_page.locator("[data-clear]").click()

    browser_page.wait_for_function(TAKEN_BACK)
    assert patient.step == "pain"
    expect(browser_page.locator("input[name=pain]:checked")).to_have_count(0)
    expect(patient.question.locator("h2")).to_be_focused()


def test_without_any_voice_there_is_no_ear(patient: Patient) -> None:
    page = patient.opens_check().page

    expect(page.locator("header [data-ear] svg")).to_have_count(1)
    expect(page.locator("header [data-ear]")).to_be_hidden()
