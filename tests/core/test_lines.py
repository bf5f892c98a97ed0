"""The first things in words, for the page without a script."""

import pytest

from pwa.selfcheck.core import Priority, SelfCheck
from pwa.selfcheck.lines import build_lines
from tests.pages.catalogues import catalogue


def said(check: SelfCheck, language: str = "nl") -> list[str]:
    gettext = catalogue(language).gettext
    lines = build_lines(check, language=language, translate=gettext)
    return [gettext(line.text) % line.values for line in lines]


def test_what_is_first_what_makes_it_worse_and_what_is_wanted() -> None:
    check = SelfCheck(
        language="nl",
        priorities=(Priority("tired", "", "yes"), Priority("caring", "", None)),
        worse_by=("caring", "sleep"),
        wants=("know", "think_together"),
    )

    assert said(check) == [
        "Eerst moe zijn, hulp: ja",
        "Dan voor iemand zorgen",
        "Erger door: voor iemand zorgen en slecht slapen",
        "U wilt: weten wat ik heb en samen nadenken",
    ]


def test_own_words_stay_as_they_were_typed() -> None:
    check = SelfCheck(language="nl", priorities=(Priority("other", "Mijn rug", None),))

    assert said(check) == ["Eerst Mijn rug"]


def test_without_answers_there_is_nothing_to_say() -> None:
    assert said(SelfCheck(language="nl")) == []


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_causes_that_are_no_topics_have_words_too(language: str) -> None:
    check = SelfCheck(
        language="nl", priorities=(Priority("tired", "", None),), worse_by=("unknown",)
    )

    assert len(said(check, language)) == 2
