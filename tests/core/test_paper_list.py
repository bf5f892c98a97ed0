"""What the desk types of a list on paper is read as what the patient ticked."""

from dataclasses import replace

import pytest

from pwa.consult.together.core import PARTS, merge_checks
from pwa.consult.together.forms import TogetherForm, write_fields
from pwa.desk.paper_list.core import NAMES, read_paper
from pwa.editing import Choice
from pwa.selfcheck.answers import AnswerError, Answers, parse_answers
from pwa.selfcheck.paper_list import NUMBER_OF_TOPIC, NUMBERS, mark_of, number_of
from pwa.selfcheck.questions import OTHER, TOPICS, VERSION
from tests.inputs.paper import STORY_A_TYPED
from tests.people.stories import STORY_A


def read(**typed: str) -> Answers:
    return read_paper({"body": "2----", **typed}, language="nl")


def faults(**typed: str) -> dict[str, str]:
    with pytest.raises(AnswerError) as raised:
        read(**typed)
    return {name: message for name, (message, _values) in raised.value.errors.items()}


def test_a_whole_paper_is_what_the_phone_would_have_sent() -> None:
    fields = {name: [value] if isinstance(value, str) else value for name, value in STORY_A.items()}
    assert read_paper(STORY_A_TYPED, language="tr") == parse_answers(fields, language="tr")


def test_words_of_an_arabic_paper_in_latin_letters_are_dutch() -> None:
    typed = {"body": "2----", "reason": "hoofdpijn", "own_words": "أنا متعبة", "priority": "oma"}
    check = read_paper(typed, language="ar").check
    assert check.typed_in == {"reason": "nl", "priority_other": "nl"}
    assert read(**typed).check.typed_in == {}


@pytest.mark.parametrize("typed", ["12-00", "12 00", "12.00", " 12-00 ", "١٢-٠٠", "12–00", "12‐00"])
def test_signs_are_read_from_any_keyboard(typed: str) -> None:
    assert read(body=typed).check.amounts == {
        "pain": "some", "tired": "much", "eating": "no", "moving": "no"
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["", "   ", "-----"])
def test_a_domain_may_be_skipped(typed: str) -> None:
    assert read(mind=typed).check.skipped[4:9] == (
        "stress", "low_mood", "anxious", "bad_memories", "habits"
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["1210", "121000", "1", "12100 0"])
def test_a_sign_too_few_or_too_many_is_told_with_the_number(typed: str) -> None:
    with pytest.raises(AnswerError) as raised:
        read(body=typed)
    message, values = raised.value.errors["body"]
    assert "signs" in message
    assert values == {"typed": len(typed), "most": 5}


@pytest.mark.parametrize("typed", ["12a00", "12300", "x----"])
def test_another_sign_is_told(typed: str) -> None:
    assert "Type only 0" in faults(body=typed)["body"]


@pytest.mark.parametrize("typed", ["1 6", "1,6", "1;6", "1, 6", " 1  6 ", "1+6", "١ ٦", "1، 6"])
def test_numbers_are_read_whatever_stands_between_them(typed: str) -> None:
    assert read(strengths=typed).check.strengths == ("children", "exercise")


def test_numbers_of_one_digit_may_run_together() -> None:
    assert read(wants="13").check.wants == ("know", "think_together")
    assert read(strengths="12").check.strengths == ("unknown",)


@pytest.mark.parametrize("typed", ["11 zingen, in een koor 2", "zingen, in een koor 2"])
def test_words_behind_the_numbers_are_something_else(typed: str) -> None:
    check = read(strengths=typed).check
    assert check.strengths == (OTHER,)
    assert check.strengths_other == "zingen, in een koor 2"


def test_what_is_most_important_may_be_two_numbers_or_words() -> None:
    two = read(body="22---", priority="2 1", help_wish="14").check.priorities
    assert [(item.topic, item.help_wish) for item in two] == [
        ("tired", "yes"),
        ("pain", "rather_not"),
    ]
    words = read(priority="mijn moeder").check.priorities
    assert [(item.topic, item.other) for item in words] == [(OTHER, "mijn moeder")]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("feeling", "5", "does not stand on the paper"),
        ("feeling", "12", "only one number"),
        ("feeling", "goed", "Type only numbers"),
        ("strengths", "13", "does not stand on the paper"),
        ("worse_by", "1234567890", "Type only numbers"),
        ("worse_by", "moeder", "Type only numbers"),
        ("worse_by", "3", "no “a little” or “a lot” is ticked"),
        ("priority", "3", "no “a little” or “a lot” is ticked"),
        ("priority", "1 2 3", "no more than"),
        ("help_wish", "12", "more answers than numbers"),
        ("wants", "123", "no more than"),
        ("reason", "x" * 201, "too long"),
        ("known_as", "x" * 61, "too long"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(name: str, typed: str, said: str) -> None:
    assert said in faults(**{name: typed})[name]


def test_an_empty_paper_is_told() -> None:
    assert "Nothing is filled in" in faults(body="")["body"]


@pytest.mark.parametrize(
    ("typed", "language"),
    [("turks", "tr"), ("Turks", "tr"), ("ja", ""), ("x", ""), ("Fries", "Fries"), ("", None)],
)
def test_an_interpreter_is_asked_for_by_the_name_of_the_language(
    typed: str, language: str | None
) -> None:
    assert read(interpreter_language=typed).check.interpreter_language == language


def test_a_version_that_is_filled_in_together_is_not_from_paper() -> None:
    check = read_paper(STORY_A_TYPED, language="nl").check
    from_paper = replace(check, entered_by=7)
    form = TogetherForm(write_fields(from_paper, 1), from_paper)

    assert form.validate()

    assert form.check == check
    assert merge_checks(check, from_paper, dict.fromkeys(PARTS, Choice.SAVED)) == check


def test_every_answer_has_one_number() -> None:
    assert [NUMBER_OF_TOPIC[topic.code] for topic in TOPICS] == list(range(1, 21))
    for name, numbers in NUMBERS.items():
        assert name in NAMES
        codes = [option.code for option in numbers.values()]
        assert len(set(codes)) == len(codes)
        assert [number_of(name, code) for code in codes] == list(numbers)


def test_the_numbers_stay_as_long_as_the_version_of_the_questions() -> None:
    """Papers with these numbers lie about for months: another order needs another VERSION."""
    assert VERSION == "1"
    shown = {name: " ".join(item.code for item in NUMBERS[name].values()) for name in NUMBERS}
    assert shown["priority"] == " ".join(topic.code for topic in TOPICS) + " other"
    assert shown["worse_by"] == " ".join(topic.code for topic in TOPICS) + " nothing unknown"
    assert shown["feeling"] == "good okay not_so_good bad"
    assert shown["wants"] == "know explain think_together local_help tell_story unknown"
    assert shown["help_wish"] == "yes self not_now rather_not"
    assert shown["filled_by"] == "self together other"
    assert shown["helpers"] == (
        "family neighbourhood_team district_nurse mental_health hospital school other nobody"
    )
    assert shown["strengths"] == (
        "children family friends faith work exercise cooking creating rest asking_help other unknown"
    )
    assert " ".join(topic.code for topic in TOPICS) == (
        "pain tired sleep eating moving stress low_mood anxious bad_memories habits "
        "lonely conflict caring children support money housing work letters papers"
    )
    assert mark_of("ar") == "ar-1"
