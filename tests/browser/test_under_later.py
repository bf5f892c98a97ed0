"""The Dutch under what comes later: sentences that scripts show, what the server finds wrong, and pages without a network."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.browser.test_under import DUTCH, switch
from tests.databases.homes import Home
from tests.pages.axe import find_violations
from tests.pages.crawl import PAGES, find_covered
from tests.pages.under import find_wrong_pairs, read_seen
from tests.people.patient import Patient
from tests.people.walker import Walker
from tests.phones.browsers import OpenContext
from tests.phones.line import Line, wait_until_kept
from tests.phones.waits import wait_until

pytestmark = pytest.mark.on_one_database

CHOSEN = "try { sessionStorage.setItem('under', '1'); } catch {}"
# Shows all that a script of this page may show: what is hidden, what is in templates, and the words in attributes.
REVEAL = """() => {
  for (let template; (template = document.querySelector("template")); ) {
    document.querySelector("main").append(template.content.cloneNode(true));
    template.remove();
  }
  for (const one of document.querySelectorAll("[hidden]")) one.removeAttribute("hidden");
  for (const one of document.querySelectorAll("[data-text]")) one.textContent ||= one.dataset.text;
}"""
IS_KEPT = """async () => {
  const kept = await (await caches.open("gesprek-under")).keys();
  return ["under.js", "twins.js", "dictionary.js", "/tr-nl/check/de-dreef", "/tr-nl/p/de-dreef"]
    .every((name) => kept.some(({ url }) => url.endsWith(name)));
}"""


def test_every_sentence_that_a_script_may_show_has_its_dutch(
    home: Home, open_device: OpenContext, staff_client: FlaskClient
) -> None:
    phone = open_device(has_touch=True, is_mobile=True, locale="tr")
    phone.add_init_script(CHOSEN)
    walker = Walker(phone, home.demo().slug, "tr")
    walker.shares(staff_client, home.database_url)
    faults = []
    for page in PAGES:
        # Leaving takes the choice away; pages without sentences for later are looked at elsewhere.
        if page.name in ("away", "not found", "no practice", "log", "keep"):
            continue
        faults += [*walker.visits(page)]
        expect(walker.page.locator("main .dutch").first).to_be_attached()
        walker.page.evaluate(REVEAL)
        found = find_wrong_pairs(read_seen(walker.page), "tr")
        faults += [f"{page.name}: {fault}" for fault in found]

    assert not faults, "\n".join(faults)


def test_what_is_wrong_with_a_code_is_said_in_both_languages(
    home: Home, open_device: OpenContext
) -> None:
    phone = open_device(has_touch=True, is_mobile=True, locale="tr")
    walker = Walker(phone, home.demo().slug, "tr")
    walker.page.goto("/tr/open")
    switch(walker.page)
    expect(walker.page).to_have_url("/tr/open")
    expect(walker.page.locator("h1 .dutch")).to_be_visible()

    walker.page.fill("#code", "0000-0000-0000")
    walker.page.press("#code", "Enter")

    error = walker.page.locator("main:has(#code-error)")
    expect(error.locator("#code-error .dutch")).to_be_visible()
    words = [twin[2] for twin in error.evaluate(DUTCH)]
    assert "Deze code kennen wij niet. Kijk of u de goede code hebt." in words
    expect(walker.page).to_have_url("/tr/open")


def test_the_bar_for_listening_has_its_dutch_and_covers_nothing(open_device: OpenContext) -> None:
    phone = open_device(has_touch=True, is_mobile=True, locale="ar")
    phone.add_init_script(CHOSEN + CHOSEN.replace("under", "ear").replace("'1'", "'on'"))
    page = Patient(phone.new_page(), language="ar").opens_check().page

    expect(page.locator("[data-ear-bar] .dutch").locator("visible=true").first).to_be_visible()

    assert list(find_wrong_pairs(read_seen(page), "ar")) == []
    assert list(find_covered(page)) == []
    assert find_violations(page) == []


def test_both_languages_stay_when_the_network_goes(phone: Page, line: Line) -> None:
    patient = Patient(phone, language="tr").opens_check()
    wait_until_kept(phone, f"/tr/check/{patient.slug}", f"/tr/p/{patient.slug}")
    switch(phone)
    expect(phone.locator(".now .dutch").first).to_be_visible()
    wait_until(phone, IS_KEPT)

    line.down()
    phone.reload()

    expect(phone.locator(".now h2 .dutch")).to_be_visible()
    step = patient.step
    patient.goes_on()
    assert patient.step != step
    expect(phone.locator(".now h2 .dutch")).to_be_visible()


def test_without_a_network_the_phone_says_that_it_cannot_bring_the_dutch(
    phone: Page, line: Line
) -> None:
    patient = Patient(phone, language="tr").opens_check()
    wait_until_kept(phone, f"/tr/check/{patient.slug}", "/tr/offline")

    line.down()
    switch(phone)

    expect(phone.locator("h1")).to_have_text("İnternet yok")
    phone.go_back()
    expect(phone.locator("form.one")).to_be_visible()
