"""Quick exit removes all that a phone may hold; tests/phones/leaving.py lists what that is."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.conversation.models import Conversation
from pwa.practice.models import Practice
from tests.people.patient import Patient
from tests.people.stories import STORY_C
from tests.phones.browsers import OpenContext
from tests.phones.leaving import expect_nothing_left, go_through_the_history, left_behind
from tests.phones.line import Line, practice_paths, wait_until_kept
from tests.phones.storage import HANG_DELETION, READ_DATABASE
from tests.phones.waits import wait_for, wait_until

_KEEP_AGAIN = """
(url) => navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ type: "keep", urls: [url] }))
"""


@pytest.fixture
def keeper(phone: Page, practice: Practice) -> Patient:
    """Somebody whose phone has cached the practice's pages, and who has filled in a list."""
    phone.goto("about:blank")
    patient = Patient(phone, practice.slug).opens_check()
    wait_until_kept(phone, *practice_paths(practice.slug, "nl"))
    return patient.resumes(STORY_C)


def count_shared(db_session: Session) -> int:
    found = db_session.scalar(select(func.count()).select_from(Conversation)) or 0
    db_session.rollback()
    return found


def take_down(line: Line, page: Page) -> None:
    """Cut the network, and use up the connections that the browser had opened in advance."""
    line.down()
    ask = "fetch('/robots.txt', { cache: 'no-store' }).then(() => true, () => false)"
    for _ in range(10):
        if not page.evaluate(ask):
            return
    raise AssertionError("the server still answers")


def test_without_a_network_everything_goes_and_nothing_that_waited_is_sent(
    keeper: Patient, line: Line, db_session: Session
) -> None:
    page = keeper.page
    take_down(line, page)
    page.locator("[data-share]").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
    held = left_behind(page)
    assert held["databases"] == ["gesprek"]
    assert held["workers"] != []
    assert held["caches"] != []

    keeper.leaves_quickly()

    expect_nothing_left(page)
    go_through_the_history(page)
    before = count_shared(db_session)
    line.up()
    page.goto("/nl/away")
    page.wait_for_timeout(2000)
    assert count_shared(db_session) == before


def test_with_a_worker_the_pass_and_everything_else_go_too(keeper: Patient) -> None:
    keeper.shares()
    assert [cookie["name"] for cookie in keeper.page.context.cookies()] == ["gesprek"]

    keeper.leaves_quickly()

    expect_nothing_left(keeper.page)
    go_through_the_history(keeper.page)


@pytest.mark.parametrize(
    ("paths", "looks_again"),
    [("/kept/", True), ("/kept/", False), ("^/sw.js$", False), ("/img/icon.svg$", False)],
    ids=["keeps, and shall again", "keeps", "comes", "installs"],
)
def test_what_the_worker_is_at_comes_to_nothing(
    phone: Page, line: Line, practice: Practice, paths: str, *, looks_again: bool
) -> None:
    with line.hold(paths):
        patient = Patient(phone, practice.slug).opens_check()
        wait_for(phone, line.holds.is_set)
        if looks_again:  # asks the worker for a second bundle while it still fetches the first
            phone.evaluate(_KEEP_AGAIN, f"/tr/kept/{practice.slug}")
        patient.leaves_quickly()
        wait_until(phone, "async () => (await caches.keys()).length === 0")

    line.wait_until_quiet(phone)  # a worker that went on would send requests
    expect_nothing_left(phone)


def test_a_pass_that_could_not_be_taken_goes_when_the_network_is_back(
    keeper: Patient, line: Line
) -> None:
    keeper.shares()
    line.down()

    keeper.leaves_quickly()

    page = keeper.page
    assert (
        page.context.cookies() != []
    )  # only the server can delete this cookie; it is useless after 30 minutes
    line.up()
    expect_nothing_left(page)


@pytest.mark.parametrize("begins", [True, False], ids=["in the check", "on another page"])
def test_esc_three_times_leaves(patient: Patient, begins: bool) -> None:
    page = patient.page
    page.goto("about:blank")
    patient.resumes(STORY_C, "tired").answers(STORY_C, until="sleep")
    if not begins:
        page.goto(f"/nl/help/{patient.slug}")

    for _ in range(3):
        page.keyboard.press("Escape")

    expect(page.locator("time[datetime]")).to_be_visible()
    expect_nothing_left(page)


def test_esc_works_before_the_scripts_have_come(patient: Patient) -> None:
    page = patient.page
    page.route("**/js/**/*.js", lambda route: None)  # never answered
    page.goto(f"/nl/check/{patient.slug}", wait_until="commit")
    expect(page.locator("h1")).to_be_attached()
    # Answers that the previous page hands to the tab only in the moment in which it is left. They are
    # a whole draft, because the scripts may come, and read it, before the last press.
    draft = {"step": "pain", "uid": str(uuid4()), "answers": [["feeling", "okay"]], "savedAt": 1}
    page.evaluate(
        "(handed) => {"
        " sessionStorage.setItem('handed:de-dreef', handed);"
        " name = JSON.stringify({ 'handed:x': handed }); }",
        json.dumps(draft),
    )
    page.unroute_all(behavior="ignoreErrors")

    for _ in range(3):
        page.keyboard.press("Escape")

    expect_nothing_left(page)


def test_esc_pressed_slowly_or_held_down_leaves_nothing_behind(patient: Patient) -> None:
    page = patient.opens_check().page
    for _ in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(900)
    for _ in range(5):
        page.keyboard.down("Escape")  # the same key again and again is one press

    page.keyboard.up("Escape")

    patient.sees_question("filled_by")


def test_another_tab_with_the_list_leaves_as_well(patient: Patient) -> None:
    patient.resumes(STORY_C, "tired").answers(STORY_C, until="sleep")
    other = Patient(patient.page.context.new_page(), patient.slug).opens_check()
    other.sees_question("sleep")

    patient.leaves_quickly()

    other.page.wait_for_url("**/away")
    expect(other.page.locator("time[datetime]")).to_be_visible()
    expect_nothing_left(patient.page)


def _on_receipt(patient: Patient) -> None:
    patient.resumes(STORY_C).shares()


def _on_own_page(patient: Patient) -> None:
    _on_receipt(patient)
    patient.page.goto("/nl/mine")


@pytest.mark.parametrize("goes", [_on_receipt, _on_own_page])
def test_done_takes_everything_off_and_says_so(
    patient: Patient, goes: Callable[[Patient], None]
) -> None:
    page = patient.page
    page.goto("about:blank")
    goes(patient)

    page.locator("main [data-exit]").click()

    done = page.locator("[data-done]")
    expect(done).to_be_visible()
    expect(done).to_have_text("Klaar. Op dit apparaat staat niets meer van u.")
    assert page.url.endswith("/nl/away")  # the same address as after a quick exit
    expect_nothing_left(page)
    go_through_the_history(page)


def test_done_does_not_say_so_as_long_as_something_is_left(
    open_device: OpenContext, practice: Practice
) -> None:
    context = open_device()
    context.add_init_script(HANG_DELETION)
    patient = Patient(context.new_page(), practice.slug)
    _on_receipt(patient)

    patient.page.locator("main [data-exit]").click()

    expect(patient.page.locator("[data-not-done]")).to_be_visible()
    expect(patient.page.locator("[data-done]")).to_be_hidden()
    # The database could not be deleted, but it is empty.
    assert patient.page.evaluate(READ_DATABASE) == []
