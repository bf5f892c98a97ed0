"""The first screen: the own list on top, the appointment of an invitation, and who fills the list in."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.inputs.invitations import Invited, id_of_bakker, invite
from tests.people.own_phone import OwnPhone
from tests.people.patient import Patient
from tests.people.stories import STORY_A, DemoLogin, share
from tests.phones.browsers import Faults
from tests.phones.storage import READ_DATABASE, WRITE_DRAFT

# Everything that a site can keep in a browser, as one text.
EVERYTHING_KEPT = """
async () => {
  const kept = [document.cookie, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push(request.url, await (await cache.match(request, { ignoreVary: true })).text());
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => { all.onsuccess = resolve; });
      kept.push(JSON.stringify(all.result));
    }
    database.close();
  }
  return kept.join("\\n");
}
"""


@pytest.fixture
def invited(staff_client: FlaskClient) -> Invited:
    """An invitation for tomorrow at 10:40 with Bakker."""
    return invite(staff_client, label="mw. A.", with_id=id_of_bakker(staff_client))


def filled_by(page: Page) -> str | None:
    """Return the answer to the first question; None while there is none."""
    checked = page.locator("[name=filled_by]:checked")
    return checked.get_attribute("value") if checked.count() else None


def test_an_invited_patient_sees_the_appointment_and_nothing_of_it_is_kept(
    browser_page: Page, invited: Invited
) -> None:
    page, asked = browser_page, []
    page.on("request", lambda request: asked.append((request.method, request.url)))

    page.goto(invited.path)

    card = page.locator("[data-appointment]")
    expect(card.locator("h1")).to_have_text(re.compile(r"^\w+dag \d+ \w+, 10:40$"))
    expect(card).to_contain_text("Uw afspraak")
    expect(card).to_contain_text("Bakker")
    assert [url for _, url in asked if invited.token in url] == []
    assert ("POST", page.url.split("#")[0] + "/appointment") in asked
    Patient(page).begins()
    kept = page.evaluate(EVERYTHING_KEPT)
    assert '"self"' in kept, "the draft is there, and was looked at"
    assert "10:40" not in kept
    assert "Bakker" not in kept


def test_without_an_answer_the_card_of_the_practice_stays(
    browser_page: Page, invited: Invited, faults: Faults
) -> None:
    page, faults.network_fails = browser_page, True
    page.route("**/appointment", lambda route: route.abort())

    page.goto(invited.path)
    page.wait_for_load_state("networkidle")

    expect(page.locator("[data-appointment] h1")).to_have_text("Praktijk De Dreef")
    expect(page.locator("[data-appointment] p").first).to_be_hidden()


def test_nobody_asks_without_an_invitation(browser_page: Page, demo: DemoLogin) -> None:
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))

    browser_page.goto(f"/nl/p/{demo.slug}")
    browser_page.wait_for_load_state("networkidle")

    assert [url for url in asked if "appointment" in url] == []


def test_what_comes_moves_nothing_under_the_finger(browser_page: Page, invited: Invited) -> None:
    page = browser_page
    held = []
    page.route("**/appointment", lambda route: held.append(route))
    page.goto(invited.path)
    expect(page.locator("[data-appointment].asked")).to_be_visible()
    before = page.locator("[data-begin]").bounding_box()

    held[0].continue_()

    expect(page.locator("[data-appointment] h1")).to_contain_text("10:40")
    assert page.locator("[data-begin]").bounding_box() == before


@pytest.mark.parametrize("who", ["self", "together", "other"])
def test_three_links_begin_with_the_first_question_answered(patient: Patient, who: str) -> None:
    page = patient.starts(who).page

    assert filled_by(page) == who
    assert page.url.endswith(f"/check/{patient.slug}"), "a reload must not answer again"
    [draft] = page.evaluate(READ_DATABASE)
    assert ["filled_by", who] in draft["answers"]
    # Back leads to where it was asked.
    page.locator("[data-back]").click()
    page.wait_for_url(f"**/p/{patient.slug}")


def test_who_fills_it_in_travels_with_an_invitation(patient: Patient, invited: Invited) -> None:
    page = patient.page
    page.goto(invited.path)

    patient.begins("together")

    assert filled_by(page) == "together"
    assert page.url.endswith(f"#i={invited.token}")
    page.reload()
    patient.sees_question("feeling")
    assert filled_by(page) == "together"


def test_who_says_otherwise_the_second_time_goes_on_where_the_list_was(
    patient: Patient, invited: Invited
) -> None:
    page = patient.page
    page.goto(invited.path)
    patient.begins("self").taps("feeling", "okay").sees_question("reason")
    page.goto("about:blank")
    page.goto(invited.path)

    page.locator("[data-begin] a[href$='f=other']").click()

    patient.sees_question("reason")
    assert filled_by(page) == "other"
    assert page.locator("[name=feeling]:checked").get_attribute("value") == "okay"


def test_an_old_link_asks_who_fills_it_in(patient: Patient) -> None:
    patient.opens_check().sees_question("filled_by")

    expect(patient.question.locator("svg.picto")).to_have_count(3)
    row = patient.question.locator(".emergency")
    expect(row.locator("a[href='tel:112']").last).to_be_visible()
    expect(row.get_by_text("030 000 00 00")).to_be_hidden()
    row.locator("summary b").click()
    expect(row.get_by_text("030 000 00 00")).to_be_visible()


def test_the_emergency_row_opens_without_a_script(page_without_script: Page) -> None:
    page = page_without_script
    page.goto("/nl/p/de-dreef")
    row = page.locator(".emergency")

    row.locator("summary b").click()

    expect(row.get_by_text("030 000 00 00")).to_be_visible()
    page.locator("[data-begin] a").first.click()
    expect(page.locator("[name=filled_by]").first).to_be_visible()


def test_the_own_list_comes_first_and_is_the_main_button(
    browser_page: Page, app: Flask, demo: DemoLogin
) -> None:
    phone = OwnPhone(browser_page)
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"]).calls_it_own()

    for address in (f"/nl/p/{demo.slug}", "/nl/"):
        phone.page.goto(address)
        link = phone.page.locator("main a[data-own-link]")
        expect(link).to_have_text("Mijn lijst op deze telefoon")
        expect(link).to_have_class("button")
        places = phone.page.locator("main a:visible").evaluate_all(
            "links => links.map((link) => link.getBoundingClientRect().top)"
        )
        top = link.evaluate("link => link.getBoundingClientRect().top")
        assert top == min(places)


def test_beside_a_begun_list_the_own_list_is_no_second_main_button(
    browser_page: Page, app: Flask, demo: DemoLogin
) -> None:
    phone = OwnPhone(browser_page)
    phone.opens(share(app.test_client(), demo.slug, STORY_A)["code"]).calls_it_own()
    phone.page.goto(f"/nl/p/{demo.slug}")
    phone.page.evaluate(WRITE_DRAFT, [demo.slug, {"step": "pain", "uid": "0" * 32, "answers": []}])
    phone.page.reload()

    expect(phone.page.locator("[data-go-on]")).to_have_class("button")
    expect(phone.page.locator("[data-own-link]")).to_have_class("button button--second")


def test_a_begun_list_is_asked_for_in_the_place_of_the_three_links(patient: Patient) -> None:
    page = patient.page
    page.goto(f"/nl/p/{patient.slug}")
    page.evaluate(WRITE_DRAFT, [patient.slug, {"step": "pain", "uid": "0" * 32, "answers": []}])
    page.reload()

    expect(page.locator("[data-go-on]")).to_be_visible()
    expect(page.locator("[data-begin]")).to_have_count(0)
