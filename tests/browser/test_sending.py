"""Sending: said truthfully, once, and nothing is lost when it fails."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.browsers import Faults
from tests.patient import Patient
from tests.people import STORY_A
from tests.phone_storage import READ_DATABASE

Failure = Callable[[Route], None]


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def answers_with(status: int, body: object) -> Failure:
    """Make a network that answers in the place of the practice."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    return answer


def is_a_hotel(route: Route) -> None:
    """Answer as the network of a hotel does that wants its guests to log in."""
    route.fulfill(status=200, body="<h1>Welcome, guest!</h1>", content_type="text/html")


def loses_the_answer(route: Route) -> None:
    """Let the practice receive it, but not the phone."""
    route.fetch()
    route.abort()


FAILURES: list[tuple[str, Failure, str]] = [
    ("no network", lambda route: route.abort(), "offline"),
    ("a hotel", is_a_hotel, "offline"),
    ("an empty object", answers_with(200, {}), "offline"),
    ("busy", answers_with(503, {"errors": {"uid": "druk"}}), "busy"),
    ("too many", answers_with(429, {}), "busy"),
    ("broken", answers_with(500, "broken"), "busy"),
    ("refused", answers_with(422, {"errors": {"reason": "Deze tekst is te lang."}}), "refused"),
    ("too large", answers_with(413, {}), "refused"),
]


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [(failure, outcome) for _, failure, outcome in FAILURES],
    ids=[name for name, _, _ in FAILURES],
)
def test_what_fails_is_said_and_nothing_is_lost(
    patient: Patient, failure: Failure, outcome: str
) -> None:
    patient.resumes(STORY_A)
    _network(patient.page, failure)

    patient.page.locator("[data-share]").click()

    expect(patient.page.locator(f"[data-outcome={outcome}]")).to_be_visible()
    expect(patient.page.locator("[data-outcome]:visible")).to_have_count(1)
    _network(patient.page, None)
    patient.page.reload()
    patient.sees_question("review").shares()
    assert "worse_by=caring&worse_by=sleep" in (patient.last_request_body or "")


def test_the_reason_of_a_refusal_is_told(patient: Patient) -> None:
    patient.resumes(STORY_A)
    _network(patient.page, answers_with(422, {"errors": {"reason": "Deze tekst is te lang."}}))

    patient.page.locator("[data-share]").click()

    expect(patient.page.locator("[data-faults]")).to_have_text("Deze tekst is te lang.")


def test_a_second_try_is_the_same_sending(patient: Patient, db_session: Session) -> None:
    patient.resumes(STORY_A)
    _network(patient.page, loses_the_answer)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-outcome=offline]")).to_be_visible()
    first = patient.last_request_body

    _network(patient.page, None)
    patient.shares()

    assert patient.last_request_body == first
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_a_second_try_after_a_reload_is_the_same_sending(
    patient: Patient, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    _network(patient.page, loses_the_answer)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-outcome=offline]")).to_be_visible()

    _network(patient.page, None)
    patient.page.reload()
    patient.sees_question("review").shares()

    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_other_answers_after_a_lost_receipt_are_taken_too(patient: Patient) -> None:
    patient.resumes(STORY_A)
    _network(patient.page, loses_the_answer)
    patient.page.locator("[data-share]").click()
    expect(patient.page.locator("[data-outcome=offline]")).to_be_visible()
    _network(patient.page, None)

    patient.page.reload()
    patient.sees_question("review").keeps_to_herself("social").shares()

    assert "caring" not in (patient.last_request_body or "")


def test_the_draft_is_gone_after_the_receipt(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()

    assert patient.page.evaluate(READ_DATABASE) == []
    patient.opens_check().sees_question("filled_by")


def test_two_presses_send_once(patient: Patient, db_session: Session) -> None:
    patient.resumes(STORY_A)

    patient.page.locator("[data-share]").dblclick()

    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_changed_answers_belong_to_the_same_talk(patient: Patient, db_session: Session) -> None:
    patient.resumes(STORY_A).shares()

    patient.page.locator("a[href$='/mine/change']").click()
    patient.page.wait_for_url("**/mine/change")
    patient.goes_on().taps("feeling", "okay").sees_question("reason")
    while patient.step != "review":
        patient.goes_on()
    patient.shares()

    body = patient.last_request_body or ""
    for answer in ("feeling=okay", "tired=much", "priority=tired", "worse_by=caring", "reply_to="):
        assert answer in body
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def _network(page: Page, failure: Failure | None) -> None:
    page.unroute_all()
    if failure is not None:
        page.route(
            "**/check/*",
            lambda route: failure(route) if route.request.method == "POST" else route.continue_(),
        )
