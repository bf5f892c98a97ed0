"""What an uploaded service does to the directory, field by field."""

from dataclasses import replace
from datetime import date

import pytest

from pwa.directory.exchange.importing.core import (
    Kept,
    LineKind,
    OwnWish,
    PreviewLine,
    find_renewed,
    judge,
    judge_missing,
)
from pwa.directory.exchange.importing.preview import MAX_TERMS, PreviewMaker, read_lines, read_terms
from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.hsds import HelpService, Phone
from tests.inputs.help_imports import make_service

OLD = make_service(1, email="oud@example.org")
OWN = replace(OLD, email="zelf@example.org")
NEW = replace(OLD, email="nieuw@example.org")


def _kept(content: HelpService, said: HelpService | None = OLD, *, is_gone: bool = False) -> Kept:
    return Kept(uid=OLD.id, content=content, said=said, is_gone=is_gone)


@pytest.mark.parametrize(
    ("file", "here", "said", "kind", "email"),
    [
        (OLD, OLD, OLD, LineKind.SAME, None),
        (NEW, OLD, OLD, LineKind.CHANGED, NEW.email),
        (OLD, OWN, OLD, LineKind.SAME, None),  # only the practice changed it
        (NEW, OWN, OLD, LineKind.OWN, None),
        (NEW, NEW, OLD, LineKind.SAME, None),  # both say the same by now
        (NEW, OWN, None, LineKind.CHANGED, NEW.email),  # typed here, and never of a file
    ],
)
def test_three_versions_of_a_field(
    file: HelpService, here: HelpService, said: HelpService | None, kind: LineKind, email: str
) -> None:
    judged = judge(file, _kept(here, said))

    assert judged.kind is kind
    assert (judged.content.email if judged.content else None) == email


def test_what_the_practice_did_not_change_is_taken_over_beside_its_correction() -> None:
    judged = judge(replace(NEW, url="https://example.org/"), _kept(OWN))

    assert judged.kind is LineKind.OWN
    assert judged.content == replace(OWN, url="https://example.org/")
    assert {change.name: change.stays for change in judged.changes} == {
        "email": True,
        "url": False,
    }


def test_the_file_goes_first_where_somebody_chose_that() -> None:
    assert judge(NEW, _kept(OWN), takes_file=True).content == NEW


@pytest.mark.parametrize(
    ("file", "here", "expected"),
    [
        (date(2026, 10, 2), date(2026, 10, 1), date(2026, 10, 2)),
        (date(2026, 10, 1), date(2026, 10, 2), None),
        (None, date(2026, 10, 2), None),
        (date(2026, 10, 1), None, date(2026, 10, 1)),
    ],
)
def test_the_later_check_holds(file: date | None, here: date | None, expected: date | None) -> None:
    judged = judge(replace(OLD, assured_on=file), _kept(replace(OLD, assured_on=here)))

    assert (judged.content.assured_on if judged.content else None) == expected


def test_new_ids_of_parts_change_nothing() -> None:
    numbers = tuple(replace(phone, id="another") for phone in OLD.phones)

    assert judge(replace(OLD, phones=numbers), _kept(OLD)).kind is LineKind.SAME
    numbers = (Phone(id=OLD.phones[0].id, number="030 111 11 11"),)
    assert judge(replace(OLD, phones=numbers), _kept(OLD)).kind is LineKind.CHANGED


def test_what_was_removed_here_stays_away_and_what_an_undo_removed_comes_back() -> None:
    by_the_practice = judge(NEW, _kept(OLD, is_gone=True))
    by_an_undo = judge(NEW, _kept(OLD, None, is_gone=True))

    assert (by_the_practice.kind, by_the_practice.wish) == (LineKind.OWN, OwnWish.REMOVED)
    assert by_the_practice.content is None
    assert (by_an_undo.kind, by_an_undo.content) == (LineKind.ADDED, NEW)


def test_what_the_file_has_no_more_goes_unless_the_practice_changed_it() -> None:
    checked = replace(OLD, assured_on=date(2026, 11, 1))

    assert judge_missing(_kept(OLD)).removes
    assert judge_missing(_kept(checked)).removes
    assert judge_missing(_kept(OWN)).wish is OwnWish.MISSED
    assert not judge_missing(_kept(OWN)).removes
    assert judge_missing(_kept(OWN), takes_file=True).removes


@pytest.mark.parametrize(
    ("shared", "renewed"),
    [({}, None), ({"a": 4}, None), ({"a": 5}, "a"), ({"a": 6, "b": 9}, "b"), ({"b": 2}, None)],
)
def test_a_file_renews_the_import_of_which_it_has_half(
    shared: dict[str, int], renewed: str | None
) -> None:
    assert find_renewed(shared, {"a": 10, "b": 10}) == renewed


def test_a_preview_gives_its_lines_by_pages_and_its_most_frequent_terms() -> None:
    maker = PreviewMaker()
    for number in range(120):
        maker.add(PreviewLine(kind=LineKind.ADDED, name=f"dienst {number}"))
        maker.add(PreviewLine(kind=LineKind.SAME, name="zelfde", beyond=("service.fax",)))
    for number in range(MAX_TERMS + 20):
        maker.ask(ForeignTerm("AIRS", f"term {number}"))
    maker.ask(ForeignTerm("AIRS", "term 7"))

    stored = maker.finish()

    pages = [read_lines(stored, LineKind.ADDED, page) for page in (0, 1, 2, 3, 4)]
    assert [len(page) for page in pages] == [0, 50, 50, 20, 0]
    assert pages[3][-1].name == "dienst 119"
    assert read_lines(stored, LineKind.SAME, 1) == []
    assert maker.counts.beyond == {"service.fax": 120}
    terms = read_terms(stored)
    assert (len(terms), terms[0].term.term, terms[0].count) == (MAX_TERMS, "term 7", 2)
    assert maker.asked == MAX_TERMS + 20
