"""Quick exit: Back and Forward show nothing of ours, and nothing stays on the phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_C
from tests.phones.browsers import FLAGS, OpenContext, find_chromium
from tests.phones.leaving import expect_nothing_left, go_through_the_history
from tests.phones.storage import BREAK_STORAGE, HANG_DELETION
from tests.phones.waits import wait_until


def _take_a_second(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(1000)
    route.continue_()


def _take_a_moment(route: Route) -> None:
    """Delay a request by 100 ms, which is less than quick exit waits for a slow disk."""
    route.request.frame.page.wait_for_timeout(100)
    route.continue_()


def test_back_ten_times_and_forward_show_nothing(patient: Patient) -> None:
    patient.page.goto("about:blank")
    patient.starts().takes_up(STORY_C, until="stress").answers(STORY_C, until="anxious")

    patient.leaves_quickly()

    go_through_the_history(patient.page)


def test_nothing_stays_on_the_phone(patient: Patient) -> None:
    patient.resumes(STORY_C, "stress").answers(STORY_C, until="anxious")

    patient.leaves_quickly()

    expect_nothing_left(patient.page)


def test_the_receipt_is_left_behind_too(patient: Patient) -> None:
    patient.page.goto("about:blank")
    patient.starts().takes_up(STORY_C).shares()

    patient.leaves_quickly()

    assert patient.page.context.cookies() == []
    go_through_the_history(patient.page)


def test_it_works_before_the_scripts_have_come(patient: Patient) -> None:
    patient.resumes(STORY_C, "stress").answers(STORY_C, until="anxious")
    page = patient.page
    page.goto("about:blank")
    page.route("**/js/**/*.js", lambda route: None)  # never answered
    # Without our scripts each page adds an entry to the history.
    for address in (f"/nl/p/{patient.slug}", f"/nl/check/{patient.slug}"):
        page.goto(address, wait_until="commit")
    page.unroute_all(behavior="ignoreErrors")

    patient.leaves_quickly()

    go_through_the_history(page)
    # The neutral page deletes what the inline guard script alone could not.
    page.goto(f"/nl/check/{patient.slug}")
    patient.sees_question("filled_by")


@pytest.mark.parametrize("gap_ms", [0, 20, 100, 300, 500])
@pytest.mark.parametrize("first", ["[data-exit]", "[data-back]"])
def test_the_last_of_two_taps_leaves(patient: Patient, first: str, gap_ms: int) -> None:
    page = patient.page
    page.goto("about:blank")
    patient.opens_check().answers({}, until="feeling")
    page.go_back()  # from here Back leads to the practice's page
    patient.sees_question("filled_by")
    page.route("**/away", _take_a_second)
    page.route("**/p/*", _take_a_second)

    page.evaluate(
        """([first, gap]) => {
          document.querySelector(`header ${first}`).click();
          setTimeout(() => document.querySelector("header [data-exit]")?.click(), gap);
        }""",
        [first, gap_ms],
    )

    expect(page).to_have_url(re.compile("/nl/away$"))  # the other load was cancelled
    expect(page.locator("time[datetime]")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")  # no delays while we go back
    go_through_the_history(page)


@pytest.mark.parametrize("path", ["check", "help"])
def test_a_page_that_was_chosen_just_before_does_not_come_instead(
    open_device: OpenContext, path: str
) -> None:
    """The link's page arrives after the tap on "leave", while quick exit waits for a slow disk."""
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(HANG_DELETION)
    patient = Patient(context.new_page())
    page = patient.page
    page.goto("about:blank")
    page.goto(f"/nl/{path}/{patient.slug}", wait_until="networkidle")
    page.route("**/tr/**", _take_a_moment)

    page.evaluate(
        """() => {
          document.querySelector("header [data-language=tr]").click();
          setTimeout(() => document.querySelector("header [data-exit]").click());
        }"""
    )

    expect(page).to_have_url(re.compile("/nl/away$"))
    expect(page.locator("time[datetime]")).to_be_visible()
    go_through_the_history(page)


def test_a_tap_while_the_page_is_reloaded_does_not_spoil_it(patient: Patient) -> None:
    """Then Chromium would count one entry too few, and Back would be the page before ours."""
    page = patient.page
    page.goto("about:blank")
    patient.opens_check()
    page.route("**/check/*", _take_a_second)
    page.evaluate("() => { setTimeout(() => document.querySelector('[data-skip]').click(), 100); }")
    page.reload()
    expect(page.locator("[data-step].now")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")

    patient.leaves_quickly()

    go_through_the_history(page)


def test_it_works_where_storage_is_forbidden(open_device: OpenContext) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(BREAK_STORAGE)
    patient = Patient(context.new_page())
    patient.page.goto("about:blank")
    for address in (f"/nl/p/{patient.slug}", f"/nl/check/{patient.slug}"):
        patient.page.goto(address)
    patient.answers(STORY_C, until="pain").takes_up(STORY_C, until="stress")
    patient.answers(STORY_C, until="anxious").leaves_quickly()

    go_through_the_history(patient.page)


def test_somebody_who_comes_back_on_purpose_may_begin_again(patient: Patient) -> None:
    patient.resumes(STORY_C, "stress").answers(STORY_C, until="anxious").leaves_quickly()

    patient.starts().takes_up(STORY_C, until="stress").answers(STORY_C, until="anxious")

    patient.page.go_back()
    patient.sees_question("low_mood")


def test_the_page_is_gone_before_the_next_one_has_come(patient: Patient) -> None:
    page = patient.resumes(STORY_C, "stress").answers(STORY_C, until="anxious").page

    page.route("**/away", _take_a_second)
    page.evaluate(
        """() => new MutationObserver(() => { sessionStorage.hiddenAt ??= Date.now(); })
          .observe(document.documentElement, { attributes: true })"""
    )

    patient.leaves_quickly()

    arrived = "performance.timeOrigin + performance.getEntriesByType('navigation')[0].responseStart"
    assert page.evaluate(f"{arrived} - Number(sessionStorage.getItem('hiddenAt'))") > 900


@pytest.fixture
def remembering_page(live_server: str, browser: Browser) -> Iterator[Page]:
    """A browser that keeps pages in memory when they are left, as every real one does."""
    remembering = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = remembering.new_context(base_url=live_server, viewport={"width": 360, "height": 640})
    yield context.new_page()
    remembering.close()


def test_a_page_that_the_browser_kept_in_memory_stays_hidden(
    remembering_page: Page, patient: Patient
) -> None:
    page = remembering_page
    # A page that still loads does not get into the back/forward cache.
    page.goto(f"/nl/p/{patient.slug}", wait_until="networkidle")
    page.evaluate(
        "addEventListener('pageshow', (event) => { window.cameFromMemory = event.persisted; })"
    )
    page.goto(f"/nl/help/{patient.slug}")
    # First without a quick exit: Back shows the page from the back/forward cache.
    page.go_back(wait_until="commit")
    wait_until(page, "() => window.cameFromMemory === true")
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"/nl/help/{patient.slug}")

    Patient(page, patient.slug).leaves_quickly()

    page.go_back(wait_until="commit")
    page.wait_for_url("**/away")
    expect(page.locator("time[datetime]")).to_be_visible()
