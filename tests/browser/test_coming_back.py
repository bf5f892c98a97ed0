"""Coming back with a code or a link: a typing error never leaves the phone, a link waits for a press."""

import random

import pytest
from playwright.sync_api import Page, expect

from pwa.vault.codes import CodeError, new_code, parse_code
from tests.patient import Patient
from tests.people import STORY_A

ARABIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"


def test_a_code_is_read_on_the_phone_as_the_server_reads_it(browser_page: Page) -> None:
    typed = [variant for _ in range(300) for variant in _as_typed(new_code())]
    browser_page.goto("/nl/open")

    read = browser_page.evaluate(
        """async (typed) => {
          const script = document.querySelector("script[src$='/open.js']").src;
          const { parseCode } = await import(new URL("codes.js", script));
          return typed.map(parseCode);
        }""",
        typed,
    )

    assert dict(zip(typed, read, strict=True)) == {text: _read(text) for text in typed}


def test_a_typing_error_is_told_and_not_sent(patient: Patient) -> None:
    page = patient.page
    page.goto("/nl/open")
    page.locator("#code").fill("K7QM-4T2X-9HDG")

    page.locator("[data-code-form] button").click()

    expect(page.locator("[data-code-wrong]")).to_be_visible()
    expect(page.locator("#code")).to_be_focused()
    assert patient.last_request_body is None


def test_a_code_that_nobody_has_is_told_in_place(patient: Patient) -> None:
    page = patient.page
    page.goto("about:blank")
    page.goto("/nl/open")
    page.locator("#code").fill(new_code())

    page.locator("[data-code-form] button").click()

    expect(page.locator("#code-error")).to_contain_text("Deze code kennen wij niet")
    # The page is still one entry, and still works.
    page.locator("#code").fill("K7QM")
    page.locator("[data-code-form] button").click()
    expect(page.locator("[data-code-wrong]")).to_be_visible()
    page.go_back()
    page.wait_for_url("about:blank")


@pytest.mark.parametrize("digits", [ARABIC, PERSIAN, "0123456789"])
def test_the_code_of_the_receipt_opens_the_own_page(patient: Patient, digits: str) -> None:
    page = patient.resumes(STORY_A).shares().page
    code = page.locator("[data-code]").inner_text()
    page.context.clear_cookies()
    page.goto("/ar/open")

    page.locator("#code").fill(code.lower().translate(str.maketrans("0123456789", digits)))
    page.locator("[data-code-form] button").click()

    page.wait_for_url("**/ar/mine")
    expect(page.locator("svg[data-map]")).to_be_visible()


def test_a_link_opens_by_a_press_and_leaves_the_address_at_once(patient: Patient) -> None:
    page = patient.resumes(STORY_A).shares().page
    link = page.locator("[data-link]").get_attribute("href") or ""
    page.context.clear_cookies()
    page.goto("about:blank")
    patient.last_request_body = None

    page.goto(link)

    expect(page.locator("[data-link-form] button")).to_be_focused()
    assert page.evaluate("location.hash") == ""
    assert patient.last_request_body is None
    page.locator("[data-link-form] button").click()
    page.wait_for_url("**/mine")
    page.go_back()
    page.wait_for_url("about:blank")


def test_the_link_can_be_copied(patient: Patient) -> None:
    page = patient.resumes(STORY_A).shares().page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("details summary", has_text="Mijn link").click()

    page.locator("[data-copy-link]").click()

    expect(page.locator("[data-copied]")).to_be_visible()
    link = page.locator("[data-link]").get_attribute("href")
    assert page.evaluate("navigator.clipboard.readText()") == link


def _as_typed(code: str) -> list[str]:
    """Give a code as people type it, and with the errors that they make."""
    chance = random.Random(code)  # a test, and the same every time
    place = chance.randrange(len(code) - 1)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    return [
        code,
        code.lower(),
        "-".join((code[:4], code[4:8], code[8:])),
        f" {code[:6]} {code[6:]}\u200f",
        code.replace("0", "O").replace("1", "l"),
        code.replace("1", "ı"),
        code.translate(str.maketrans("0123456789", ARABIC)),
        code.translate(str.maketrans("0123456789", PERSIAN)),
        swapped,
        code[:-1],
        code + "0",
        code.replace(code[0], "U"),
        code[:place] + chance.choice("23456789XYZ") + code[place + 1 :],
    ]


def _read(text: str) -> str | None:
    try:
        return parse_code(text)
    except CodeError:
        return None
