"""Digits of other keyboards, in every field that takes a number or a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.account.factors.recovery_codes import read_recovery_code
from pwa.typed.digits import plain_digits, read_digits, read_number
from tests.inputs.typed_codes import DASHES, DIGITS, DIRECTIONS, SPACES


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
@pytest.mark.parametrize("between", [*DASHES, *SPACES, *DIRECTIONS], ids=ascii)
def test_six_digits_are_read_from_any_keyboard(digits: str, between: str) -> None:
    typed = "042971".translate(str.maketrans("0123456789", digits))

    assert read_digits(f"\u200e{typed[:3]}{between}{typed[3:]} ") == "042971"


@pytest.mark.parametrize("digits", DIGITS.values(), ids=DIGITS)
def test_a_number_is_read_from_any_keyboard(digits: str) -> None:
    assert read_number(f"\u200f{digits[3]}{digits[0]} ", range(1, 91)) == 30


@pytest.mark.parametrize(
    "typed", ["", "0", "91", "-1", "1.5", "½", "3²", "tien", "9" * 5000, "1 0"]
)
def test_what_is_no_number_of_those_allowed_is_none(typed: str) -> None:
    assert read_number(typed, range(1, 91)) is None


@given(st.text(max_size=300))
def test_letters_are_left_as_they_are(text: str) -> None:
    assert [c for c in plain_digits(text) if c.isalpha()] == [
        c for c in text if c.isalpha() and c != "\N{ARABIC TATWEEL}"
    ]


@pytest.mark.parametrize(
    "typed",
    ["0a1f-22bc-9d01", " 0A1F 22BC 9D01 ", "\u200eoalf\u201122bc\u20139do1", "٠a١f٢٢bc٩d٠١"],
)
def test_a_recovery_code_is_read_as_it_was_printed(typed: str) -> None:
    assert read_recovery_code(typed) == "0a1f-22bc-9d01"
