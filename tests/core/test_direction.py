"""The direction (ltr or rtl) of typed text."""

import pytest

from pwa.locales import direction_of


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("WhatsApp ليلا", "ar", "rtl"),
        ("WhatsApp ليلا", None, "ltr"),
        ("محمد komt mee", "nl", "ltr"),
        ("محمد komt mee", None, "rtl"),
        ("12:30 مساء", "ar", "rtl"),
        # The form says Dutch, but every letter is Arabic: the letters decide.
        ("ليلا", "nl", "rtl"),
        ("slecht slapen", "ar", "ltr"),
        ("10:40", "ar", "rtl"),
        ("10:40", None, "ltr"),
        ("שלום", "he", "rtl"),
        ("", None, "ltr"),
    ],
)
def test_the_known_language_decides_before_the_first_letter(
    text: str, language: str | None, direction: str
) -> None:
    assert direction_of(text, language) == direction
