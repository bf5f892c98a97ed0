"""Others who pick up the phone learn nothing from the queue; without storage the page holds it."""

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_C
from tests.phones.browsers import Faults, OpenContext
from tests.phones.queueing import (
    READ_ALL,
    count_records,
    read_queue,
    shares_offline,
    waits_after_reload,
)
from tests.phones.storage import BREAK_STORAGE


@pytest.fixture(autouse=True)
def _network_may_fail(faults: Faults) -> None:
    faults.network_fails = True


def test_the_wish_to_talk_alone_is_sent_and_not_to_be_found(patient: Patient) -> None:
    wishes_to_talk_alone(patient)
    waits_after_reload(patient)

    assert "talk_alone" not in patient.page.evaluate(READ_ALL)
    patient.page.unroute_all()
    patient.page.reload()
    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert "talk_alone=1" in (patient.last_request_body or "")


def test_after_a_reload_the_wish_survives_that_it_is_called_off(patient: Patient) -> None:
    wishes_to_talk_alone(patient)
    waits_after_reload(patient)
    patient.page.locator("[data-do=cancel]").click()
    expect(patient.page.locator("[data-state=cancelled]")).to_be_visible()
    patient.page.unroute_all()

    patient.shares()

    assert "talk_alone=1" in (patient.last_request_body or "")


def test_without_storage_it_waits_in_the_page_and_says_so(
    open_device: OpenContext, db_session: Session
) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(BREAK_STORAGE)
    patient = Patient(context.new_page()).opens_check().takes_up({"feeling": "bad"})

    shares_offline(patient)

    expect(patient.page.locator("[data-state=stay]")).to_be_visible()
    context.set_offline(False)
    expect(patient.page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def test_a_tablet_for_everybody_keeps_nothing(patient: Patient, db_session: Session) -> None:
    page = patient.page
    page.goto("/nl/p/de-dreef#tablet")
    patient.begins().takes_up({"feeling": "bad"})
    shares_offline(patient)

    expect(page.locator("[data-state=stay]")).to_be_visible()
    names = page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")
    assert names == [] or read_queue(page) == []
    page.context.set_offline(False)
    expect(page.locator("[data-code]")).to_be_visible()
    assert count_records(db_session) == 1


def test_leaving_quickly_calls_it_off(patient: Patient, db_session: Session) -> None:
    page = waits_after_reload(patient.resumes(STORY_A)).page

    patient.leaves_quickly()
    page.unroute_all()
    page.goto("/nl/p/de-dreef")
    page.wait_for_load_state("networkidle")

    assert count_records(db_session) == 0
    expect(page.locator("[data-state]")).to_have_count(0)


def wishes_to_talk_alone(patient: Patient) -> None:
    answers = {name: value for name, value in STORY_C.items() if name != "talk_alone"}
    patient.resumes(answers, step="practical").taps("talk_alone", "1").goes_on()
    patient.sees_question("review")
