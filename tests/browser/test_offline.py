"""After one visit the check, the map and the list of help open without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pwa.locales import LANGUAGES
from pwa.practice.models import Practice
from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import FLAGS, PHONE, find_headless_shell
from tests.phones.line import Line, practice_paths, wait_until_kept

# A question of each kind: one choice, text, an amount, several choices, choices from earlier
# answers, and practical wishes.
KINDS = {
    "feeling", "reason", "tired", "strengths", "priority", "worse_by", "wants", "practical",
}  # fmt: skip
ANSWERS = {**STORY_A, "own_words": "Ik slaap slecht sinds mei."}


@pytest.fixture
def patient(phone: Page, practice: Practice) -> Patient:
    """Somebody whose phone has cached the practice's pages in every language."""
    patient = Patient(phone, practice.slug).opens_check()
    paths = practice_paths(practice.slug, *LANGUAGES)
    wait_until_kept(phone, *paths, f"/nl/help/{practice.slug}/list")
    return patient


def test_the_check_goes_on_offline_through_a_reload_at_each_kind_of_question(
    patient: Patient, line: Line
) -> None:
    line.down()
    page = patient.opens_check().page
    steps = set[str]()

    while (step := patient.step) != "review":
        steps.add(step)
        patient.answers_question(ANSWERS)
        following = patient.step
        if following in KINDS:
            page.reload()
            patient.sees_question(following)

    assert len(steps) >= 28
    assert steps > KINDS
    page.reload()
    patient.sees_question("review")
    expect(page.locator("[data-sentence=priority]")).to_contain_text("moe zijn")
    expect(page.locator("[data-map-place] svg")).to_be_visible()
    expect(page.locator("[data-map-place] [data-topic=tired]")).to_be_visible()


def test_the_network_may_go_at_any_step(patient: Patient, line: Line) -> None:
    steps = {"pain": "tired", "habits": "lonely", "strengths": "priority", "wants": "review"}
    for before, step in steps.items():
        patient.opens_check().takes_up(ANSWERS, until=before).answers(ANSWERS, until=step)
        line.down()
        patient.page.reload()
        patient.sees_question(step)
        line.up()

    expect(patient.page.locator("[data-sentence=priority]")).to_contain_text("moe zijn")


@pytest.mark.parametrize("language", ["ar", "tr", "en"])
def test_another_language_offline_keeps_the_answers_and_the_place(
    patient: Patient, line: Line, language: str
) -> None:
    patient.takes_up(ANSWERS, until="conflict").answers(ANSWERS, until="caring")
    line.down()

    page = patient.page
    page.locator("[data-languages] summary").click()
    page.locator(f"[data-language={language}]").click()
    page.wait_for_url(f"**/{language}/check/*")

    patient.sees_question("caring")
    expect(page.locator("html")).to_have_attribute("dir", LANGUAGES[language].direction)
    expect(page.locator("input[name=tired][value=much]")).to_be_checked()
    page.reload()
    patient.sees_question("caring")


def test_a_browser_that_was_closed_begins_without_a_network(
    browser: Browser, line: Line, practice: Practice, tmp_path: Path
) -> None:
    def start() -> Patient:
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_headless_shell(), args=FLAGS, viewport=PHONE
        )
        page = context.pages[0]
        page.goto(f"{line.address}/nl/check/{practice.slug}")
        expect(page.locator("form.one")).to_be_visible()
        return Patient(page, practice.slug)

    patient = start().takes_up(ANSWERS, until="moving").answers(ANSWERS, until="stress")
    wait_until_kept(patient.page, *practice_paths(practice.slug, *LANGUAGES))
    patient.page.context.close()
    line.down()

    patient = start().sees_question("stress").takes_up(ANSWERS, until="wants").answers(ANSWERS)

    expect(patient.page.locator("[data-map-place] svg")).to_be_visible()
    patient.page.context.close()


def test_the_list_of_help_opens_offline_with_its_date(patient: Patient, line: Line) -> None:
    page = patient.page
    line.down()

    page.goto(f"/nl/help/{patient.slug}")

    expect(page.locator("article").first).to_be_visible()
    expect(page.locator("[data-list-date]")).to_contain_text("Lijst van")
    page.locator("[data-topic=lonely]").first.click()
    expect(page.locator("[data-cards]")).to_contain_text("Dag en nacht open")


def test_a_subject_of_the_list_shows_its_own_help_offline(patient: Patient, line: Line) -> None:
    page = patient.page
    page.goto(f"/nl/help/{patient.slug}?topic=money")
    online = page.locator("article h2").all_inner_texts()
    line.down()

    page.goto(f"/nl/help/{patient.slug}?topic=money&again")

    expect(page.locator("[data-chosen] [aria-current]")).to_have_text("Te weinig geld")
    expect(page.locator("[data-list-date]")).to_be_visible()
    assert page.locator("article h2").all_inner_texts() == online


def test_in_a_language_without_a_list_the_page_says_so(patient: Patient, line: Line) -> None:
    line.down()

    patient.page.goto(f"/tr/help/{patient.slug}")

    expect(patient.page.locator("[data-no-list]")).to_be_visible()


def test_the_start_page_leads_into_the_check_offline(patient: Patient, line: Line) -> None:
    line.down()

    patient.starts()

    patient.page.goto(f"/p/{patient.slug}")
    patient.page.wait_for_url(f"**/nl/p/{patient.slug}")


def test_leaving_quickly_offline_leads_to_the_calendar_of_today(
    patient: Patient, line: Line
) -> None:
    page = patient.takes_up(ANSWERS, until="anxious").page
    page.clock.set_fixed_time("2027-01-04T12:00:00+01:00")
    line.down()

    page.goto("/tr/away")

    expect(page.locator("time")).to_have_attribute("datetime", "2027-01-04")
    expect(page.locator("time")).to_have_text("4 Ocak 2027 Pazartesi")
    marked = page.locator("td[aria-current=date]")
    if marked.count():  # as long as that month is one of the three in the cached calendar
        expect(marked).to_have_text("4")


def test_every_other_page_says_that_there_is_no_network_and_leads_on(
    patient: Patient, line: Line
) -> None:
    page = patient.page
    line.down()

    page.goto("/ar/open")

    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.goto("/nl/mine")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.locator("[data-kept] a").click()
    page.wait_for_url(f"**/nl/p/{patient.slug}")


def test_the_page_comes_by_itself_when_the_network_is_back(patient: Patient, line: Line) -> None:
    page = patient.page
    line.down()
    page.goto("/nl/open")
    expect(page.locator("[data-kept] a")).to_be_visible()

    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("input[name=code]")).to_be_visible()


def test_the_practices_side_is_left_alone(patient: Patient, line: Line) -> None:
    page = patient.page
    line.down()

    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto("/practice/login")
