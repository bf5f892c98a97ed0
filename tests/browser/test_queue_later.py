"""The queue over a long time: Retry-After, a day, a week, a change, another practice's page."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation, Submission
from tests.people.colleagues import open_other_practice
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.queueing import (
    MAKE_OLD,
    READ_QUEUE,
    count_records,
    is_off_the_phone,
    lose_the_answer,
    read_queue,
    refuse_posts,
    shares_offline,
    waits_after_reload,
)
from tests.phones.waits import wait_for, wait_until

TRIED_AGAIN = f"""
async (tries) => JSON.parse(await ({READ_QUEUE})()).some((one) => one.tries > tries && !one.isUnderway)
"""


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def test_it_does_not_come_back_before_the_server_wants_it(
    patient: Patient, db_session: Session
) -> None:
    page = patient.page
    page.clock.install()
    tries: list[int] = []

    def is_busy(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        tries.append(1)
        body = json.dumps({"errors": {"uid": "druk"}})
        headers = {"Retry-After": "120", "Content-Type": "application/json"}
        route.fulfill(status=503, body=body, headers=headers)

    page.route("**/check/de-dreef", is_busy)
    patient.resumes(STORY_A)
    page.locator("[data-share]").click()
    # With the day when two minutes later is tomorrow.
    when = re.compile(r"vanaf (\d+ \w+, )?\d\d:\d\d")
    expect(page.locator("[data-state=later]")).to_contain_text(when)

    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.run_for(100_000)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert len(tries) == 1

    page.unroute_all()
    page.clock.run_for(120_000)
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def test_the_pauses_grow(patient: Patient) -> None:
    page = waits_after_reload(patient.resumes(STORY_A)).page
    pauses = []
    for _ in range(4):
        tries = read_queue(page)[0]["tries"]
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_until(page, TRIED_AGAIN, tries)
        one = read_queue(page)[0]
        pauses.append(float(str(one["pauseMs"])))

    assert pauses[-1] > 4 * pauses[0]


def test_after_a_day_there_is_no_code_and_the_page_says_whom_to_call(
    patient: Patient, db_session: Session
) -> None:
    page = patient.resumes(STORY_A).page
    page.route("**/check/de-dreef", lose_the_answer)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
    submission = db_session.scalars(select(Submission)).one()
    submission.received_at -= timedelta(hours=25)
    db_session.commit()

    page.unroute_all()
    page.reload()

    told = page.locator("[data-state=without_code]")
    expect(told).to_contain_text("Ontvangen door de praktijk")
    expect(told.locator("a[href^='tel:']")).to_be_visible()
    page.reload()
    told.locator("[data-do]").click()
    page.wait_for_url("**/p/de-dreef")
    is_off_the_phone(page)
    expect(page.locator("[data-state]")).to_have_count(0)


def test_after_a_week_it_is_wiped_and_that_is_said(patient: Patient, db_session: Session) -> None:
    page = waits_after_reload(patient.resumes(STORY_A)).page
    page.evaluate(MAKE_OLD, 8)

    page.goto("/nl/p/de-dreef")

    expect(page.locator("[data-state=expired] [data-do]")).to_be_visible()
    assert read_queue(page)[0]["sealed"] == {}
    assert count_records(db_session) == 0


def test_after_a_week_the_practice_may_have_what_it_took_without_an_answer(
    patient: Patient,
) -> None:
    page = patient.resumes(STORY_A).page
    page.route("**/check/de-dreef", lose_the_answer)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
    page.evaluate(MAKE_OLD, 8)

    page.goto("/nl/p/de-dreef")

    expect(page.locator("[data-state=expired]")).to_be_visible()
    expect(page.locator("[data-state=maybe] a[href^='tel:']")).to_be_visible()


def test_a_change_waits_too_and_needs_no_code(patient: Patient, db_session: Session) -> None:
    page = patient.resumes(STORY_A).shares().page
    is_off_the_phone(page)
    page.goto("/nl/mine/change")
    page.locator("[data-goto=feeling]").click()
    patient.taps("feeling", "okay").sees_question("review")
    shares_offline(patient)
    page.goto("about:blank")
    page.context.set_offline(False)

    page.goto("/nl/mine")

    is_off_the_phone(page)
    expect(page.locator("[data-state=changed_there]")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    expect(page.locator("[data-state=changed_there]")).to_be_visible()
    db_session.rollback()
    assert len(db_session.scalars(select(Conversation)).all()) == 1
    assert len(db_session.scalars(select(Submission)).all()) == 2


def test_my_own_page_says_that_a_change_waits(patient: Patient) -> None:
    page = patient.resumes(STORY_A).shares().page
    is_off_the_phone(page)
    page.goto("/nl/mine/change")
    page.locator("[data-goto=feeling]").click()
    patient.taps("feeling", "okay").sees_question("review")
    page.route("**/check/de-dreef", refuse_posts)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()

    page.goto("/nl/mine")

    expect(page.locator("[data-status=received]")).to_be_visible()
    expect(page.locator("[data-state=waiting]")).to_be_visible()


def test_the_page_of_another_practice_sends_it_and_gets_no_pass(
    app: Flask, patient: Patient, db_session: Session
) -> None:
    open_other_practice(app)
    page = waits_after_reload(patient.resumes(STORY_A)).page
    page.goto("about:blank")
    page.unroute_all()

    page.goto("/nl/p/elders")
    wait_for(page, lambda: count_records(db_session))

    assert count_records(db_session) == 1
    assert page.context.cookies() == []
    expect(page.locator("[data-state]")).to_have_count(0)


def test_of_two_codes_at_the_same_moment_none_is_lost(app: Flask, patient: Patient) -> None:
    """Two tabs share one pass (a cookie): both receipts show the list that was shared last."""
    open_other_practice(app)
    page = patient.resumes(STORY_A).page
    other = Patient(page.context.new_page(), "elders").resumes(STORY_A)
    held: list[Route] = []
    page.route("**/nl/done", lambda route: held.append(route))
    with page.expect_request("**/nl/done"):
        page.locator("[data-share]").click()
    other.shares()
    others_code = other.page.locator("[data-code]").inner_text()

    held[0].continue_()

    expect(page.locator("[data-code]")).to_have_text(others_code)
    page.wait_for_load_state("networkidle")
    page.unroute_all()
    page.goto("/nl/p/de-dreef")
    page.locator("[data-state=received]").get_by_role("button").click()
    expect(page.locator("[data-code]")).to_be_visible()
    assert page.locator("[data-code]").inner_text() != others_code
    is_off_the_phone(page)
