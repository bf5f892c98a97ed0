"""Parse a form into a self-check: every answer that the form offers is read, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.selfcheck.answers import FIELDS, AnswerError, parse_answers
from pwa.selfcheck.core import (
    LANGUAGE_FIELDS,
    DomainState,
    Priority,
    dump_selfcheck,
    load_selfcheck,
    to_form,
)
from pwa.selfcheck.questions import TOPIC_BY_CODE, Amount, LifeDomain
from pwa.sharing.review import ASKED_BEFORE, ASKED_HERE
from tests.inputs.answers import Fields, forms

STORY_A: Fields = {
    "feeling": ["not_so_good"],
    "reason": ["hoofdpijn en altijd moe"],
    "pain": ["some"],
    "tired": ["much"],
    "sleep": ["some"],
    "stress": ["some"],
    "caring": ["much"],
    "children": ["some"],
    **{code: ["no"] for code in ("money", "housing", "work", "letters", "papers")},
    "strengths": ["children", "exercise"],
    "priority": ["tired"],
    "help_wish": ["yes"],
    "worse_by": ["caring", "sleep"],
    "helpers": ["family"],
    "wants": ["know", "think_together"],
}

FREE_TEXTS = {"reason", "own_words", "known_as", "interpreter_language"}
FILLED_IN_BY_A_SCRIPT = {"all_no", *LANGUAGE_FIELDS}


def _named(fields: Fields) -> set[str]:
    with pytest.raises(AnswerError) as caught:
        parse_answers(fields, language="nl")
    return set(caught.value.errors)


def _kept_or_named(fields: Fields, name: str) -> str | None:
    """Return the parsed check as JSON: None if this field is refused, "" if only others are."""
    try:
        check = parse_answers(fields, language="nl").check
    except AnswerError as error:
        return None if name in error.errors else ""
    return json.dumps(to_form(check), ensure_ascii=False)


@given(forms(), st.sampled_from(["nl", "en", "tr", "ar"]))
def test_what_the_form_offers_is_read_and_kept(fields: Fields, language: str) -> None:
    check = parse_answers(fields, language=language).check

    stored = json.loads(json.dumps(dump_selfcheck(check)))

    assert load_selfcheck(stored) == check


@given(forms())
def test_a_check_that_is_changed_without_a_change_stays_the_same(fields: Fields) -> None:
    check = parse_answers(fields, language="nl").check

    again = parse_answers(to_form(check), language="nl").check

    assert again == check


@given(forms())
def test_nothing_of_a_domain_that_is_kept_back_is_in_the_check(fields: Fields) -> None:
    check = parse_answers(fields, language="nl").check

    chosen = {*check.amounts, *check.worse_by, *(item.topic for item in check.priorities)}

    domains = {TOPIC_BY_CODE[code].domain for code in chosen if code in TOPIC_BY_CODE}
    assert domains.isdisjoint(check.not_shared)


@given(
    forms(),
    st.sampled_from(sorted(FIELDS - FREE_TEXTS - FILLED_IN_BY_A_SCRIPT)),
    st.text(min_size=1).filter(str.strip),
)
def test_what_no_question_offers_is_never_read(fields: Fields, name: str, value: str) -> None:
    fields[name] = [value]

    kept = _kept_or_named(fields, name)

    # The random value is refused, unless the field takes free text or the value is a real answer.
    is_free_text = name.endswith("_other") or name == "version"
    assert kept is None or is_free_text or value in {*Amount, "1"} or value in kept


@given(st.text().filter(lambda name: name not in FIELDS), st.text())
def test_an_unknown_field_is_named(name: str, value: str) -> None:
    assert _named({name: [value]}) == {name}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"tired": ["very"]}, {"tired"}),
        ({"tired": ["no", "much"]}, {"tired"}),
        ({"feeling": ["great"]}, {"feeling"}),
        ({"wants": ["know", "explain", "local_help"]}, {"wants"}),
        ({"tired": ["no"], "priority": ["tired"]}, {"priority"}),
        ({"priority": ["tired"]}, {"priority"}),
        ({"worse_by": ["sleep"]}, {"worse_by"}),
        ({"not_shared": ["soul"]}, {"not_shared"}),
        ({"reason": ["x" * 201]}, {"reason"}),
        ({"own_words": ["x" * 1001]}, {"own_words"}),
        ({"own_words": ["one", "two"]}, {"own_words"}),
        ({"known_as": ["x" * 61]}, {"known_as"}),
        ({"talk_alone": ["yes"]}, {"talk_alone"}),
        ({"version": ["0"]}, {"version"}),
        ({"feeling": ["great"], "tired": ["very"]}, {"feeling", "tired"}),
    ],
)
def test_bad_input_is_named_by_field(fields: Fields, named: set[str]) -> None:
    assert _named(fields) == named


@pytest.mark.parametrize("name", sorted(FILLED_IN_BY_A_SCRIPT))
@pytest.mark.parametrize("value", ["xx", "soul", "NL", "x" * 10_000, "\0", "../nl"])
def test_what_a_script_fills_in_is_dropped_if_unknown(name: str, value: str) -> None:
    without = parse_answers(STORY_A, language="nl")

    assert parse_answers({**STORY_A, name: [value]}, language="nl") == without


@pytest.mark.parametrize("name", sorted(FIELDS - {"version"}))
@pytest.mark.parametrize("value", ["xx", "x" * 10_000])
def test_an_error_is_in_a_field_that_somebody_can_correct(name: str, value: str) -> None:
    named = set[str]()
    try:
        parse_answers({**STORY_A, name: [value]}, language="nl")
    except AnswerError as error:
        named = set(error.errors)

    assert named <= ASKED_BEFORE | ASKED_HERE


def test_an_empty_form_is_a_check() -> None:
    check = parse_answers({}, language="tr").check

    assert len(check.skipped) == len(TOPIC_BY_CODE)
    assert {check.state_of(domain) for domain in LifeDomain} == {DomainState.SKIPPED}


def test_story_a_is_read() -> None:
    check = parse_answers(STORY_A, language="ar").check

    assert check.priorities == (Priority("tired", help_wish="yes"),)
    assert check.worse_by == ("caring", "sleep")
    assert check.own_topics() == ("tired", "caring", "pain", "sleep", "stress", "children")
    assert check.state_of(LifeDomain.SOCIETY) is DomainState.ALL_NO
    assert check.state_of(LifeDomain.MIND) is DomainState.ANSWERED


def test_a_domain_with_no_and_skipped_is_neither_all_no_nor_skipped() -> None:
    check = parse_answers({"money": ["no"]}, language="nl").check

    assert check.state_of(LifeDomain.SOCIETY) is DomainState.NO_OR_SKIPPED


def test_one_press_for_all_topics_counts_where_all_are_no() -> None:
    fields = {**STORY_A, "all_no": ["society", "mind"]}

    check = parse_answers(fields, language="nl").check

    assert check.all_no == (LifeDomain.SOCIETY,)
    assert parse_answers({**fields, "money": ["some"]}, language="nl").check.all_no == ()
    kept_back = parse_answers({**fields, "not_shared": ["society"]}, language="nl").check
    assert kept_back.all_no == ()


def test_a_check_from_before_the_one_press_is_read() -> None:
    check = parse_answers(STORY_A, language="nl").check
    stored = dump_selfcheck(check)
    del stored["all_no"]

    assert load_selfcheck(stored) == check


def test_keeping_back_the_priority_takes_its_causes_along() -> None:
    check = parse_answers({**STORY_A, "not_shared": ["body"]}, language="nl").check

    assert check.priorities == ()
    assert check.worse_by == ()
    assert check.strengths == ("children", "exercise")
    assert check.state_of(LifeDomain.BODY) is DomainState.NOT_SHARED


def test_keeping_back_a_cause_leaves_the_priority() -> None:
    check = parse_answers({**STORY_A, "not_shared": ["social"]}, language="nl").check

    assert [item.topic for item in check.priorities] == ["tired"]
    assert check.worse_by == ("sleep",)


def test_nothing_is_its_own_cause() -> None:
    fields = {**STORY_A, "worse_by": ["tired", "sleep"]}

    assert parse_answers(fields, language="nl").check.worse_by == ("sleep",)


def test_nobody_beside_somebody_is_dropped() -> None:
    check = parse_answers({"helpers": ["nobody", "family"]}, language="nl").check

    assert check.helpers == ("family",)


def test_a_second_priority_alone_is_the_first() -> None:
    check = parse_answers({"tired": ["much"], "priority_second": ["tired"]}, language="nl").check

    assert [item.topic for item in check.priorities] == ["tired"]


def test_an_interpreter_may_be_wanted_without_a_language() -> None:
    assert parse_answers({"interpreter": ["1"]}, language="nl").check.interpreter_language == ""
    unticked = parse_answers({"interpreter_language": ["tr"]}, language="nl").check
    assert unticked.interpreter_language is None


def test_only_other_languages_are_noted_and_only_of_words_that_are_there() -> None:
    fields = {
        "reason": ["صداع"],
        "own_words": ["moe"],
        **{f"{name}_language": ["ar"] for name in ("reason", "helpers_other")},
        "own_words_language": ["nl"],
        "begun_in": ["ar"],
    }
    check = parse_answers(fields, language="nl").check

    assert check.begun_in == "ar"
    assert check.typed_in == {"reason": "ar"}
    assert check.language_of("own_words") == "nl"
    again = parse_answers(fields, language="ar").check
    assert again.begun_in is None
    assert again.typed_in == {"own_words": "nl"}


def test_a_change_in_another_language_keeps_the_languages_of_before() -> None:
    check = parse_answers({"reason": ["صداع"]}, language="ar").check

    changed = parse_answers({**to_form(check), "feeling": ["bad"]}, language="nl").check

    assert changed.begun_in == "ar"
    assert changed.language_of("reason") == "ar"


def test_a_list_that_was_stored_before_has_no_other_languages() -> None:
    stored = dump_selfcheck(parse_answers(STORY_A, language="tr").check)
    del stored["begun_in"], stored["typed_in"]

    check = load_selfcheck(stored)

    assert check.begun_in is None
    assert check.language_of("reason") == "tr"
