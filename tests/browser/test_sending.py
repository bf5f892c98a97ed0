"""Sending: the page tells its true state, a failure loses nothing, each outcome offers a way on."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.storage import READ_DATABASE
from tests.phones.waits import wait_until

Failure = Callable[[Route], None]


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def answers_with(status: int, body: object) -> Failure:
    """Make a failure in which the network answers in place of the practice."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    return answer


def is_a_proxy(route: Route) -> None:
    """Answer as the proxy in front of the server does when the body is too large."""
    route.fulfill(status=413, body="<h1>Too large</h1>", content_type="text/html")


def loses_the_answer(route: Route) -> None:
    """Let the practice receive the request, and drop its answer."""
    route.fetch()
    route.abort()


FAULTY = {"errors": {"reason": "Deze tekst is te lang."}}
# One failure for each way on. tests/js/sender.test.js and states.test.js have all other answers.
FAILURES: list[tuple[str, Failure, str]] = [
    ("no network", lambda route: route.abort(), "waiting"),
    ("busy", answers_with(503, {"errors": {"uid": "druk"}}), "busy"),
    ("faulty", answers_with(422, FAULTY), "faulty"),
    ("taken back", answers_with(410, {"errors": {"uid": "weg"}}), "erased"),
]


@pytest.mark.parametrize(
    ("failure", "state"),
    [(failure, state) for _, failure, state in FAILURES],
    ids=[name for name, _, _ in FAILURES],
)
def test_what_fails_is_said_and_nothing_is_lost(
    patient: Patient, failure: Failure, state: str
) -> None:
    patient.resumes(STORY_A)
    network(patient.page, failure)

    patient.page.locator("[data-share]").click()

    sees(patient.page, state)
    # Beside it only that somebody has to come back, in a browser that sends nothing by itself.
    others = patient.page.locator("[data-state]:not([data-state=come_back])")
    expect(others).to_have_count(1)
    network(patient.page, None)
    patient.page.reload()
    if state in ("waiting", "busy"):  # sends again by itself
        expect(patient.page.locator("[data-code]")).to_be_visible()
    else:
        patient.sees_question("review").shares()
    assert "worse_by=caring&worse_by=sleep" in (patient.last_request_body or "")


def test_a_refusal_leads_to_the_question_and_says_why(patient: Patient) -> None:
    patient.resumes(STORY_A)
    network(patient.page, answers_with(422, FAULTY))
    patient.page.locator("[data-share]").click()

    patient.page.get_by_role("button", name="Deze tekst is te lang.").click()

    patient.sees_question("reason")
    network(patient.page, None)
    patient.page.locator("[name=reason]").fill("hoofdpijn")
    sees(patient.page, "on_phone")
    patient.goes_on().sees_question("review").shares()


def test_too_much_text_leads_to_the_own_words(patient: Patient) -> None:
    patient.resumes(STORY_A)
    network(patient.page, is_a_proxy)
    patient.page.locator("[data-share]").click()

    patient.page.locator("[data-state=too_large] button").click()

    patient.sees_question("practical")


def test_what_was_taken_back_leads_to_a_new_list(patient: Patient) -> None:
    patient.resumes(STORY_A)
    network(patient.page, answers_with(410, {"errors": {"uid": "weg"}}))
    patient.page.locator("[data-share]").click()

    patient.page.locator("[data-state=erased] a").click()

    patient.sees_question("filled_by")
    assert patient.page.evaluate(READ_DATABASE) == []


def test_answers_that_differ_from_those_that_came_can_be_shared_too(
    patient: Patient, db_session: Session
) -> None:
    patient.resumes(STORY_A)
    network(patient.page, answers_with(409, {"errors": {"uid": "anders"}}))
    patient.page.locator("[data-share]").click()
    sees(patient.page, "other_body")
    network(patient.page, None)
    first = patient.last_request_body

    patient.page.locator("[data-state=other_body] button").click()

    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert patient.last_request_body != first
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_what_the_practice_cannot_take_leads_to_its_telephone(patient: Patient) -> None:
    patient.resumes(STORY_A)
    network(patient.page, answers_with(404, {"errors": {"form": "weg"}}))

    patient.page.locator("[data-share]").click()

    expect(patient.page.locator("[data-state=refused] a[href^='tel:']")).to_be_visible()


def test_a_second_try_is_the_same_sending(patient: Patient, db_session: Session) -> None:
    patient.resumes(STORY_A)
    network(patient.page, loses_the_answer)
    patient.page.locator("[data-share]").click()
    sees(patient.page, "waiting")
    first = patient.last_request_body

    network(patient.page, None)
    patient.page.reload()

    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert patient.last_request_body == first
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def test_the_draft_is_gone_after_the_receipt(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()

    wait_until(patient.page, f"async () => (await ({READ_DATABASE})()).length === 0")
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
    patient.sees_question("review").page.locator("[data-goto=feeling]").click()
    patient.sees_question("feeling").taps("feeling", "okay").sees_question("review").shares()

    body = patient.last_request_body or ""
    for answer in ("feeling=okay", "tired=much", "priority=tired", "worse_by=caring", "reply_to="):
        assert answer in body
    assert db_session.scalar(select(func.count()).select_from(Conversation)) == 1


def sees(page: Page, state: str) -> None:
    """See that the page shows this state and tells it in words."""
    block = page.locator(f"[data-state={state}]")
    expect(block).to_be_visible()
    assert len(block.inner_text()) > 10


def network(page: Page, failure: Failure | None) -> None:
    """Let sending fail in this way; with None, let it work again."""
    page.unroute_all()
    if failure is not None:
        page.route(
            "**/check/*",
            lambda route: failure(route) if route.request.method == "POST" else route.continue_(),
        )
