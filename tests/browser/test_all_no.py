"""One press answers all topics of a domain with no; the practice reads that it was one press."""

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.people.gp import Gp
from tests.people.patient import Patient
from tests.people.stories import DemoLogin


@pytest.fixture
def gp(desk_page: Page, demo: DemoLogin, staff_client: FlaskClient, live_server: str) -> Gp:
    return Gp(desk_page, demo).goes_on(staff_client, live_server)


def test_the_press_is_offered_after_a_first_no_only(patient: Patient) -> None:
    button = patient.opens_check().page.locator("[data-all-no]")
    patient.answers({"pain": "no"}, until="pain")
    expect(button).to_be_hidden()
    patient.taps("pain", "no").sees_question("tired")
    expect(button).to_contain_text("Moe zijn")
    expect(button).not_to_contain_text("Pijn")

    patient.taps("tired", "no").sees_question("sleep")
    expect(button).to_be_hidden()
    patient.answers({"stress": "some"}, until="low_mood")
    expect(button).to_be_hidden()


def test_the_press_answers_the_domain_and_leads_to_the_next(patient: Patient) -> None:
    patient.resumes({"pain": "no"}, "tired").page.locator("[data-all-no]").click()

    patient.sees_question("stress").taps("stress", "no").sees_question("low_mood")
    patient.page.locator("[data-all-no]").click()
    patient.sees_question("lonely").answers({}).shares()

    body = patient.last_request_body or ""
    assert "all_no=body" in body
    assert "all_no=mind" in body
    assert all(f"{topic}=no" in body for topic in ("pain", "sleep", "moving", "habits"))


def test_another_answer_afterwards_takes_the_press_back(patient: Patient) -> None:
    patient.resumes({"money": "no"}, "housing").page.locator("[data-all-no]").click()
    patient.sees_question("strengths").page.reload()
    patient.sees_question("strengths")
    assert _pressed(patient) == ["society"]

    patient.page.locator("[data-back]").click()
    patient.sees_question("papers").taps("papers", "some").sees_question("strengths")

    assert _pressed(patient) == []


def test_what_is_not_shared_says_nothing_of_a_press(patient: Patient) -> None:
    patient.resumes({"money": "no"}, "housing").page.locator("[data-all-no]").click()
    patient.sees_question("strengths").answers({}).keeps_to_herself("society").shares()

    body = patient.last_request_body or ""
    assert "all_no" not in body
    assert "money" not in body


def test_the_practice_reads_that_it_was_one_press(patient: Patient, gp: Gp) -> None:
    patient.resumes({"money": "no", "pain": "some"}, "housing").page.locator(
        "[data-all-no]"
    ).click()
    patient.sees_question("strengths").answers({}).shares()

    gp.opens(patient.page.locator("[data-code]").inner_text().strip())

    assert "in één keer" in gp.page.locator("[data-part=map]").inner_text().replace("\n", " ")


def _pressed(patient: Patient) -> list[str]:
    pressed: list[str] = patient.page.locator("[name=all_no]:checked").evaluate_all(
        "boxes => boxes.map((box) => box.value)"
    )
    return pressed
