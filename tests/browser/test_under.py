"""The own language with Dutch under it: chosen half way, at one place in all languages, and taken away again."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pwa.locales import LANGUAGES
from tests.pages.axe import find_violations
from tests.people.patient import Patient
from tests.phones.browsers import OpenContext

SIZES = ((320, 640), (360, 640), (360, 740))
OTHERS = [code for code in LANGUAGES if code != "nl"]
# As in test_thumb.py, but each topic gets its Dutch before it is measured: an observer brings it.
MEASURE = """
async () => {
  const shown = document.querySelector("[data-step].now");
  shown.classList.remove("now");
  const found = [];
  for (const step of document.querySelectorAll("[data-step][data-domain]")) {
    step.classList.add("now");
    await new Promise(requestAnimationFrame);
    found.push({
      step: step.dataset.step,
      tops: [...step.querySelectorAll(".choice")].map((choice) => Math.round(choice.getBoundingClientRect().top + scrollY)),
      twins: step.querySelectorAll(".dutch").length,
      isWide: document.documentElement.scrollWidth > innerWidth,
      isCut: document.documentElement.scrollHeight - innerHeight,
    });
    step.classList.remove("now");
  }
  shown.classList.add("now");
  return found;
}
"""
# The words that somebody reads under an element: they are in shadow roots.
DUTCH = "(element) => [...element.querySelectorAll('.dutch')].map((twin) => [twin.lang, twin.dir, twin.shadowRoot.textContent])"


def switch(page: Page) -> None:
    page.locator("[data-languages] summary").click()
    page.locator("[data-under]").click()


def switched_on(patient: Patient) -> Page:
    switch(patient.page)
    expect(patient.page.locator(".now .dutch").first).to_be_visible()
    return patient.page


@pytest.mark.changes_nothing
def test_the_answers_stand_at_one_place_with_two_languages(open_device: OpenContext) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    places: dict[tuple[int, int], dict[tuple[int, ...], str]] = {size: {} for size in SIZES}
    for language in OTHERS:
        page = switched_on(Patient(phone.new_page(), language=language).opens_check())
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            topics: list[dict[str, Any]] = page.evaluate(MEASURE)
            for topic in topics:
                assert topic["twins"] == 6, (language, topic)
                assert not topic["isWide"], (language, width, topic)
                where = f"{language} {topic['step']}"
                places[width, height].setdefault(tuple(topic["tops"]), where)
        assert find_violations(page) == []
        page.close()

    assert {size: len(found) for size, found in places.items()} == dict.fromkeys(SIZES, 1), places


def test_it_comes_and_goes_half_way_and_changes_no_answer(browser_page: Page) -> None:
    patient = Patient(browser_page, language="tr").starts()
    page = patient.taps("feeling", "bad").sees_question("reason").page
    patient.goes_on().sees_question("pain").taps("pain", "much").sees_question("tired")

    switched_on(patient)

    expect(page).to_have_url(f"/tr/check/{patient.slug}")
    words = page.locator("[data-step].now").evaluate(DUTCH)
    assert ["nl", "ltr", "Moe zijn"] in words
    assert ["nl", "ltr", "Heeft u hier last van?"] in words
    assert page.locator(".now h2").evaluate("(heading) => heading.textContent") == "Yorgunluk"
    assert page.locator("input[name=pain]:checked").get_attribute("value") == "much"
    patient.taps("tired", "some").sees_question("sleep")
    assert ["nl", "ltr", "Slecht slapen"] in page.locator("[data-step].now").evaluate(DUTCH)
    page.go_back()
    patient.sees_question("tired")

    switch(page)

    expect(page.locator(".dutch")).to_have_count(0)
    assert page.locator("input[name=tired]:checked").get_attribute("value") == "some"
    page.reload()
    expect(page.locator("form.one")).to_be_visible()
    assert page.locator("input[name=tired]:checked").get_attribute("value") == "some"
