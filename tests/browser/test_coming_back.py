"""Coming back with a link: one press opens, in any language, and the address keeps no secret."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.people.stories import STORY_A, DemoLogin, share


def test_a_link_opens_after_a_press_in_another_language(
    app: Flask, browser_page: Page, demo: DemoLogin
) -> None:
    secret = share(app.test_client(), demo.slug, STORY_A)["link"].partition("#")[2]
    browser_page.goto(f"/nl/open#{secret}")
    expect(browser_page.locator("[data-code-form]")).to_be_hidden()
    assert secret not in browser_page.url

    browser_page.locator("[data-languages] summary").click()
    browser_page.locator("[data-languages] [data-language=ar]").click()
    browser_page.wait_for_url("**/ar/open")
    browser_page.locator("[data-link-form] button").click()

    browser_page.wait_for_url("**/ar/mine")
    assert secret not in browser_page.url


def test_a_link_that_comes_to_the_open_page_is_taken_too(
    app: Flask, browser_page: Page, demo: DemoLogin
) -> None:
    secret = share(app.test_client(), demo.slug, STORY_A)["link"].partition("#")[2]
    browser_page.goto("/nl/open")
    expect(browser_page.locator("[data-link-form]")).to_be_hidden()

    browser_page.goto(f"/nl/open#{secret}")  # only the fragment changes: no page is loaded

    expect(browser_page.locator("[data-link-form]")).to_be_visible()
    expect(browser_page.locator("[data-code-form]")).to_be_hidden()
    assert secret not in browser_page.url
