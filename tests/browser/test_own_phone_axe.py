"""Everybody can use what an own phone shows: axe finds nothing, and no page is too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import OpenContext
from tests.own_phone import OwnPhone
from tests.people import STORY_A, DemoLogin, share
from tests.phone_storage import WRITE_DRAFT


def looks_good(page: Page, state: str) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == [], state
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("ar", "dark")])
def test_every_state(
    open_device: OpenContext, app: Flask, demo: DemoLogin, language: str, scheme: str
) -> None:
    device = open_device(has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = OwnPhone(device.new_page())
    page = phone.page
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"], language)
    page.locator("[name=own][value=yes]").check()
    looks_good(page, "the offer")
    phone.calls_it_own("een lijst met een heel lange naam zonder eind")
    looks_good(page, "kept")
    phone.waits_for_copies(1)

    page.goto(f"/{language}/own")
    expect(page.locator("[data-open]")).to_be_visible()
    page.locator("[data-lists] summary").click()
    looks_good(page, "the lists")
    page.locator("[data-look]").click()
    looks_good(page, "the copy")

    page.goto(f"/{language}/p/{demo.slug}")
    page.evaluate(WRITE_DRAFT, [demo.slug, {"step": "pain", "uid": "0" * 32, "answers": []}])
    page.reload()
    expect(page.locator("[data-go-on]")).to_be_visible()
    looks_good(page, "a list that was begun")
