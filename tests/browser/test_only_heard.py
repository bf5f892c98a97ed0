"""Languages of sound on a phone: who reads nothing begins by ear with the first tap."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from pwa.selfcheck.questions import TOPICS
from pwa.vault.patient.codes import ALPHABET
from tests.inputs.heard import choose, record_all
from tests.people.listener import ChromiumEar, Listener
from tests.people.patient import Patient
from tests.people.stories import Fields

pytestmark = pytest.mark.on_one_database

# The answer that is read first is given most often, so that the test is short.
ONE_PAIN: Fields = {
    "filled_by": "together",
    "feeling": "bad",
    **{topic.code: "no" for topic in TOPICS},
    "pain": "much",
    "priority": "pain",
    "help_wish": "yes",
    "helpers": "nobody",
    "interpreter": "1",
}
SOURCES = """
window.sources = new Set();
document.addEventListener("mg:said", ({ detail }) => sources.add(detail.source));
"""

PANEL = "[data-ear-first]"


def test_the_first_tap_begins_by_ear(app: Flask, patient: Patient) -> None:
    record_all(app, "rif")
    choose(app, "nl", "rif")
    page = patient.page

    page.goto(f"/nl/p/{patient.slug}")
    expect(page.locator(".tile button[data-ear=rif]")).to_be_visible()
    page.locator(".tile a[hreflang=rif]").click()
    page.wait_for_url(f"**/rif/p/{patient.slug}")
    expect(page.locator(f"body > {PANEL}")).to_contain_text("koptelefoon")
    page.locator(f"{PANEL} [data-ear-stop]").click()
    expect(page.locator(f"body > {PANEL}")).to_have_count(0)

    # On a page that a link opened, any tap; the buttons to leave and to choose a language stay what they are.
    page.evaluate("sessionStorage.removeItem('ear')")
    page.goto(f"/rif/check/{patient.slug}")
    expect(page.locator("header button[data-ear=rif]")).to_be_visible()
    page.locator("main label:visible").first.click()
    expect(page.locator(f"body > {PANEL}")).to_contain_text("koptelefoon")
    assert page.locator("main input:checked").count() == 0  # that tap was no answer
    page.locator(f"{PANEL} [data-ear-go]").click()
    expect(page.locator("html.by-ear")).to_have_count(1)


@pytest.mark.timeout(400)  # it hears as a person does, sentence by sentence
def test_a_woman_who_reads_no_language_shares_and_keeps_her_code(app: Flask, phone: Page) -> None:
    record_all(app, "rif")
    choose(app, "nl", "rif")
    phone.add_init_script(SOURCES)
    woman = Listener(ChromiumEar(phone), "rif")

    phone.goto("/nl/p/de-dreef")
    phone.locator(".tile a[hreflang=rif]").click()
    woman.presses(f"{PANEL} [data-ear-go]")
    woman.prepares(ONE_PAIN)
    code = woman.hears_code(ALPHABET)

    assert code == (phone.locator("[data-code]").text_content() or "").strip().replace("-", "")
    assert phone.evaluate("[...sources]") == ["recording"]
