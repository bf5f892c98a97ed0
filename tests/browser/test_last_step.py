"""The last step: what it is made of comes with the start page, later than the questions."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults

# The start page, from which the check fetches the last step.
START = re.compile(r"/nl/p/[\w-]+$")


@pytest.fixture(autouse=True)
def broken_network(faults: Faults) -> None:
    faults.network_fails = True


def test_without_the_start_page_the_last_step_waits_for_the_network(patient: Patient) -> None:
    page = patient.page
    patient.resumes(STORY_A).keeps_to_herself("social")
    expect(page.locator("[data-map-place]")).to_contain_text("niet gedeeld")
    page.route(START, lambda route: route.abort())
    page.reload()

    expect(patient.question.locator("[data-lacking]")).to_be_visible()
    expect(page.locator("[data-share]")).to_have_count(0)
    page.unroute(START)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(patient.question.locator("[data-lacking]")).to_be_hidden()
    expect(page.locator("[data-map-place]")).to_contain_text("niet gedeeld")
    patient.shares()
    body = patient.last_request_body or ""
    assert "not_shared=social" in body
    assert "caring" not in body
    assert "tired=much" in body


def test_until_the_short_names_are_there_the_cards_have_the_headings(patient: Patient) -> None:
    page = patient.page
    page.route(START, lambda route: route.abort())
    patient.resumes({"letters": "much"}, "priority")

    card = patient.question.locator("label.choice:visible").first
    expect(card).to_have_text("Moeite met brieven, websites of Nederlands")
    page.unroute(START)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(card).to_have_text("Brieven en taal")


def test_a_start_page_from_before_is_fetched_anew(patient: Patient) -> None:
    """Right after an update the browser may still have a start page without the last step."""
    page, asked = patient.page, list[str]()

    def serve_old(route: Route) -> None:
        answer = route.fetch()
        asked.append(route.request.url)
        text = answer.text()
        # Two requests are made at once: for the words of the states, and for this step.
        old = text.replace("data-last-step", "data-other") if len(asked) <= 2 else text
        route.fulfill(response=answer, body=old)

    page.route(START, serve_old)
    patient.resumes(STORY_A)

    expect(page.locator("[data-share]")).to_be_visible()
    assert len(asked) == 3
