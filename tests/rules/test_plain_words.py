"""Words that patients read: no verb that addresses a man, and no Dutch that was found too hard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.check_catalogues import is_for_staff
from scripts.strings import catalogues, read_catalogue

DATA = Path(__file__).parents[2] / "pwa/directory/data"
# Second person masculine, unlike the feminine also without its vowels: verbs of the present tense
# and commands. A text says it with a noun instead ("the sharing of …", "please the opening of …").
ADDRESSES_A_MAN = {
    *("تريد", "تعاني", "ستقول", "ستحصل", "تشاركها", "تحذفها", "تراها", "تدفع", "تتكلم"),
    *(
        "اكتب",
        "اكتبه",
        "انظر",
        "اسأل",
        "حاول",
        "استخدم",
        "اسمح",
        "تخطَّ",
        "اختر",
        "اضغط",
        "افتح",
        "احذف",
    ),
    *("تفكر", "تمشي", "تتعلم", "متأكدًا", "قلقًا", "تفضل"),
}
# "You" and "your" of several people: the catalogue speaks to one patient everywhere.
ADDRESSES_SEVERAL = re.compile(r"\w{3,}كم\b")
# What readers did not understand, or read twice.
TOO_HARD = {"hoogstens", "ongedaan", "kruisje", "oorzaak", "steunpunt"}


def patients_texts(language: str) -> Iterator[str]:
    path = dict(catalogues())[language]
    for message in read_catalogue(path, language):
        if message.id and not is_for_staff(message):
            yield from [message.string] if isinstance(message.string, str) else message.string or ()
    for file in DATA.glob("*.json"):
        yield from _find_texts(json.loads(file.read_text("utf-8")), language)


def _find_texts(data: object, language: str) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get(language), str):
            yield data[language]
        for value in data.values():
            yield from _find_texts(value, language)
    elif isinstance(data, list):
        for value in data:
            yield from _find_texts(value, language)


@pytest.mark.parametrize(("language", "words"), [("ar", ADDRESSES_A_MAN), ("nl", TOO_HARD)])
def test_no_text_for_patients_has_such_a_word(language: str, words: set[str]) -> None:
    found = [
        text
        for text in patients_texts(language)
        if words & set(re.findall(r"[^\W\d_][\w\u064b-\u0652]*", text.lower()))
    ]

    assert found == []


def test_arabic_speaks_to_one_person() -> None:
    found = [text for text in patients_texts("ar") if ADDRESSES_SEVERAL.search(text)]

    assert found == []
