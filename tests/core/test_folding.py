"""A search finds a name however it is spelled, on the server and in the browser alike."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.typed.folding import fold
from scripts.foldings import COMMON, MODULE, write_common, write_module
from tests.phones.in_node import call_in_node

SPELLINGS = [
    ("Yıldız", "yildiz"),
    ("Işık", "isik"),
    ("IŞIK", "ışık"),
    ("İbrahim", "ibrahim"),
    ("Łukasz", "lukasz"),
    ("Ødegård", "odegard"),
    ("Đặng Thị", "dang thi"),
    ("Groß", "GROSS"),
    ("Ĳsbrand", "ijsbrand"),
    ("Олена Щербань", "olena shcherban"),
    ("Γιώργος", "giorgos"),
    ("El-Amrani", "el amrani"),
    ("El\u2011Amrani", "el‐amrani"),
    ("d’Hondt", "d'hondt"),
    ("O´Brien", "obrien"),
    ("مُحَمَّد", "محمد"),
    ("أحمد", "احمد"),
    ("فاطمة", "فاطمه"),
    ("عـلـي", "علی"),
    ("علاء", "علا"),
    ("لیلی", "ليلى"),
    ("mw. A. Yılmaz, ١٠:٤٠", "mw a yilmaz 10 40"),
    ("\u200eSamira\u200b\u00a0 K", "samira k"),
]
_TYPED = st.text(st.characters(exclude_categories=["Cn", "Co", "Cs"]), max_size=60)


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@given(text=_TYPED)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_letters_fold_as_they_do_among_others(text: str) -> None:
    assert f"{fold(text)} ب".split() == fold(f"{text} ب").split()


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060", "\u0301", "-", "’"])
def test_what_says_nothing_folds_to_nothing(text: str) -> None:
    assert fold(text) == ""


def test_the_browsers_table_is_the_servers() -> None:
    assert MODULE.read_text("utf-8") == write_module(), "run python -m scripts.foldings"


def test_the_phones_table_is_the_servers() -> None:
    assert COMMON.read_text("utf-8") == write_common(), "run python -m scripts.foldings"


def test_the_phone_folds_the_letters_of_the_four_languages_as_the_server_does() -> None:
    texts = [spelling for pair in SPELLINGS for spelling in pair if fold(spelling) != spelling]
    texts = [text for text in texts if not re.search("[Ͱ-ӿ]", text)]  # Greek and Cyrillic
    texts += [chr(point) for point in (*range(0x180), *range(0x600, 0x700)) if chr(point) != "µ"]
    there = call_in_node("device/folding.js", "fold", texts)

    assert [(text, fold(text)) for text in texts] == list(zip(texts, there, strict=True))


def test_the_browser_folds_as_the_server_does() -> None:
    texts = [spelling for pair in SPELLINGS for spelling in pair]
    # Every printable character below U+3100, alone and inside a word.
    texts += [chr(point) for point in range(0x3100) if chr(point).isprintable()]

    @settings(max_examples=500)
    @given(text=_TYPED)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    there = call_in_node("practice/folding.js", "fold", texts)

    assert [(text, fold(text)) for text in texts] == list(zip(texts, there, strict=True))
