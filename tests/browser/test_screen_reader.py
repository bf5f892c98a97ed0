"""What a screen reader says on the way through the check, the map and the plan: kept transcripts.

A changed word changes a transcript, which is then read through and written anew
(KEEP_TRANSCRIPTS=1). The lines are what Chromium gives a screen reader, not what one of them says.
"""

from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.databases.homes import Home
from tests.pages.crawl import PAGES
from tests.pages.screen_reader import compare_transcript, listen
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.people.walker import Walker
from tests.phones.browsers import OpenContext


def test_a_question_its_answers_and_what_comes_of_a_tap_are_said(patient: Patient) -> None:
    page = patient.resumes(STORY_A, "tired").page
    expect(page.locator("[data-sending]")).not_to_be_empty()

    compare_transcript("question", listen(page))


def test_the_map_is_said_as_sentences(patient: Patient) -> None:
    page = patient.resumes(STORY_A).page
    expect(page.locator("[data-map-place] svg")).to_be_visible()
    expect(page.locator("[data-rows] button").first).to_be_attached()

    compare_transcript("map", listen(page, "main"))


def test_the_plan_is_said_line_by_line(
    home: Home, open_device: OpenContext, staff_client: FlaskClient
) -> None:
    phone = open_device(has_touch=True, is_mobile=True)
    walker = Walker(phone, home.demo().slug, "nl")
    walker.shares(staff_client, home.database_url)
    (plan,) = (page for page in PAGES if page.name == "plan")
    assert [*walker.visits(plan)] == []

    compare_transcript("plan", listen(walker.page, "main"))
