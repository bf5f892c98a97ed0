"""The draft on the phone: stored after each tap, kept for a week, in any language."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import OpenContext
from tests.phones.storage import BREAK_STORAGE, MAKE_OLD, READ_DATABASE, READ_KEYS, SLOW_DATABASE
from tests.phones.waits import wait_until


def test_a_reload_goes_on_at_the_same_question(patient: Patient) -> None:
    patient.resumes(STORY_A, "moving").answers(STORY_A, until="stress")

    patient.page.reload()

    patient.sees_question("stress")
    assert _kept(patient)["tired"] == "much"
    patient.page.go_back()
    patient.sees_question("moving")


def test_text_is_kept_while_it_is_typed(patient: Patient) -> None:
    patient.opens_check().answers({}, until="reason")
    patient.page.locator("#reason").press_sequentially("hoofdpijn")

    patient.page.reload()

    expect(patient.page.locator("#reason")).to_have_value("hoofdpijn")


def test_a_reload_in_the_middle_of_quick_taps_loses_none(patient: Patient) -> None:
    """The database is slow: it has stored almost nothing when the page is left."""
    page = patient.opens_check().page
    page.evaluate(SLOW_DATABASE)
    patient.answers({"filled_by": "self", "feeling": "bad"}, until="reason")
    page.locator("#reason").fill("hoofdpijn")

    page.reload()

    patient.sees_question("reason")
    expect(page.locator("#reason")).to_have_value("hoofdpijn")
    assert _kept(patient)["feeling"] == "bad"
    # sessionStorage only carries the answers through the reload; afterwards it is empty.
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_a_closed_page_goes_on_in_a_new_one(patient: Patient) -> None:
    patient.resumes(STORY_A, "worse_by").answers(STORY_A, until="wants")
    # The current step is written to the database only after the next question was painted.
    kept = f"async () => (await ({READ_DATABASE})()).some((draft) => draft.step === 'wants')"
    wait_until(patient.page, kept)
    patient.page.close()
    again = Patient(patient.page.context.new_page(), patient.slug)

    again.opens_check().sees_question("wants").answers(STORY_A).shares()

    body = again.last_request_body or ""
    assert "worse_by=caring&worse_by=sleep" in body
    assert "priority=tired" in body


def test_another_language_keeps_every_answer_and_the_place(patient: Patient) -> None:
    patient.resumes(STORY_A, "conflict").answers(STORY_A, until="caring")
    before = _kept(patient)

    _speak(patient, "ar")

    patient.sees_question("caring")
    page = patient.page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert _kept(patient) == before
    page.go_back()
    patient.sees_question("conflict")
    _speak(patient, "nl")
    patient.sees_question("conflict").takes_up(STORY_A)
    expect(page.locator("[data-sentence=priority]")).to_contain_text("moe zijn")


def test_what_was_tapped_before_the_script_came_counts(
    browser_page: Page, patient: Patient
) -> None:
    patient.opens_check().answers({"filled_by": "self", "feeling": "good"}, until="reason")
    held: list[Route] = []
    browser_page.route("**/js/check/selfcheck.js", lambda route: held.append(route))
    browser_page.goto(f"/nl/check/{patient.slug}", wait_until="commit")
    browser_page.locator("input[name=feeling][value=bad]").click()
    browser_page.locator("input[name=sleep][value=much]").click()

    held[0].continue_()

    patient.sees_question("reason")
    kept = _kept(patient)
    assert (kept["filled_by"], kept["feeling"], kept["sleep"]) == ("self", "bad", "much")


def test_without_a_draft_the_script_goes_on_after_what_was_tapped(
    browser_page: Page, patient: Patient
) -> None:
    held: list[Route] = []
    browser_page.route("**/js/check/selfcheck.js", lambda route: held.append(route))
    browser_page.goto(f"/nl/check/{patient.slug}", wait_until="commit")
    browser_page.locator("input[name=filled_by][value=other]").click()
    browser_page.locator("input[name=feeling][value=okay]").click()

    held[0].continue_()

    patient.sees_question("feeling")
    assert _kept(patient) == {"filled_by": "other", "feeling": "okay", "begun_in": "nl"}


def test_the_wish_to_talk_alone_is_never_kept(patient: Patient) -> None:
    patient.resumes({}, "practical")
    patient.taps("talk_alone", "1")
    patient.page.locator("#known_as").fill("Sara, 10.20")

    # Typed text is written to the database only a moment after the last letter.
    wait_until(
        patient.page,
        f"async () => JSON.stringify(await ({READ_DATABASE})()).includes('Sara, 10.20')",
    )
    assert "talk_alone" not in json.dumps(patient.page.evaluate(READ_DATABASE))


def test_nothing_is_kept_of_somebody_who_only_looked(patient: Patient) -> None:
    patient.opens_check()

    assert patient.page.evaluate(READ_DATABASE) == []


@pytest.mark.parametrize(("days", "is_kept"), [(6, True), (8, False)])
def test_a_draft_lives_for_a_week(patient: Patient, days: int, is_kept: bool) -> None:
    patient.resumes(STORY_A, "sleep")
    patient.page.goto(f"/nl/p/{patient.slug}")
    patient.page.evaluate(MAKE_OLD, days)

    patient.opens_check()

    patient.sees_question("sleep" if is_kept else "filled_by")
    assert bool(patient.page.evaluate(READ_DATABASE)) is is_kept


def test_drafts_of_two_practices_do_not_mix(patient: Patient) -> None:
    patient.opens_check().answers(STORY_A, until="reason")

    assert patient.page.evaluate(READ_KEYS) == [patient.slug]


def test_a_phone_without_storage_goes_to_the_end_and_says_so(open_device: OpenContext) -> None:
    context = open_device(has_touch=True, is_mobile=True)
    context.add_init_script(BREAK_STORAGE)
    patient = Patient(context.new_page()).opens_check()
    expect(patient.page.locator("[data-not-kept]")).to_be_visible()

    patient.answers(STORY_A, until="tired").takes_up(STORY_A, until="conflict")
    patient.answers(STORY_A, until="children")
    _speak(patient, "tr")
    patient.sees_question("children").takes_up(STORY_A, until="wants").answers(STORY_A).shares()

    assert "tired=much" in (patient.last_request_body or "")


def test_the_script_that_never_comes_leaves_a_form_that_works(
    browser_page: Page, patient: Patient
) -> None:
    browser_page.route(
        "**/js/check/selfcheck.js",
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    browser_page.goto(f"/nl/check/{patient.slug}")
    browser_page.locator("input[name=tired][value=much]").click()

    browser_page.locator("[data-without-script] button").click()

    browser_page.wait_for_url("**/review")
    expect(browser_page.locator("input[name=priority][value=tired]")).to_be_attached()


def _speak(patient: Patient, language: str) -> None:
    patient.page.locator("[data-languages] summary").click()
    patient.page.locator(f"[data-language={language}]").click()
    patient.page.wait_for_url(f"**/{language}/check/*")
    expect(patient.page.locator("form.one")).to_be_visible()


def _kept(patient: Patient) -> dict[str, str]:
    """Give the answers in the draft, one for each name."""
    answers: dict[str, str] = patient.page.evaluate(
        """() => Object.fromEntries([...new FormData(document.querySelector("[data-check]"))]
          .filter(([name, value]) => value !== "" && name !== "version"))"""
    )
    return answers
