"""Codes typed or pasted: inside a message, in another script's digits, or with mistakes."""

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from pwa.vault.patient.codes import CodeError, check_character, format_code, parse_code
from tests.inputs.typed_codes import (
    AROUND,
    CODES,
    DASHES,
    DIGITS,
    DIRECTIONS,
    SPACES,
    anything,
    as_typed,
)
from tests.phones.in_node import call_in_node


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
@given(code=CODES)
def test_the_digits_of_any_script_are_read(digits: str, code: str) -> None:
    assert parse_code(code.translate(str.maketrans("0123456789", digits))) == code


@pytest.mark.parametrize("between", [*DASHES, *SPACES, *DIRECTIONS], ids=ascii)
@given(code=CODES)
def test_what_stands_between_the_groups_does_not_matter(between: str, code: str) -> None:
    assert parse_code(format_code(code).replace("-", between)) == code
    assert parse_code(between.join(code)) == code


@pytest.mark.parametrize("around", AROUND)
@given(code=CODES)
def test_a_code_is_found_in_the_message_that_it_came_with(around: str, code: str) -> None:
    assume(not code.isalpha())
    assert parse_code(around.replace("{}", format_code(code))) == code


@given(typed=as_typed())
def test_everything_at_once_is_a_code_or_two_that_could_be_meant(typed: str) -> None:
    try:
        code = parse_code(typed)
    except CodeError:
        # "Code K7QM 4T2X …": sometimes the word "Code" and two groups form a valid code too.
        assume(False)
    assert check_character(code[:-1]) == code[-1]


def test_a_name_is_no_code_even_when_it_could_be_one() -> None:
    name = "JANSENPETER"
    name += check_character(name)

    assert parse_code(name) == name
    with pytest.raises(CodeError):
        parse_code(f"mevrouw {name[:6]} {name[6:]}")


def test_two_codes_that_could_both_be_meant_are_none() -> None:
    one, other = "K7QM-4T2X-9HDF", "0000-0000-0000"

    assert parse_code(f"{one} {one}") == one.replace("-", "")
    with pytest.raises(CodeError):
        parse_code(f"{one} of {other}")


def test_a_sentence_in_one_character_is_no_code() -> None:
    with pytest.raises(CodeError):
        parse_code("\ufdfa" * 200)


def test_the_phone_reads_the_same() -> None:
    texts: list[str] = []

    lists, least = 40, 20

    @settings(max_examples=lists, phases=[Phase.generate])
    @given(some=st.lists(anything(), min_size=least, max_size=80))
    def draw(some: list[str]) -> None:
        texts.extend(some)

    draw()
    here = [_read(text) for text in texts]
    there = call_in_node("device/codes.js", "parseCode", texts)

    assert len(texts) >= lists * least
    differ = [pair for pair in zip(texts, here, there, strict=True) if pair[1] != pair[2]]
    assert differ == []


def _read(text: str) -> str | None:
    try:
        return parse_code(text)
    except CodeError:
        return None
