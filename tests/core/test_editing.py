"""Merge two edits of one record so that no typed text is lost, and what the form then shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.editing import Choice, read_base, read_choices, suggest, who_changed, without_choices

VALUES = st.sampled_from(["", "a", "b", "c"])


@pytest.mark.parametrize(
    ("mine", "saved", "base", "expected"),
    [
        ("a", "b", "a", Choice.SAVED),
        ("b", "a", "a", Choice.MINE),
        ("b", "b", "a", Choice.MINE),
        ("b", "c", "a", Choice.BOTH),
        ("a", "a", "a", Choice.SAVED),
    ],
)
def test_a_change_is_told_from_what_was_there(
    mine: str, saved: str, base: str, expected: Choice
) -> None:
    assert who_changed(mine, saved, base) is expected


@given(mine=VALUES, saved=VALUES, base=VALUES, can_keep_both=st.booleans())
def test_what_is_suggested_drops_no_text_that_somebody_typed(
    mine: str, saved: str, base: str, can_keep_both: bool
) -> None:
    chosen = suggest(mine, saved, base, is_empty=not mine, can_keep_both=can_keep_both)
    kept = {Choice.MINE: {mine}, Choice.SAVED: {saved}, Choice.BOTH: {mine, saved}}[chosen]
    assert mine in kept or mine in ("", base), "an own text goes only when it is no change"
    assert saved in kept or saved in (base, mine) or not can_keep_both


@given(fields=st.dictionaries(st.text(max_size=12), st.text(max_size=5), max_size=5))
def test_only_choices_that_exist_are_read(fields: dict[str, str]) -> None:
    forged = {**fields, "choice-goal": "both", "choice-step-1": "theirs", "choice-": "mine"}
    assert read_choices(forged) == {**read_choices(fields), "goal": Choice.BOTH, "": Choice.MINE}


@pytest.mark.parametrize("typed", ["", "-1", "1.0", "١", "²", "9" * 10, "1 ", "0x1", "٣٤"])
def test_a_version_that_is_no_number_is_none(typed: str) -> None:
    assert read_base(typed) == 0
    assert read_base("9" * 9) == 999_999_999


def test_before_a_conflict_was_decided_the_form_started_from_the_older_version() -> None:
    decided = {"goal": ["a"], "base": ["3"], "before": ["2"], "choice-goal": ["mine"]}
    assert without_choices(decided) == {"goal": ["a"], "base": ["2"], "before": ["2"]}
    untouched = {"goal": ["a"], "base": ["3"]}
    assert without_choices(untouched) == untouched
