"""The pages of an own phone: axe finds nothing, and no page is wider than the screen."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.pages.axe import Checker
from tests.people.own_phone import OwnPhone
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import Faults, OpenContext
from tests.phones.storage import WRITE_DRAFT


@pytest.mark.parametrize(("language", "scheme"), [("nl", "light"), ("ar", "dark")])
def test_every_state(
    open_device: OpenContext,
    app: Flask,
    demo: DemoLogin,
    faults: Faults,
    language: str,
    scheme: str,
) -> None:
    device = open_device(has_touch=True, is_mobile=True, color_scheme=scheme)
    phone = OwnPhone(device.new_page())
    page = phone.page
    check = Checker(page)
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"], language)
    page.locator("[name=own][value=yes]").check()
    check("the offer")
    phone.calls_it_own("een lijst met een heel lange naam zonder eind")
    check("kept")
    phone.waits_for_copies(1)

    page.goto(f"/{language}/own")
    expect(page.locator("[data-open]")).to_be_visible()
    page.locator("[data-lists] summary").click()
    check("the lists")
    faults.network_fails = True
    page.route(f"**/{language}/open", lambda route: route.abort())
    page.locator("[data-open]").click()
    expect(page.locator("[data-copy]")).to_be_visible()
    check("the copy")
    page.locator("[data-copy-close]").click()
    page.route(f"**/{language}/open", lambda route: route.fulfill(status=503))
    page.locator("[data-open]").click()
    expect(page.locator("[data-says=busy]")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_visible()
    check("the copy, as it is too busy")

    page.goto(f"/{language}/p/{demo.slug}")
    page.evaluate(WRITE_DRAFT, [demo.slug, {"step": "pain", "uid": "0" * 32, "answers": []}])
    page.reload()
    expect(page.locator("[data-go-on]")).to_be_visible()
    check("a list that was begun")
