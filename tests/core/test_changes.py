"""What differs between two versions is written in the reader's language."""

import pytest

from pwa.selfcheck.answers import parse_answers
from pwa.selfcheck.changes import Reader
from tests.pages.catalogues import catalogue


@pytest.mark.parametrize(
    ("language", "wish", "said"),
    [("tr", "yes", "iyi"), ("en", "self", "I'll do it myself")],
)
def test_a_word_within_a_sentence_has_the_letters_of_its_language(
    language: str, wish: str, said: str
) -> None:
    fields = {"feeling": ["good"], "tired": ["much"], "priority": ["tired"], "help_wish": [wish]}
    check = parse_answers(fields, language=language).check
    reader = Reader(catalogue(language).gettext, language, is_practice=False)

    parts = f"{reader.describe(check, 'feeling')} {reader.describe(check, 'priorities')}"

    assert said in parts
