"""Languages of sound on a phone: who reads nothing begins by ear with the first tap."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.inputs.heard import choose, record_all
from tests.people.patient import Patient

pytestmark = pytest.mark.on_one_database

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
