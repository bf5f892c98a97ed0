"""Telephone numbers: which ones the settings accept, and which number a link dials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.directory.packaged import EXAMPLE, NATIONAL, load_services
from pwa.typed.phones import dial, read_phone


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+31 (0)30 271 99 99", "+31302719999"),
        ("030 271 99 99", "+31302719999"),
        ("030-2719999", "+31302719999"),
        ("(030) 271 99 99", "+31302719999"),
        ("0031 30 271 99 99", "+31302719999"),
        ("030/271.99.99", "+31302719999"),
        ("٠٣٠ ٢٧١ ٩٩ ٩٩", "+31302719999"),
        ("\u200e030\u2011271\u00a099\u00a099", "+31302719999"),
        ("06-12345678", "+31612345678"),
        ("088 0767 000", "+31880767000"),
        ("+49 (0)89 123456", "+4989123456"),
        ("112", "112"),
        ("113", "113"),
        ("116117", "116117"),
        ("0800-0113", "08000113"),
        ("0900 1515", "09001515"),
        ("14 030", "14030"),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(written: str, dialled: str) -> None:
    assert read_phone(written) is not None
    assert dial(written) == dialled


@pytest.mark.parametrize(
    "typed",
    ["", "030", "030 271 99", "030 271 99 99 99 99", "1", "99", "+31", "+31 0800", "bel de praktijk",
     "030 271 99 99, kies 1", "030 271 99 99 #2", "\u200b", "030 271 9²99", "0" * 30],
)  # fmt: skip
def test_what_nobody_can_dial_is_no_number(typed: str) -> None:
    assert read_phone(typed) is None


def test_a_number_is_kept_as_it_was_written_in_digits_of_ours() -> None:
    assert read_phone(" ٠٣٠  ٢٧١–٩٩ ٩٩\u200f") == "030 271-99 99"


def test_every_packaged_number_can_be_dialled() -> None:
    numbers = {
        phone.number
        for name in (NATIONAL, EXAMPLE)
        for service in load_services(name)
        for phone in service.phones
    }

    assert "113" in numbers
    assert all(read_phone(number) == number for number in numbers)


@given(st.text(max_size=60))
def test_a_link_never_holds_anything_but_a_number(text: str) -> None:
    assert set(dial(text)) <= set("+0123456789")
