"""The phone draws the same map as the server."""

import re

import pytest
from playwright.sync_api import Page

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import LifeMap
from tests.pages.catalogues import catalogue
from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_B, STORY_C, Fields

READ_MAP = """svg => ({
  box: svg.getAttribute("viewBox"),
  dots: Object.fromEntries([...svg.querySelectorAll("[data-topic]")].map(
    topic => [topic.dataset.topic, topic.getAttribute("transform")])),
  ranks: Object.fromEntries([...svg.querySelectorAll("[data-rank]")].map(
    topic => [topic.dataset.topic, Number(topic.dataset.rank)])),
  notes: [...svg.querySelectorAll("[data-note]")].map(note => note.textContent.trim()),
  links: [...svg.querySelectorAll("[data-links] path")].map(path => path.getAttribute("d")),
  fields: [...svg.querySelectorAll("[data-zone] rect")].map(
    rect => [Number(rect.getAttribute("y")), Number(rect.getAttribute("height"))]),
  face: svg.querySelector("[data-face]").getAttribute("transform"),
})"""


def _numbers(text: str) -> list[float]:
    return [round(float(number), 2) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def _expected(drawn: LifeMap) -> dict[str, object]:
    return {
        "box": _numbers(f"-1 -1 {drawn.shape.width + 2} {drawn.height + 2}"),
        "dots": {topic.code: [topic.x, round(topic.y, 2)] for topic in drawn.topics},
        "ranks": {topic.code: topic.rank for topic in drawn.topics if topic.rank},
        "notes": [" ".join(line.text for line in note.lines) for field in drawn.fields for note in field.notes],
        "links": sorted(_numbers(link) for link in drawn.links),
        "fields": [[field.y, field.height] for field in drawn.fields],
        "face": [drawn.face_x, round(drawn.face_y, 2)],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("story", "language"), [(STORY_A, "nl"), (STORY_A, "ar"), (STORY_B, "tr"), (STORY_C, "en")]
)
def test_the_map_of_the_phone_is_the_map_of_the_server(
    browser_page: Page, practice: Practice, story: Fields, language: str
) -> None:
    Patient(browser_page, practice.slug, language).resumes(story)
    drawn = browser_page.locator("svg[data-map]:visible").evaluate(READ_MAP)

    # `not_shared` is chosen on the page that shows the map, so this map was drawn without it.
    story = {name: value for name, value in story.items() if name != "not_shared"}
    fields = {name: [value] if isinstance(value, str) else value for name, value in story.items()}
    check = parse_answers(fields, language=language).check
    expected = draw_map(
        check,
        translate=catalogue(language).gettext,
        is_rtl=LANGUAGES[language].direction == "rtl",
    )

    assert {
        **drawn,
        "box": _numbers(drawn["box"]),
        "dots": {code: _numbers(place) for code, place in drawn["dots"].items()},
        "links": sorted(_numbers(link) for link in drawn["links"]),
        "face": _numbers(drawn["face"]),
    } == _expected(expected)
