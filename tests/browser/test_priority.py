"""The priority is one of the patient's own topics; it is asked again if its topic falls away."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.people.patient import Patient
from tests.people.stories import STORY_A, STORY_C
from tests.phones.storage import WRITE_DRAFT


def test_only_the_own_topics_with_a_lot_first(patient: Patient) -> None:
    patient.resumes(STORY_A, "priority")

    assert _offered(patient) == [
        "tired", "caring", "pain", "sleep", "stress", "children", "other"
    ]  # fmt: skip


def test_the_first_tap_is_the_first_priority_and_one_is_enough(patient: Patient) -> None:
    patient.resumes(STORY_A, "priority").taps("priority", "tired")

    expect(patient.page.locator("[data-next]")).to_be_visible()
    assert _places(patient) == {"tired": "1"}
    patient.goes_on().sees_question("help_wish")


def test_the_second_tap_is_the_second_priority_and_goes_on(patient: Patient) -> None:
    patient.resumes(STORY_A, "priority").taps("priority", "caring").taps("priority", "tired")
    patient.sees_question("help_wish")
    expect(patient.question).to_contain_text("U koos: Voor iemand zorgen")

    patient.page.go_back()
    patient.sees_question("priority")
    assert _places(patient) == {"caring": "1", "tired": "2"}
    # Without the first, the second takes its place; a third is not taken.
    patient.taps("priority", "caring")
    expect(patient.question.locator("[data-place='1']")).to_contain_text("Moe zijn")
    assert _places(patient) == {"tired": "1"}


def test_a_third_priority_is_not_taken(patient: Patient) -> None:
    story = {**STORY_A, "priority_second": "caring"}
    patient.resumes(story, "help_wish").page.go_back()
    patient.sees_question("priority").taps("priority", "pain")

    expect(patient.page.locator("[data-says]")).to_have_text("Kies er hier niet meer dan 2.")
    assert _places(patient) == {"tired": "1", "caring": "2"}


def test_a_draft_from_before_the_one_list_goes_on_in_it(patient: Patient) -> None:
    patient.resumes(STORY_A, "helpers")
    answers = [
        ["tired", "much"],
        ["caring", "much"],
        ["priority", "tired"],
        ["priority_second", "caring"],
    ]
    draft = {"step": "priority_second", "uid": uuid4().hex, "answers": answers}
    patient.page.evaluate(WRITE_DRAFT, [patient.slug, draft])

    patient.page.reload()

    patient.sees_question("priority")
    assert _places(patient) == {"tired": "1", "caring": "2"}


def test_help_is_asked_for_each_choice(patient: Patient) -> None:
    story = {**STORY_A, "priority_second": "caring", "help_wish_second": "self"}

    patient.resumes(story, "help_wish_second")

    expect(patient.question).to_contain_text("U koos: Voor iemand zorgen")
    patient.answers(story).shares()
    body = patient.last_request_body or ""
    assert "priority_second=caring" in body
    assert "help_wish=yes" in body
    assert "help_wish_second=self" in body


def test_what_makes_it_worse_offers_neither_the_choice_itself_nor_what_is_no_burden(
    patient: Patient,
) -> None:
    patient.resumes(STORY_A, "worse_by")

    expect(patient.question).to_contain_text("U koos: Moe zijn")
    assert _offered(patient) == [
        "caring", "pain", "sleep", "stress", "children", "nothing", "unknown"
    ]  # fmt: skip


def test_own_words_can_be_the_most_important(patient: Patient) -> None:
    words = "mijn <b>rug</b> & werk"
    story = {**STORY_A, "priority": "other", "priority_other": words}

    patient.resumes(story, "worse_by")

    expect(patient.question).to_contain_text(f"U koos: {words}")
    patient.answers(story)
    expect(patient.page.locator("[data-sentence=priority]")).to_contain_text(words)


def test_without_own_topics_only_something_else_is_offered(patient: Patient) -> None:
    patient.resumes({"pain": "no"}, "priority")

    assert _offered(patient) == ["other"]
    patient.goes_on().sees_question("helpers")


def test_an_answer_changed_to_no_takes_the_choice_along(patient: Patient) -> None:
    patient.resumes(STORY_A)

    _changes(patient, "tired", "no")

    # The priority is asked again, and so are the questions about it.
    patient.sees_question("priority").taps("priority", "caring").goes_on()
    patient.sees_question("help_wish").taps("help_wish", "not_now")
    patient.sees_question("worse_by").goes_on().sees_question("review")
    expect(patient.page.locator("[data-sentence=priority]")).to_contain_text("voor iemand zorgen")
    expect(patient.page.locator("[data-sentence=worse_by]")).to_be_hidden()


def test_another_answer_comes_straight_back_to_the_last_step(patient: Patient) -> None:
    patient.resumes(STORY_A)

    _changes(patient, "feeling", "good")

    patient.sees_question("review")
    _changes(patient, "pain", "much")
    patient.sees_question("review")


def test_a_domain_that_is_not_shared_never_leaves_the_phone(patient: Patient) -> None:
    patient.resumes(STORY_A).keeps_to_herself("social").shares()

    body = patient.last_request_body or ""
    assert "not_shared=social" in body
    assert "caring" not in body
    # "My children" as a strength stays; the topic of the same name does not.
    assert "strengths=children" in body
    assert "&children=" not in body
    assert "priority=tired" in body
    assert "worse_by=sleep" in body


def test_a_priority_that_is_not_shared_is_asked_again(patient: Patient) -> None:
    patient.resumes(STORY_A).keeps_to_herself("body")

    patient.sees_question("priority")
    expect(patient.question.locator("[data-again]")).to_be_visible()
    assert _offered(patient) == ["caring", "stress", "children", "other"]
    patient.taps("priority", "caring").goes_on()
    patient.sees_question("help_wish").taps("help_wish", "yes")
    patient.sees_question("worse_by").goes_on().sees_question("review").shares()

    body = patient.last_request_body or ""
    assert "priority=caring" in body
    assert "tired" not in body
    assert "sleep" not in body


def test_a_domain_that_is_shared_after_all_comes_back(patient: Patient) -> None:
    patient.resumes(STORY_A).keeps_to_herself("social")
    expect(patient.page.locator("[data-map-place]")).to_contain_text("niet gedeeld")

    patient.keeps_to_herself("social")

    expect(patient.page.locator("[data-map-place]")).not_to_contain_text("niet gedeeld")
    patient.shares()
    assert "caring=much" in (patient.last_request_body or "")


def test_the_page_says_what_stays(patient: Patient) -> None:
    patient.fills_in_story_c()

    expect(patient.question).to_contain_text(
        "Uw eigen woorden, kracht en wie u helpt gaan wel mee."
    )
    patient.shares()
    assert "support" not in (patient.last_request_body or "")
    assert STORY_C["talk_alone"] == "1"
    assert "talk_alone=1" in (patient.last_request_body or "")


def _offered(patient: Patient) -> list[str]:
    offered: list[str] = patient.question.locator("label.choice:visible input").evaluate_all(
        "inputs => inputs.map((input) => input.value)"
    )
    return offered


def _places(patient: Patient) -> dict[str, str]:
    """Give the numbers on the cards of what was chosen, by topic."""
    places: dict[str, str] = patient.question.locator("input[name=chosen]:checked").evaluate_all(
        "inputs => Object.fromEntries(inputs.map((input) => [input.value, input.nextElementSibling.dataset.place]))"
    )
    return places


def _changes(patient: Patient, step: str, code: str) -> None:
    answers = patient.question.locator("[data-all-answers]")
    if answers.get_attribute("open") is None:
        answers.locator("summary").click()
    patient.question.locator(f"[data-goto={step}]").click()
    patient.sees_question(step).taps(step, code)
