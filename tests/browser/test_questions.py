"""One question at a time: by tap, by Back, by keyboard."""

from playwright.sync_api import Page, expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A
from tests.phones.waits import wait_until


def test_a_tap_goes_on_to_the_next_question(patient: Patient) -> None:
    patient.starts().taps("feeling", "good").sees_question("reason")
    expect(patient.page.locator("[data-step]:visible")).to_have_count(1)
    expect(patient.question.locator("h2")).to_be_focused()


def test_the_bars_show_how_far_somebody_is(patient: Patient) -> None:
    patient.opens_check().answers({}, until="anxious")

    fills = patient.page.locator("[data-bars] i").evaluate_all(
        "bars => bars.map((bar) => bar.style.getPropertyValue('--fill'))"
    )

    assert fills == ["1", "0.6", "0", "0", "0"]
    expect(patient.question.locator(".where")).to_contain_text("3 van 5")


def test_a_fifth_bar_fills_after_the_topics(patient: Patient) -> None:
    patient.resumes({}, "helpers")
    fills = [
        float(fill)
        for fill in patient.page.locator("[data-bars] i").evaluate_all(
            "bars => bars.map((bar) => bar.style.getPropertyValue('--fill'))"
        )
    ]

    assert fills[:4] == [1, 1, 1, 1]
    assert 0.2 < fills[4] < 0.9


def test_back_in_the_header_goes_to_the_question_before(patient: Patient) -> None:
    patient.opens_check().taps("filled_by", "together").sees_question("feeling")

    patient.page.locator("[data-back]").click()

    patient.sees_question("filled_by")
    expect(patient.question.locator("input[value=together]")).to_be_checked()
    # This question has its answer already, so a button leads on.
    patient.goes_on().sees_question("feeling")


def test_back_in_the_header_leaves_from_the_first_question(patient: Patient) -> None:
    patient.opens_check().page.locator("[data-back]").click()

    patient.page.wait_for_url(f"**/nl/p/{patient.slug}")


def test_the_browsers_back_goes_to_the_question_before(patient: Patient) -> None:
    patient.opens_check().answers({}, until="tired")

    for step in ("pain", "reason", "feeling", "filled_by"):
        patient.page.go_back()
        patient.sees_question(step)

    # Going on and back again works as often as anybody likes.
    patient.taps("filled_by", "self").taps("feeling", "bad").sees_question("reason")
    patient.page.go_back()
    patient.sees_question("feeling")


def test_the_check_takes_two_entries_of_the_history_at_most(patient: Patient) -> None:
    patient.page.goto("about:blank")
    before = patient.page.evaluate("history.length")

    patient.starts().answers(STORY_A)

    assert patient.page.evaluate("history.length") <= before + 2


def test_the_browsers_back_leaves_from_the_first_question(patient: Patient) -> None:
    patient.page.goto("about:blank")
    patient.opens_check().taps("filled_by", "self").sees_question("feeling")
    patient.page.go_back()
    patient.sees_question("filled_by")
    wait_until(patient.page, "() => history.state?.isOnTop")

    patient.page.go_back()

    patient.page.wait_for_url("about:blank")


def test_every_question_can_be_skipped(patient: Patient) -> None:
    patient.opens_check().answers({})

    expect(patient.page.locator("[data-share]")).to_be_visible()
    expect(patient.page.locator("[data-map-place]")).to_contain_text("overgeslagen")


def test_an_answer_can_be_taken_away_again(patient: Patient) -> None:
    patient.opens_check().answers({"habits": "much"}, until="lonely")
    patient.page.go_back()
    patient.sees_question("habits")

    patient.page.locator("[data-clear]").click()

    expect(patient.question.locator("input:checked")).to_have_count(0)
    expect(patient.page.locator("[data-skip]")).to_be_visible()


def test_nobody_stands_alone(patient: Patient) -> None:
    patient.resumes({}, "helpers")

    patient.taps("helpers", "family").taps("helpers", "school").taps("helpers", "nobody")

    # Nothing can be added to it, so the next question comes by itself.
    patient.sees_question("wants").page.go_back()
    patient.sees_question("helpers")
    assert _chosen(patient) == ["nobody"]
    patient.taps("helpers", "hospital")
    assert _chosen(patient) == ["hospital"]


def test_two_wishes_are_enough_and_no_more_are_taken(patient: Patient) -> None:
    patient.resumes({}, "wants").taps("wants", "know")
    step_after = patient.taps("wants", "explain").waits_while_asked("wants").step
    assert step_after != "review"

    patient.page.go_back()
    patient.sees_question("wants").taps("wants", "tell_story")

    assert _chosen(patient) == ["know", "explain"]
    expect(patient.page.locator("[data-says]")).to_have_text("Kies er hier niet meer dan 2.")


def test_ticks_by_keyboard_wait_for_the_button(desk_page: Page, patient: Patient) -> None:
    patient = Patient(desk_page, patient.slug).resumes({}, "wants")
    for code in ("know", "explain"):
        desk_page.locator(f"input[name=wants][value={code}]").focus()
        desk_page.keyboard.press("Space")

    desk_page.locator("[data-next]").focus()
    assert patient.step == "wants"
    desk_page.keyboard.press("Enter")
    patient.waits_while_asked("wants")


def test_typing_after_an_answer_by_mouse_brings_next(desk_page: Page, patient: Patient) -> None:
    patient = Patient(desk_page, patient.slug).resumes({}, "feeling")
    patient.taps("feeling", "okay").sees_question("reason")

    desk_page.locator("#reason").press_sequentially("moe")

    expect(desk_page.locator("[data-next]")).to_be_visible()
    expect(desk_page.locator("[data-skip]")).to_be_hidden()


def test_something_else_asks_what(patient: Patient) -> None:
    patient.resumes({}, "strengths")
    expect(patient.question.locator("#strengths_other")).to_be_hidden()

    patient.taps("strengths", "other")

    expect(patient.question.locator("#strengths_other")).to_be_visible()


def test_the_second_tap_of_a_double_tap_answers_nothing(patient: Patient) -> None:
    page = patient.page
    page.clock.install()
    patient.opens_check().answers({}, until="pain")
    box = patient.question.locator("input[value=some]").bounding_box()
    assert box is not None
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)

    page.mouse.click(box["x"] + 40, box["y"] + 20)
    page.clock.run_for(200)
    expect(page.locator("[data-step=tired].now.fresh")).to_be_attached()
    page.mouse.click(box["x"] + 40, box["y"] + 20)
    page.clock.run_for(1000)

    patient.sees_question("tired")
    expect(patient.question.locator("input:checked")).to_have_count(0)


def test_the_keyboard_alone_is_enough(desk_page: Page, patient: Patient) -> None:
    patient = Patient(desk_page, patient.slug).opens_check()
    keyboard = desk_page.keyboard
    desk_page.locator("input[name=filled_by]").first.focus()

    # Arrows move through the answers; only a press on the button goes on.
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    patient.sees_question("filled_by")
    keyboard.press("Tab")
    while not desk_page.evaluate("document.activeElement.matches('[data-next]')"):
        keyboard.press("Tab")
    keyboard.press("Enter")
    patient.sees_question("feeling")
    expect(patient.question.locator("h2")).to_be_focused()

    desk_page.locator("[data-skip]").focus()
    keyboard.press("Enter")
    patient.sees_question("reason").question.locator("#reason").focus()
    keyboard.type("hoofdpijn")
    keyboard.press("Tab")
    keyboard.press("Enter")
    patient.sees_question("pain")


def _chosen(patient: Patient) -> list[str]:
    chosen: list[str] = patient.question.locator("input:checked").evaluate_all(
        "inputs => inputs.map((input) => input.value)"
    )
    return chosen
