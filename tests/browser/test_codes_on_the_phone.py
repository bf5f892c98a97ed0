"""The phone reads a code as the server does, so that a typing error never leaves it."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from pwa.assets import build_id
from pwa.vault.codes import CodeError, format_code, new_code, parse_code
from tests.people import STORY_A, DemoLogin, share
from tests.typed_codes import anything

READ = """
async ([address, texts]) => {
  const { parseCode } = await import(address);
  return texts.map(parseCode);
}
"""


def read_here(text: str) -> str | None:
    try:
        return parse_code(text)
    except CodeError:
        return None


def test_the_phone_and_the_server_read_the_same(browser_page: Page) -> None:
    browser_page.goto("/nl/open")
    module = f"/static/{build_id()}/js/codes.js"

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(texts=st.lists(anything(), min_size=20, max_size=80))
    def agree(texts: list[str]) -> None:
        assert browser_page.evaluate(READ, [module, texts]) == [read_here(text) for text in texts]

    agree()


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
