"""The queue: shared answers wait on the phone, are sent by themselves, once; pages tell the state."""

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.queueing import (
    count_records,
    is_off_the_phone,
    lose_the_answer,
    read_queue,
    refuse_posts,
    shares_offline,
)
from tests.phones.waits import wait_for

# Runs before our scripts and stops the `online` event: the page is not told of the network.
DEAFEN = "addEventListener('online', (event) => event.stopImmediatePropagation());"


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


@pytest.fixture
def waiting(patient: Patient) -> Patient:
    """Somebody who pressed Share without a network."""
    return shares_offline(patient.resumes(STORY_A))


def test_it_goes_when_the_network_is_back(waiting: Patient, db_session: Session) -> None:
    waiting.page.context.set_offline(False)

    expect(waiting.page.locator("[data-code]")).to_be_visible()
    expect(waiting.page.locator("[data-status=received]")).to_be_visible()
    assert count_records(db_session) == 1


def test_it_goes_when_somebody_looks_at_the_page_again(
    patient: Patient, db_session: Session
) -> None:
    page = patient.page
    page.add_init_script(DEAFEN)
    shares_offline(patient.resumes(STORY_A))
    page.context.set_offline(False)
    page.wait_for_timeout(1000)
    assert count_records(db_session) == 0

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def goes_back_and_writes(patient: Patient, words: str) -> None:
    """Leave the screen of what waits, and write own words on the step before."""
    patient.page.locator("[data-back]").click()
    patient.sees_question("practical").page.locator("#own_words").fill(words)


def test_every_question_says_that_it_waits(waiting: Patient) -> None:
    waiting.page.locator("[data-back]").click()

    waiting.sees_question("practical")
    expect(waiting.page.locator("[data-state=waiting]")).to_be_visible()


def test_it_can_be_called_off(waiting: Patient, db_session: Session) -> None:
    page = waiting.page
    page.locator("[data-do=cancel]").click()

    expect(page.locator("[data-state=cancelled]")).to_be_visible()
    expect(page.locator("[data-share]")).to_be_visible()
    expect(page.locator("[data-state=maybe]")).to_have_count(0)
    page.context.set_offline(False)
    page.reload()
    waiting.sees_question("review")
    expect(page.locator("[data-state=on_phone]")).to_be_visible()
    assert count_records(db_session) == 0
    waiting.shares()


def test_what_may_have_arrived_is_not_called_off_silently(patient: Patient) -> None:
    patient.resumes(STORY_A)
    patient.page.route("**/check/de-dreef", lose_the_answer)
    patient.page.locator("[data-share]").click()

    patient.page.locator("[data-do=cancel]").click()

    maybe = patient.page.locator("[data-state=maybe]")
    expect(maybe.locator("a[href^='tel:']")).to_be_visible()


def test_other_answers_are_another_sending_and_that_is_said(
    waiting: Patient, db_session: Session
) -> None:
    goes_back_and_writes(waiting, "Later bedacht")

    expect(waiting.page.locator("[data-state=changed]")).to_be_visible()
    waiting.page.context.set_offline(False)
    waiting.page.reload()
    waiting.sees_question("practical").goes_on().sees_question("review").shares()
    assert count_records(db_session) == 1
    assert "own_words=Later+bedacht" in (waiting.last_request_body or "")


def test_a_change_after_it_has_arrived_does_not_lose_the_code(
    patient: Patient, db_session: Session
) -> None:
    page = patient.page
    page.add_init_script(DEAFEN)
    waiting = shares_offline(patient.resumes(STORY_A))
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto("/nl/p/de-dreef")
    expect(other.locator("[data-state=received]")).to_be_visible()

    goes_back_and_writes(waiting, "Later bedacht")

    page.locator("[data-state=received]").get_by_role("button").click()
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def test_the_start_page_sends_it_and_shows_no_code_by_itself(
    waiting: Patient, db_session: Session
) -> None:
    page = waiting.page
    page.goto("about:blank")
    page.context.set_offline(False)

    page.goto("/nl/p/de-dreef")

    received = page.locator("[data-state=received]")
    expect(received).to_contain_text("Ontvangen door de praktijk")
    assert count_records(db_session) == 1
    assert page.context.cookies() == []
    assert "code" not in read_queue(page)[0]
    received.get_by_role("button").click()
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1
    is_off_the_phone(page)


def test_the_start_page_says_that_it_waits_and_can_call_it_off(waiting: Patient) -> None:
    page = waiting.page
    page.route("**/check/de-dreef", refuse_posts)
    page.context.set_offline(False)
    page.goto("/nl/p/de-dreef")
    expect(page.locator("[data-state=waiting]")).to_be_visible()

    page.locator("[data-do=cancel]").click()

    expect(page.locator("[data-state=cancelled]")).to_be_visible()
    assert read_queue(page) == []


def test_a_draft_is_said_to_be_on_this_phone(patient: Patient) -> None:
    patient.resumes(STORY_A, step="feeling")
    expect(patient.page.locator("[data-state=on_phone]")).to_be_visible()

    patient.page.goto("/nl/p/de-dreef")

    expect(patient.page.locator("[data-state=on_phone]")).to_be_visible()


def test_a_fresh_phone_is_told_nothing_on_the_start_page(patient: Patient) -> None:
    patient.page.goto("/nl/p/de-dreef")
    patient.page.wait_for_load_state("networkidle")

    expect(patient.page.locator("[data-state]")).to_have_count(0)


def test_another_language_goes_on_waiting(waiting: Patient, db_session: Session) -> None:
    page = waiting.page
    page.route("**/check/de-dreef", refuse_posts)
    page.context.set_offline(False)
    page.goto("/ar/check/de-dreef")
    expect(page.locator("[data-state=waiting]")).to_be_visible()

    page.unroute_all()
    page.reload()

    expect(page.locator("[data-code]")).to_be_visible()
    assert page.url.endswith("/ar/done")
    assert count_records(db_session) == 1


def test_two_tabs_send_once(waiting: Patient, db_session: Session) -> None:
    bodies: list[str] = []
    context = waiting.page.context
    context.on(
        "request",
        lambda request: (
            bodies.append(request.post_data or "") if request.method == "POST" else None
        ),
    )
    context.set_offline(False)
    second = context.new_page()
    second.goto("/nl/check/de-dreef")

    # The tab that sent shows the code; the second may have opened when nothing waited any more.
    tabs = (waiting.page, second)
    wait_for(second, lambda: any(tab.locator("[data-code]").is_visible() for tab in tabs))
    assert count_records(db_session) == 1
    assert len(set(bodies)) == 1
