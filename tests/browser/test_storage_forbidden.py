"""Browsers without storage or cookies: the practice receives the list, the page shows the code."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import FLAGS, PATIENCE_MS, PHONE, find_chromium

BLOCKED = 2  # Chromium's content setting "cookies", which covers all storage of a site


@pytest.fixture
def page_that_keeps_nothing(browser: Browser, live_server: str, tmp_path: Path) -> Iterator[Page]:
    """A phone on which sites are forbidden to store anything."""
    settings = tmp_path / "Default/Preferences"
    settings.parent.mkdir()
    forbidden = {"profile": {"default_content_setting_values": {"cookies": BLOCKED}}}
    settings.write_text(json.dumps(forbidden))
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=find_chromium(),
        args=FLAGS,
        base_url=live_server,
        viewport=PHONE,
        locale="nl-NL",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_a_browser_that_keeps_nothing_shares_and_shows_the_code(
    page_that_keeps_nothing: Page, app: Flask
) -> None:
    page = page_that_keeps_nothing
    patient = Patient(page).opens_check().answers({"pain": "much"}, until="tired")
    patient.takes_up({}, until="practical").goes_on().listens()
    expect(page.locator("[data-not-kept]")).to_be_visible()

    page.locator("[data-share]").click()

    expect(page.locator("[data-code]")).to_be_visible()
    code = page.locator("[data-code]").inner_text()
    assert app.test_client().post("/nl/open", data={"code": code}).status_code == 303
    assert page.url.endswith("/nl/open")
    expect(page.locator("[data-no-cookies]")).to_be_visible()
    assert "pain=much" in (patient.last_request_body or "")


def test_where_only_cookies_are_refused_the_code_is_shown(patient: Patient) -> None:
    page = patient.resumes(STORY_A).page
    codes: list[str] = []

    def takes_no_cookie(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        answer = route.fetch()
        codes.append(answer.json()["code"])
        page.context.clear_cookies()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/check/de-dreef", takes_no_cookie)
    page.locator("[data-share]").click()

    expect(page.locator("[data-code]")).to_be_visible()
    assert page.url.endswith("/nl/open")
    assert page.locator("[data-code]").inner_text() == codes[0]
    page.reload()  # shown once, and not left in the tab
    expect(page.locator("[data-code-form]")).to_be_visible()
    expect(page.locator("[data-code]")).to_have_count(0)
    assert page.evaluate("window.name") == ""
