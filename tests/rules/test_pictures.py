"""Every icon and pictogram that is shown exists, and each that exists is shown."""

import re
from pathlib import Path

import pytest

from pwa.selfcheck.questions import (
    DOMAINS,
    FILLED_BY,
    HELP_WISHES,
    HELPERS,
    STRENGTHS,
    TOPICS,
    WANTS,
)

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "pwa/static/img"
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (ROOT / "pwa/templates").rglob("*.html")
}


def _symbols(name: str) -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (IMAGES / name).read_text("utf-8")))


@pytest.mark.parametrize("path", TEMPLATES)
def test_icons_exist(path: str) -> None:
    calls = re.findall(r'(?:\bicon\(|icon_name=|notice\()"([^"]+)"', TEMPLATES[path])

    assert set(calls) <= _symbols("icons.svg")


def test_no_icon_is_left_over() -> None:
    shown = {name for text in TEMPLATES.values() for name in re.findall(r'"([a-z0-9-]+)"', text)}

    assert _symbols("icons.svg") <= shown


def test_whatever_is_asked_has_a_pictogram() -> None:
    asked = {topic.code for topic in TOPICS} | {text.domain.value for text in DOMAINS}
    asked |= {
        option.code for options in (STRENGTHS, HELPERS, HELP_WISHES, WANTS) for option in options
    }
    # "I'll do it myself" has the person of "who fills this in".
    asked = (asked - {"self"}) | {f"who-{option.code}" for option in FILLED_BY}

    assert asked <= _symbols("pictograms.svg")


@pytest.mark.parametrize("name", ["icons.svg", "pictograms.svg", "icon.svg"])
def test_pictures_are_nothing_but_drawings(name: str) -> None:
    text = (IMAGES / name).read_text("utf-8")

    assert not re.search(r"<script|<style|<image|<foreignObject|\son\w+=|href", text)


def test_the_first_page_shows_every_picture_of_the_docs() -> None:
    shown = set(re.findall(r"\(docs/img/([^)]+)\)", (ROOT / "README.md").read_text("utf-8")))

    assert shown == {path.name for path in (ROOT / "docs/img").iterdir()}
