"""The three answers stand at one place for all topics, so that a thumb that goes on tapping never errs."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pwa.locales import LANGUAGES
from tests.people.patient import Patient
from tests.phones.browsers import OpenContext

WIDTHS = (320, 360, 412)
HEIGHTS = (568, 600, 640, 740, 915)
AMOUNTS = ("no", "some", "much")

# Shows each topic by the class that the script gives it, and reads where its answers stand, rounded to pixels.
MEASURE = """
() => {
  const shown = document.querySelector("[data-step].now");
  const steps = [...document.querySelectorAll("[data-step][data-domain]")];
  shown.classList.remove("now");
  const found = steps.map((step) => {
    step.classList.add("now");
    const boxes = [...step.querySelectorAll(".choice")].map((choice) => choice.getBoundingClientRect());
    const one = {
      step: step.dataset.step,
      tops: boxes.map((box) => Math.round(box.top + scrollY)),
      heights: boxes.map((box) => Math.round(box.height)),
      isWide: document.documentElement.scrollWidth > innerWidth
        || [...step.querySelectorAll("h2, .stem, .where, .choice span")].some((part) => part.scrollWidth > part.clientWidth + 2),
      disc: step.querySelector(".disc").getBoundingClientRect().height,
    };
    step.classList.remove("now");
    return one;
  });
  shown.classList.add("now");
  return found;
}
"""
# By the object model, because the policy of the page allows no further style element.
WIDE_FONT = """
() => document.styleSheets[0].insertRule("* { font-family: 'DejaVu Sans' !important }", document.styleSheets[0].cssRules.length)
"""


@pytest.mark.changes_nothing
def test_the_answers_stand_at_one_place_and_nothing_overflows(open_device: OpenContext) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    places: dict[tuple[int, int], set[tuple[int, ...]]] = {}
    for language in LANGUAGES:
        page = Patient(phone.new_page(), language=language).opens_check().page
        for width, height in product(WIDTHS, HEIGHTS):
            for topic in measure_answers(page, width, height):
                places.setdefault((width, height), set()).add(tuple(topic["tops"]))
                assert not topic["isWide"], (language, width, height, topic)
                assert min(topic["heights"]) >= (64 if height >= 640 else 56), (language, topic)
                assert topic["disc"] >= 24, (language, width, height, topic)
        page.evaluate(WIDE_FONT)
        for width, height in ((320, 568), (360, 640), (412, 915)):
            for topic in measure_answers(page, width, height):
                assert not topic["isWide"], (language, "in a wide font", width, topic)
        page.close()

    assert {size: len(found) for size, found in places.items()} == dict.fromkeys(places, 1)
    assert len(places) == len(WIDTHS) * len(HEIGHTS)


@pytest.mark.changes_nothing
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_with_larger_text_the_order_stays_and_nothing_is_covered(
    open_device: OpenContext, language: str
) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    page = Patient(phone.new_page(), language=language).opens_check().page

    # Zooming in to 200 % halves the pixels of a phone of 360 × 640.
    for topic in measure_answers(page, 180, 320):
        ends = [top + height for top, height in zip(topic["tops"], topic["heights"], strict=True)]
        assert topic["tops"] == sorted(topic["tops"])
        assert all(end <= top for end, top in zip(ends, topic["tops"][1:], strict=False)), topic
        assert not topic["isWide"], topic


@pytest.mark.parametrize(
    ("step", "name", "code"), [("tired", "tired", "some"), ("strengths", "strengths", "rest")]
)
def test_nothing_moves_when_an_answer_is_given(
    patient: Patient, step: str, name: str, code: str
) -> None:
    patient.resumes({}, step)
    # The line that says whether it was shared is read from the phone's storage after the question is
    # shown. It stands under the last button, so it moves nothing, but the page is longer with it.
    expect(patient.page.locator("[data-sending]")).not_to_be_empty()
    before = _layout(patient.page)

    patient.taps(name, code)
    if step != "strengths":  # a tap on one of three answers goes on by itself
        patient.waits_while_asked(step).page.go_back()
    patient.sees_question(step).page.locator("[data-next]").wait_for()

    assert _layout(patient.page) == before


def measure_answers(page: Page, width: int, height: int) -> list[dict[str, Any]]:
    page.set_viewport_size({"width": width, "height": height})
    found: list[dict[str, Any]] = page.evaluate(MEASURE)
    assert len(found) == 20
    return found


def _layout(page: Page) -> object:
    return page.evaluate(
        """() => [
          document.documentElement.scrollHeight,
          ...[...document.querySelectorAll(".now .choice, .controls, [data-sending]")].map((part) => part.getBoundingClientRect().top + scrollY),
        ]"""
    )
