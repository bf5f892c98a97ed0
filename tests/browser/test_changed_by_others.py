"""A page that others change: programs that translate it, and extensions that add to its form."""

import json

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.inputs.invitations import Invited, invite, today
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.storage import READ_DATABASE
from tests.phones.waits import wait_until

# What Google Translate does to a page, and what an extension that fills in forms adds to it.
TRANSLATE = "(language) => { document.documentElement.lang = language; }"
ADD_FIELDS = """
() => {
  const form = document.querySelector("form#check");
  const add = (place, attributes) => place.append(Object.assign(document.createElement("input"), attributes));
  add(form, { type: "hidden", name: "extension", value: "of an extension" });
  add(form, { type: "hidden", name: "pain", value: "of an extension" });
  for (const step of form.querySelectorAll("[data-step]")) {
    add(step, { type: "text", name: "extension", value: "of an extension" });
    add(step, { type: "checkbox", name: "tick", value: "of an extension", checked: true });
  }
}
"""


def test_a_translated_page_shares_and_shows_the_code(patient: Patient) -> None:
    patient.resumes(STORY_A)
    patient.page.evaluate(TRANSLATE, "pl")

    patient.page.locator("[data-share]").click()

    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert patient.page.url.endswith("/nl/done")


@pytest.mark.parametrize("comes", [True, False], ids=["with the scripts", "before the scripts"])
def test_leaving_a_translated_page_leads_to_the_neutral_one(
    patient: Patient, faults: Faults, comes: bool
) -> None:
    page = patient.page
    faults.network_fails = not comes
    if not comes:
        page.route("**/static/**/*.js", lambda route: route.abort())
    page.goto("/nl/p/de-dreef")
    page.evaluate(TRANSLATE, "pl")

    page.locator("header [data-exit]").click()

    page.wait_for_url("**/nl/away")
    expect(page.locator("table").first).to_be_visible()


def test_another_language_can_be_chosen_on_a_page_translated_into_it(patient: Patient) -> None:
    patient.opens_check()
    patient.page.evaluate(TRANSLATE, "tr")

    patient.page.locator("[data-languages] summary").click()
    patient.page.locator("button[data-language=tr]").click()

    patient.page.wait_for_url("**/tr/check/de-dreef")


def test_what_an_extension_adds_is_neither_shown_nor_kept_nor_sent(patient: Patient) -> None:
    page = patient.resumes(STORY_A).page
    page.evaluate(ADD_FIELDS)
    page.locator("[data-all-answers] summary").click()
    page.locator("button[data-goto=sleep]").click()
    patient.sees_question("sleep").taps("sleep", "some").sees_question("review")

    assert "extension" not in page.locator("[data-step=review]").inner_text()
    wait_until(page, f"async () => JSON.stringify(await ({READ_DATABASE})()).includes('some')")
    assert "extension" not in json.dumps(page.evaluate(READ_DATABASE))
    patient.shares()
    assert "extension" not in (patient.last_request_body or "")
    assert "sleep=some" in (patient.last_request_body or "")


@pytest.fixture
def invited(staff_client: FlaskClient) -> Invited:
    """An invitation for today."""
    return invite(staff_client, label="mw. A.", day=today().isoformat())


@pytest.mark.parametrize("tail", [".", ")", "%20", "&fbclid=IwAR0", "_"])
def test_an_invitation_with_a_tail_is_attached(
    invited: Invited, browser_page: Page, tail: str
) -> None:
    browser_page.goto(invited.path + tail)
    patient = Patient(browser_page)
    patient.begins().answers({"pain": "much"}, until="tired")

    assert browser_page.url.endswith(f"#i={invited.token}")
    expect(browser_page.locator("input[name=invitation]")).to_have_value(invited.token)
