"""Storage is missing, throws, is full or hangs: the check works, and says that it keeps nothing."""

import pytest
from playwright.sync_api import expect

from pwa.practice.models import Practice
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import OpenContext, crash
from tests.phones.storage import BREAK_STORAGE

_QUOTA = "throw new DOMException('the disk is full', 'QuotaExceededError');"
# One fault for each way in which the tab carries the answers in place of the database: in
# `window.name` from the beginning; in sessionStorage after opening timed out, from the first failed
# write on, or only when the page is left. All other faults of a disk lead to one of these ways:
# tests/js/draft_on_failing_disk.test.js and tests/js/failing_storage.test.js.
FAULTS = {
    "everything is forbidden": BREAK_STORAGE,
    "opening hangs": "IDBFactory.prototype.open = () => ({});",
    "the disk is full": f"IDBObjectStore.prototype.put = () => {{ {_QUOTA} }};",
    "writing hangs": "Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set() {} });",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_check_works_to_its_end_and_says_so(
    open_device: OpenContext, practice: Practice, fault: str
) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(FAULTS[fault])
    patient = Patient(context.new_page(), practice.slug).opens_check()
    page = patient.page
    patient.answers(STORY_A, until="pain").takes_up(STORY_A, until="eating")
    patient.answers(STORY_A, until="moving")
    expect(page.locator("[data-not-kept]")).to_be_visible()

    # The tab carries the answers through a reload and into another language.
    page.reload()
    patient.sees_question("moving")
    page.locator("[data-languages] summary").click()
    page.locator("[data-language=tr]").click()
    page.wait_for_url("**/tr/check/*")

    patient.sees_question("moving").takes_up(STORY_A, until="wants").answers(STORY_A).shares()
    assert "tired=much" in (patient.last_request_body or "")


def test_a_slow_disk_is_told_until_it_has_written(patient: Patient) -> None:
    page = patient.page
    page.clock.install()
    patient.opens_check()
    page.evaluate(
        """() => {
          const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
          Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
            set(heard) { set.call(this, (event) => setTimeout(() => heard(event), 6000)); },
          });
        }"""
    )

    patient.taps("filled_by", "self")

    page.clock.run_for(4000)
    expect(page.locator("[data-not-kept]")).to_be_visible()
    page.clock.run_for(4000)
    expect(page.locator("[data-not-kept]")).to_be_hidden()


def test_a_killed_page_goes_on_at_the_same_question(patient: Patient) -> None:
    patient.resumes(STORY_A, "moving").answers(STORY_A, until="stress")

    again = Patient(crash(patient.page), patient.slug)

    again.opens_check().sees_question("stress")


def test_a_change_that_was_begun_survives_a_reload(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()
    page = patient.page
    page.goto("/nl/mine/change")
    page.locator("[data-goto=pain]").click()
    patient.taps("pain", "no")
    patient.sees_question("review")

    page.reload()

    patient.sees_question("review")
    assert page.locator("input[name=pain][value=no]").is_checked()
    # An answer that was not changed is as the practice stored it.
    assert page.locator("input[name=caring][value=much]").is_checked()


def test_nobody_is_asked_to_keep_a_draft_for_ever(
    open_device: OpenContext, practice: Practice
) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(
        # about:blank has no `navigator.storage`.
        "if (navigator.storage)"
        " navigator.storage.persist = async () => { window.name = 'asked'; return true; };"
    )
    patient = Patient(context.new_page(), practice.slug)

    patient.starts().takes_up(STORY_A, until="wants").answers(STORY_A).shares()

    assert patient.page.evaluate("window.name") != "asked"
