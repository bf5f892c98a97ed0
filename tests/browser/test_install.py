"""The app is offered for the phone's screen before the check or after it, and never in between."""

import pytest
from playwright.sync_api import Page, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import OpenContext

# Fires the event by which Chrome offers to install a page; returns whether our script prevented it.
OFFER = """
() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => { window.wasPrompted = true; };
  dispatchEvent(offer);
  return offer.defaultPrevented;
}
"""
IPHONE = 'Object.defineProperty(navigator, "standalone", { value: false });'
ON_IPHONES_SCREEN = 'Object.defineProperty(navigator, "standalone", { value: true });'


def test_the_start_page_waits_with_the_browsers_offer_until_somebody_wants_it(
    patient: Patient,
) -> None:
    page = patient.page
    page.goto(f"/nl/p/{patient.slug}")
    expect(page.locator("[data-install]")).to_be_hidden()

    assert page.evaluate(OFFER) is True
    assert page.evaluate("window.wasPrompted") is None

    page.locator("[data-install] button").click()
    assert page.evaluate("window.wasPrompted") is True
    expect(page.locator("[data-install]")).to_be_hidden()


def test_the_check_offers_nothing(patient: Patient) -> None:
    page = patient.opens_check().page

    assert page.locator("link[rel=manifest]").count() == 0
    assert page.locator("[data-install]").count() == 0


def test_after_the_check_it_is_offered_again(patient: Patient) -> None:
    page = patient.resumes(STORY_A).shares().page
    page.wait_for_load_state()  # browsers fire the event only after `load`

    page.evaluate(OFFER)

    expect(page.locator("[data-install] button")).to_be_visible()
    assert page.locator("link[rel=manifest]").count() == 1


@pytest.mark.parametrize(("script", "is_told"), [(IPHONE, True), (ON_IPHONES_SCREEN, False)])
def test_an_iphone_is_told_how(open_device: OpenContext, script: str, is_told: bool) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(script)
    page = context.new_page()
    page.goto("/nl/p/de-dreef")

    expect(page.locator("[data-install-by-hand]")).to_be_visible(visible=is_told)
    expect(page.locator("[data-install-button]")).to_be_hidden()


def test_a_tablet_of_the_practice_and_a_desk_are_offered_nothing(
    patient: Patient, desk_page: Page
) -> None:
    patient.page.goto(f"/nl/p/{patient.slug}#tablet")
    desk_page.goto(f"/nl/p/{patient.slug}")

    for page in (patient.page, desk_page):
        page.evaluate(OFFER)
        expect(page.locator("[data-install]")).to_be_hidden()


def test_the_browser_takes_the_manifest(patient: Patient) -> None:
    page = patient.page
    page.goto(f"/ar/p/{patient.slug}")
    session = page.context.new_cdp_session(page)

    found = session.send("Page.getAppManifest")

    assert found["url"].endswith(f"/ar/p/{patient.slug}/app.webmanifest")
    assert found["errors"] == []
    session.detach()
