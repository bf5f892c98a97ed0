"""The languages of an interpreter stand in the order of the dictionaries of the page's language."""

import pytest

from pwa.selfcheck.interpreters import CODES, interpreter_languages


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("nl", ["Hongaars", "Koerdisch", "Oekraïens", "Papiaments"]),
        ("tr", ["Bulgarca", "Çince", "Darice"]),
        ("tr", ["Hintçe", "İngilizce", "İspanyolca", "Kürtçe"]),
        ("ar", ["الإسبانية", "الأمازيغية", "البابيامينتو", "التركية"]),
    ],
)
def test_a_letter_with_a_mark_stands_where_readers_look_for_it(
    language: str, in_order: list[str]
) -> None:
    names = [option.text for option in interpreter_languages(language)]

    start = names.index(in_order[0])
    assert [name for name in names[start:] if name in in_order] == in_order


def test_no_language_is_lost() -> None:
    assert {option.code for option in interpreter_languages("tr")} == set(CODES)
