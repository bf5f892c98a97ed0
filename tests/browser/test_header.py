"""The head of a page has room for all that stands in it, in every language."""

import itertools

import pytest

from pwa.locales import LANGUAGES
from tests.phones.browsers import OpenContext

SLUG = "de-dreef"
WIDTHS = (320, 360, 412)
# What stands in the head: each part's box is that of its contents, which may be wider than the part.
PARTS = """
() => {
  for (const ear of document.querySelectorAll("[data-ear]")) {
    ear.hidden = false;
    ear.innerHTML = '<svg class="icon" viewBox="0 0 24 24"></svg>';
  }
  return [...document.querySelector(".top").children]
    .filter((part) => part.checkVisibility())
    .map((part) => {
      const range = document.createRange();
      range.selectNodeContents(part.matches("details") ? part.querySelector("summary") : part);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, top, bottom, text: part.textContent.trim().slice(0, 20) };
    });
}
"""


@pytest.mark.on_one_database
@pytest.mark.changes_nothing
def test_nothing_in_the_head_lies_over_something_else(open_device: OpenContext) -> None:
    page = open_device(has_touch=True, is_mobile=True).new_page()
    faults = []
    for language in LANGUAGES:
        both = () if language == "nl" else (f"/{language}-nl/check/{SLUG}",)
        for path in (f"/{language}/check/{SLUG}", f"/{language}/help/{SLUG}", *both):
            page.goto(path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 640})
                parts = sorted(page.evaluate(PARTS), key=lambda part: part["left"])
                for here, after in itertools.pairwise(parts):
                    is_beside = here["top"] < after["bottom"] and after["top"] < here["bottom"]
                    if is_beside and here["right"] > after["left"] + 1:
                        faults.append((path, width, here["text"], after["text"]))
                if path not in both and max(p["top"] for p in parts) > min(
                    p["bottom"] for p in parts
                ):
                    faults.append((path, width, "two lines", ""))

    assert not faults, "\n".join(map(str, faults))
