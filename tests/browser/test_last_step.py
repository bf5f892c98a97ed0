"""The last step: what it is made of comes with the start page, later than the questions."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.browsers import Faults
from tests.phones.queueing import shares_offline

# The start page, from which the check fetches the last step.
START = re.compile(r"/nl/p/[\w-]+$")


@pytest.fixture(autouse=True)
def broken_network(faults: Faults) -> None:
    faults.network_fails = True


def test_without_the_start_page_the_last_step_waits_for_the_network(patient: Patient) -> None:
    page = patient.page
    patient.resumes(STORY_A).keeps_to_herself("social")
    expect(page.locator("[data-map-place]")).to_contain_text("niet gedeeld")
    page.route(START, lambda route: route.abort())
    page.reload()

    expect(patient.question.locator("[data-lacking]")).to_be_visible()
    expect(page.locator("[data-share]")).to_have_count(0)
    page.unroute(START)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(patient.question.locator("[data-lacking]")).to_be_hidden()
    expect(page.locator("[data-map-place]")).to_contain_text("niet gedeeld")
    patient.shares()
    body = patient.last_request_body or ""
    assert "not_shared=social" in body
    assert "caring" not in body
    assert "tired=much" in body


def test_until_the_short_names_are_there_the_cards_have_the_headings(patient: Patient) -> None:
    page = patient.page
    page.route(START, lambda route: route.abort())
    patient.resumes({"letters": "much"}, "priority")

    card = patient.question.locator("label.choice:visible").first
    expect(card).to_have_text("Moeite met brieven, websites of Nederlands")
    page.unroute(START)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(card).to_have_text("Brieven en taal")


def test_a_start_page_from_before_is_fetched_anew(patient: Patient) -> None:
    """Right after an update the browser may still have a start page without the last step."""
    page, asked = patient.page, list[str]()

    def serve_old(route: Route) -> None:
        answer = route.fetch()
        asked.append(route.request.url)
        text = answer.text()
        # Two requests are made at once: for the words of the states, and for this step.
        old = text.replace("data-last-step", "data-other") if len(asked) <= 2 else text
        route.fulfill(response=answer, body=old)

    page.route(START, serve_old)
    patient.resumes(STORY_A)

    expect(page.locator("[data-share]")).to_be_visible()
    assert len(asked) == 3


def test_each_switch_names_what_was_marked_and_is_on(patient: Patient) -> None:
    patient.resumes(STORY_A)

    switches = patient.question.get_by_role("switch")

    expect(switches).to_have_count(4)
    body = patient.question.get_by_role(
        "switch", name="Uw lichaam: pijn, moe zijn en slecht slapen"
    )
    expect(body).to_be_checked()
    # Nothing was marked here, so there is nothing to name.
    expect(switches.last).to_have_accessible_name("Geld, werk, wonen")


def test_a_switch_that_is_off_says_what_goes_along_all_the_same(patient: Patient) -> None:
    patient.resumes(STORY_A)
    expect(patient.question.locator("[data-all-on]")).to_be_visible()

    patient.keeps_to_herself("social")

    expect(patient.question.locator("[data-some-off]")).to_have_text(
        "Uw eigen woorden, kracht en wie u helpt gaan wel mee."
    )
    expect(patient.question.locator("[data-all-on]")).to_be_hidden()
    patient.page.reload()
    expect(patient.question.locator("[data-shares=social]")).not_to_be_checked()


def test_a_priority_that_fell_away_is_asked_before_anything_is_shared(patient: Patient) -> None:
    patient.resumes(STORY_A).keeps_to_herself("body")
    patient.sees_question("priority")
    patient.page.locator("[data-back]").click()
    patient.sees_question("review")

    patient.keeps_to_herself("mind")
    patient.sees_question("review")
    assert patient.last_request_body is None


def test_three_lines_say_what_comes_first(patient: Patient) -> None:
    patient.resumes(STORY_A)

    lines = patient.question.locator(".lines > p:visible")

    expect(lines).to_have_text(
        [
            "Eerst moe zijn, hulp: ja",
            "Erger door: voor iemand zorgen en slecht slapen",
            "U wilt: weten wat ik heb en samen nadenken",
        ]
    )


def test_who_reads_it_stands_above_the_button_and_the_rest_behind_a_press(
    patient: Patient,
) -> None:
    patient.resumes(STORY_A)

    share = patient.question.locator(".share")
    expect(share).to_contain_text("lezen uw antwoorden. Niemand anders.")
    expect(share).to_contain_text("Zij lezen ze pas bij uw afspraak.")
    expect(share).to_contain_text("U kunt het later terugtrekken.")
    expect(share.get_by_text("op de dag van uw afspraak")).to_be_hidden()
    expect(patient.question.get_by_text("Een kopie op slot")).to_be_hidden()
    # In sight without scrolling, and on a low screen in its place.
    expect(patient.page.locator("[data-share]")).to_be_in_viewport()
    patient.page.set_viewport_size({"width": 320, "height": 480})
    expect(patient.page.locator("[data-share]")).not_to_be_in_viewport()


def test_a_tap_right_after_the_step_came_shares_nothing(patient: Patient) -> None:
    page = patient.resumes(STORY_A, "practical").page
    expect(page.locator("[data-share]")).to_be_attached()
    # The step before is left by its button, and the finger taps on where Share is then.
    below = page.evaluate(
        """() => new Promise((resolve) => {
          document.querySelector("[data-skip]").click();
          requestAnimationFrame(() => {
            const { x, y, width, height } = document.querySelector("[data-share]").getBoundingClientRect();
            resolve(document.elementFromPoint(x + width / 2, y + height / 2)?.closest("[data-share]") !== null);
          });
        })"""
    )

    assert below is False
    patient.sees_question("review").shares()


def test_the_button_stands_where_no_answer_stands(patient: Patient) -> None:
    page = patient.resumes(STORY_A, "pain").page
    answers = patient.question.locator("label.choice").evaluate_all(
        "labels => labels.map((label) => label.getBoundingClientRect().bottom)"
    )

    patient.takes_up(STORY_A)

    box = page.locator("[data-share]").bounding_box()
    assert box is not None
    assert box["y"] >= max(answers)


def test_what_waits_has_a_screen_of_its_own(patient: Patient) -> None:
    page = shares_offline(patient.resumes(STORY_A)).page

    state = page.locator("[data-state=waiting]")
    expect(page.locator("[data-map-place] svg")).to_be_visible()
    above, below = state.bounding_box(), page.locator("[data-map-place]").bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]
    expect(page.get_by_role("switch")).to_have_count(0)
    # This browser sends nothing once the page is closed.
    expect(page.locator("[data-state=come_back]")).to_have_text(
        "Open deze pagina straks nog een keer, met internet."
    )
    expect(page.locator("[data-state=no_need]")).to_have_count(0)

    state.locator("[data-do=cancel]").click()
    expect(page.get_by_role("switch")).to_have_count(4)
    expect(page.locator("[data-share]")).to_be_visible()


def test_the_talk_is_asked_about_in_one_step(patient: Patient) -> None:
    patient.resumes(STORY_A, "practical")

    expect(patient.question.locator("[name=talk_alone]")).to_be_visible()
    expect(patient.question.locator("[name=own_words]")).to_be_visible()
    expect(patient.question.locator("[name=known_as]")).to_be_visible()
    # Who reads Dutch needs no interpreter.
    expect(patient.question.locator("[name=interpreter]")).to_be_hidden()


def test_the_wish_to_talk_alone_stands_nowhere_else(patient: Patient) -> None:
    patient.resumes(STORY_A, "practical").taps("talk_alone", "1").goes_on()
    page = patient.sees_question("review").page

    page.locator("[data-all-answers] summary").click()

    step = page.locator("[data-step=review]")
    expect(step.locator("[data-goto=practical]")).to_be_visible()
    assert "alleen met de dokter" not in step.inner_text().lower()
    patient.shares()
    assert "talk_alone=1" in (patient.last_request_body or "")


def test_the_interpreters_language_is_that_of_the_page(browser_page: Page) -> None:
    patient = Patient(browser_page, language="tr").resumes(STORY_A, "practical")

    patient.taps("interpreter", "1")

    expect(patient.question.locator("[name=interpreter_language]")).to_have_value("tr")
    patient.goes_on().sees_question("review").shares()
    assert "interpreter=1&interpreter_language=tr" in (patient.last_request_body or "")


def test_an_interpreter_stays_wanted_in_dutch(browser_page: Page) -> None:
    patient = Patient(browser_page, language="tr").resumes(STORY_A, "practical")
    patient.taps("interpreter", "1")

    browser_page.locator("[data-languages] summary").click()
    browser_page.locator("[data-language=nl]").click()

    browser_page.wait_for_url("**/nl/check/**")
    patient.sees_question("practical")
    expect(patient.question.locator("[name=interpreter]")).to_be_checked()
    expect(patient.question.locator("[name=interpreter_language]")).to_have_value("tr")


def test_a_change_begins_at_the_last_step_and_marks_what_differs(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()
    page = patient.page
    page.goto("/nl/mine/change")
    patient.sees_question("review")

    row = page.locator("[data-goto=sleep]")
    expect(row).to_be_visible()
    expect(page.locator("[data-changed]:visible")).to_have_count(0)
    row.click()
    patient.sees_question("sleep").taps("sleep", "much").sees_question("review")

    expect(row).to_contain_text("Veranderd")
    expect(page.locator("[data-changed]:visible")).to_have_text(["Veranderd"])
    patient.shares()
    assert "sleep=much" in (patient.last_request_body or "")


def test_back_from_a_change_leads_to_the_own_list(patient: Patient) -> None:
    patient.resumes(STORY_A).shares()
    patient.page.goto("/nl/mine/change")
    patient.sees_question("review")

    patient.page.locator("[data-back]").click()

    patient.page.wait_for_url("**/nl/mine")


def test_what_was_typed_stands_apart_among_the_answers(patient: Patient) -> None:
    typed = {"reason": "hoofdpijn, altijd", "strengths_other": "مع أختي", "own_words": "moe"}
    patient.resumes({**STORY_A, **typed, "strengths": ["children", "other"]})
    page = patient.page
    expect(page.locator("[data-goto=strengths] [data-answer]").first).to_have_text(
        re.compile(typed["strengths_other"])
    )

    apart = page.locator("[data-rows] [data-answer] bdi").all_text_contents()

    assert set(typed.values()) <= set(apart)
    assert not any("kinderen" in text for text in apart)
