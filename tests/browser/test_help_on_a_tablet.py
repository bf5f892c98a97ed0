"""Local help on a tablet of the practice, where nothing of it may stay."""

import pytest
from playwright.sync_api import expect

from pwa.practice.models import Practice
from tests.phones.browsers import OpenContext


@pytest.mark.parametrize("is_tablet", [True, False])
def test_help_is_neither_printed_nor_looked_up_on_the_map_of_a_tablet(
    open_device: OpenContext, practice: Practice, is_tablet: bool
) -> None:
    page = open_device(viewport={"width": 768, "height": 1024}, has_touch=True).new_page()
    if is_tablet:
        page.goto(f"/nl/p/{practice.slug}#tablet")
        expect(page.locator("[data-on-tablet]")).to_be_visible()
    page.goto(f"/nl/help/{practice.slug}")
    page.locator("#words").evaluate("field => { field.closest('details').open = true; }")
    page.locator("#words").fill("buurtteam")  # the cards of the kept list, and no others
    expect(page.locator("[data-list-date]")).to_be_visible()

    expect(page.locator("[data-print]")).to_be_visible(visible=not is_tablet)
    expect(page.locator("[data-geo], a[href^=geo]").first).to_be_visible()
    assert bool(page.locator("a[href^=geo]").count()) is not is_tablet
