"""When a text counts as blank, and where it may be cut."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pwa.text import clean_text, cut, is_blank, lower_first, one_line
from tests.inputs.blanks import BLANKS
from tests.phones.in_node import call_in_node

FAMILY = "👩‍👩‍👧‍👦"
WHOLE = ["🇳🇱", "é", FAMILY, "👍🏽", "किं", "각", "לָ", "❤️"]
# Only whole graphemes: engines disagree on boundaries in long sequences of any code points.
_WORDS = st.lists(st.sampled_from([*WHOLE, "a", "م", " ", "\n"]), max_size=80).map("".join)


@pytest.mark.parametrize("text", BLANKS, ids=ascii)
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert is_blank(text)
    assert clean_text(text) == ""


@pytest.mark.parametrize("text", ["a", "\u200ba", "🙂", "-", "?", "é", "\u200f؟", "١", "⠁", "ᄒ"])
def test_one_visible_character_is_a_text(text: str) -> None:
    assert not is_blank(text)
    assert clean_text(f"\u2800 {text}") != ""


@pytest.mark.parametrize("whole", WHOLE)
@pytest.mark.parametrize("before", range(190, 202))
def test_a_cut_never_goes_through_a_character(whole: str, before: int) -> None:
    text = "x" * before + whole + "y" * 40

    line = one_line(text, max_length=200)

    assert len(line) <= 200
    assert line in (
        "x" * min(before, 199) + "…",
        *(f"{'x' * before}{whole}{'y' * n}…" for n in range(11)),
    )


@given(text=_WORDS, room=st.integers(1, 90))
def test_a_cut_text_is_the_beginning_of_the_whole_one(text: str, room: int) -> None:
    left = cut(text, room)

    assert len(left) <= room
    if left != text:
        kept = left.removesuffix("…")
        assert text.startswith(kept)
        rest = regex.findall(r"\X", text)
        assert "".join(rest[: len(regex.findall(r"\X", kept))]) == kept


def test_the_phone_finds_the_same_texts_empty() -> None:
    texts = [*BLANKS, "a", "\u200ba", "🙂", "\u200f؟", "⠁", "ᄒ", "e\u0301", "-", " \u2800 x"]

    there = call_in_node("draft/answers.js", "said", texts)

    assert [text == "" for text in there] == [is_blank(text) for text in texts]


@pytest.mark.parametrize(
    ("language", "text", "within"),
    [
        ("nl", "Moe zijn", "moe zijn"),
        ("nl", "Psycholoog of GGZ", "psycholoog of GGZ"),
        ("nl", "GGZ", "GGZ"),
        ("en", "I do it myself", "I do it myself"),
        ("en", "I'll do it myself", "I'll do it myself"),
        ("en", "A little", "a little"),
        ("tr", "İş sorunları", "iş sorunları"),
        ("tr", "Işık", "ışık"),
        ("ar", "تعب", "تعب"),
        ("nl", "", ""),
    ],
)
def test_inside_a_sentence_words_have_no_capital(language: str, text: str, within: str) -> None:
    assert lower_first(text, language) == within
