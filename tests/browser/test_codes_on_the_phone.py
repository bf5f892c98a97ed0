"""The phone tells a typing error in a code before anything is sent.

That phone and server read codes alike is tested in tests/core/test_code_as_typed.py.
"""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pwa.vault.patient.codes import format_code, new_code
from tests.people.stories import STORY_A, DemoLogin, share


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_typing_error_stays_on_the_phone(browser_page: Page, language: str) -> None:
    sent: list[str] = []
    browser_page.on("request", lambda request: sent.append(request.method))
    browser_page.goto(f"/{language}/open")
    code = new_code()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    browser_page.locator("#code").fill(format_code(wrong))
    browser_page.locator("[data-code-form] button").click()

    expect(browser_page.locator("[data-code-wrong]")).to_be_visible()
    expect(browser_page.locator("#code")).to_be_focused()
    expect(browser_page.locator("#code")).to_have_attribute("aria-invalid", "true")
    told = browser_page.locator("[data-code-wrong]").text_content() or ""
    hint = browser_page.locator("#code-hint").text_content() or ""
    expect(browser_page.locator("#code")).to_have_accessible_description(f"{hint} {told}")
    expect(browser_page.locator("#code")).to_have_value(format_code(wrong))
    expect(browser_page.locator("#code")).to_have_css("direction", "ltr")
    assert "POST" not in sent


def test_a_code_pasted_with_its_message_opens(
    browser_page: Page, app: Flask, demo: DemoLogin
) -> None:
    code = share(app.test_client(), demo.slug, STORY_A)["code"]
    browser_page.goto("/ar/open")

    browser_page.locator("#code").fill(f"\u200fرمزك:\u00a0{code.lower()} \u200f(للطبيب)")
    browser_page.locator("[data-code-form] button").click()

    browser_page.wait_for_url("**/ar/mine")
