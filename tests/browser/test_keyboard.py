"""A whole consult without a mouse: log in, open, read, change together, plan, copy, log out."""

import re

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.inputs.invitations import invite, today
from tests.people.gp import take_over_login
from tests.people.stories import STORY_A, DemoLogin, share


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(150):
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by key")


def test_the_whole_consult_by_keyboard(app: Flask, demo: DemoLogin, desk_page: Page) -> None:
    code = share(app.test_client(), demo.slug, STORY_A, language="ar")["code"]
    page, keys = desk_page, desk_page.keyboard
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, demo)

    expect(page.locator("#code")).to_be_focused()
    # Wait for the script of the list: without it, Enter filters the list and opens no line.
    expect(page.locator("[data-row] [aria-keyshortcuts='1']")).to_be_attached()
    keys.type(code[:4])
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Van wie is deze lijst?")).to_be_visible()
    expect(page.locator("main form button")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-part=priority]")).to_be_visible()

    change_together(page)
    make_plan(page)

    keys.press("l")
    expect(page.locator("[data-part=priority]")).to_be_visible()
    page.wait_for_load_state("load")  # now the script listens for keys
    keys.press("k")
    expect(page.locator("[data-copied]")).to_have_text("Gekopieerd")
    assert "Samen ingevuld" in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, "form[action$=logout] button")
    keys.press("Enter")
    expect(page.locator("#email")).to_be_visible()


def log_in(page: Page, demo: DemoLogin) -> None:
    page.goto("/practice/")
    expect(page.locator("#email")).to_be_focused()
    for typed in (demo.email, demo.password):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(demo.second_factor())
    page.keyboard.press("Enter")
    expect(page.locator("[data-find]")).to_be_visible()


def change_together(page: Page) -> None:
    """Answer one topic, put a line into the map, and save."""
    page.wait_for_load_state("load")
    page.keyboard.press("s")
    page.wait_for_url(re.compile("/together$"))
    expect(page.locator("[data-remove-line]").first).to_be_visible()  # the script is there
    tab_to(page, "[name=low_mood][value=no]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=low_mood][value=much]")).to_be_checked()
    tab_to(page, "[data-cause] >> nth=2")
    page.keyboard.type("Somber")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-part=worse-by]")).to_contain_text("Somber")


def make_plan(page: Page) -> None:
    page.wait_for_load_state("load")
    page.keyboard.press("p")
    expect(page.locator("#goal")).to_be_focused()
    page.keyboard.type("weer energie")
    tab_to(page, "#step-1-text")
    page.keyboard.type("bloe")
    expect(page.locator("[role=option]").first).to_have_text("Bloed laten prikken")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-part=saved]")).to_be_visible()
    expect(page.locator("#goal")).to_have_value("weer energie")
    page.wait_for_load_state("load")
    page.evaluate("document.activeElement.blur()")


def test_an_invited_list_is_read_by_one_key_and_confirmed_by_two(
    app: Flask, demo: DemoLogin, staff_client: FlaskClient, live_server: str, desk_page: Page
) -> None:
    made = invite(staff_client, day=today().isoformat(), label="mw. Amal")
    share(app.test_client(), demo.slug, {**STORY_A, "invitation": made.token})
    page, keys = desk_page, desk_page.keyboard
    take_over_login(staff_client, page, live_server)
    page.goto("/practice/")
    expect(page.locator("[data-row] [aria-keyshortcuts='1']")).to_be_attached()
    keys.type("amal")
    keys.press("Enter")
    expect(page.locator("[data-part=priority]")).to_be_visible()
    page.wait_for_load_state("load")
    height = page.evaluate("document.documentElement.scrollHeight")

    for key in ("p", "s", "k"):
        keys.press(key)
    keys.press("b")

    expect(page.get_by_role("heading", name="Van wie is deze lijst?")).to_be_visible()
    expect(page.locator("main form button")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("[data-copy]")).to_be_visible()
    expect(page.locator("[data-part=not-confirmed]")).to_have_count(0)
    assert height <= 720
