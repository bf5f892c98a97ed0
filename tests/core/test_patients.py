"""Which lists are offered for a merge of one patient's lists; repeats in the access history."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from pwa.desk.patients.core import Candidate, find_alike
from pwa.mine.download.access_history import YOU, Looked, by_day, count_repeats

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def candidate(known_as: str = "", patient_name: str = "", *, days_ago: int = 0) -> Candidate:
    return Candidate(uuid4(), NOON - timedelta(days=days_ago), known_as, patient_name, "K7QM")


def looked(action: str, at: datetime, who: str = YOU) -> Looked:
    return Looked(at, "patient", None, who, action, action, 1, is_by_key=False)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("Samira, 10:40", "samira k"),
        ("José", "JOSE Garcia"),
        ("سميرة", "سميرة"),
    ],
)
def test_a_word_of_the_name_is_enough(own: str, other: str) -> None:
    found = find_alike([candidate(other)], candidate(own), "", most=5)

    assert [item.known_as for item in found] == [other]


def test_the_desks_own_words_count_as_well() -> None:
    found = find_alike([candidate(patient_name="mw. Yilmaz")], candidate("Ayşe Yilmaz"), "", most=5)

    assert len(found) == 1


def test_short_words_and_no_words_find_nobody() -> None:
    everybody = [candidate("de heer Bos"), candidate("")]

    assert find_alike(everybody, candidate("de M"), "", most=5) == []
    assert find_alike(everybody, candidate(""), "", most=5) == []


def test_what_is_typed_goes_before_the_own_name() -> None:
    found = find_alike([candidate("Bos"), candidate("Samira")], candidate("Samira"), "bos", most=5)

    assert [item.known_as for item in found] == ["Bos"]


def test_the_newest_come_first_and_not_too_many() -> None:
    lists = [candidate("Samira", days_ago=day) for day in (5, 1, 3)]

    found = find_alike(lists, candidate("Samira"), "", most=2)

    assert [item.shared_at for item in found] == [lists[1].shared_at, lists[2].shared_at]


def test_repeats_of_one_day_are_one_line_and_others_are_not() -> None:
    lines = [
        looked("conversation:read", NOON + timedelta(hours=2)),
        looked("conversation:read", NOON + timedelta(hours=1)),
        looked("plan:save", NOON),
        looked("conversation:read", NOON - timedelta(hours=1)),
        looked("conversation:read", NOON - timedelta(days=1)),
    ]

    counted = count_repeats(lines)

    assert [(line.action, line.times) for line in counted] == [
        ("conversation:read", 2),
        ("plan:save", 1),
        ("conversation:read", 1),
        ("conversation:read", 1),
    ]
    assert [len(items) for _, items in by_day(counted)] == [3, 1]
