from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.vault.base64url import to_text
from pwa.vault.crypto import CannotOpen, MasterKeys
from pwa.vault.patient.codes import (
    ALPHABET,
    CODE_LENGTH,
    RECOVERY_KEY_LENGTH,
    CodeError,
    PatientSecret,
    SecretKind,
    check_character,
    format_code,
    new_code,
    new_link_secret,
    new_recovery_key,
    parse_code,
    parse_link_secret,
    parse_recovery_key,
    read_link_code,
    stretch_code,
    write_link_code,
)
from tests.databases.homes import CHEAP

MASTER = MasterKeys(b"k" * 32)
HERE = UUID(int=1)
ELSEWHERE = UUID(int=2)


def completed(body: str) -> str:
    return body + check_character(body)


CODES = st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1).map(completed)
LINK_BYTES = st.binary(min_size=16, max_size=16)


def test_a_new_code_has_twelve_characters_that_cannot_be_confused() -> None:
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) == set(ALPHABET)
    assert all(parse_code(code) == code for code in codes)


def test_every_new_code_is_found_among_words() -> None:
    """One random code in ninety has no digit and looks like a name; new_code() draws again."""
    for code in (new_code() for _ in range(2_000)):
        assert parse_code(f"\u200fرمزك:\u00a0{format_code(code).lower()} \u200f(للطبيب)") == code


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert format_code("K7QM4T2X9HDF") == "K7QM-4T2X-9HDF"


def test_the_check_character_is_the_one_that_the_phone_computes() -> None:
    # Computed by hand; every implementation must give the same.
    assert check_character("0") == "0"
    assert check_character("1") == "Y"
    assert check_character("Z") == "1"
    assert check_character("ZZ") == "2"
    assert check_character("K7QM4T2X9HD") == "F"


@given(code=CODES)
def test_every_single_wrong_character_is_found(code: str) -> None:
    for place in range(len(code)):
        for wrong in ALPHABET.replace(code[place], ""):
            with pytest.raises(CodeError):
                parse_code(code[:place] + wrong + code[place + 1 :])


@given(code=CODES)
def test_every_swap_of_neighbours_is_found_except_0_with_z(code: str) -> None:
    for place, (left, right) in enumerate(pairwise(code)):
        swapped = code[:place] + right + left + code[place + 2 :]
        if left == right or {left, right} == {"0", "Z"}:
            assert parse_code(swapped) == swapped
        else:
            with pytest.raises(CodeError):
                parse_code(swapped)


TYPED: dict[str, Callable[[str], str]] = {
    "in small letters": lambda code: code.lower(),
    "with spaces": lambda code: f"  {' '.join(code)}\n",
    "with a long dash": lambda code: format_code(code).replace("-", " \N{EN DASH} "),
    "with a soft hyphen and marks of direction": lambda code: (
        f"\u200f{code[:6]}\u00ad{code[6:]}\u200e"
    ),
    "with O for 0": lambda code: code.replace("0", "O"),
    "with I for 1": lambda code: code.replace("1", "I"),
    "with l for 1": lambda code: code.replace("1", "l"),
    "with a Turkish dotless i": lambda code: code.replace("1", "ı"),
    "with a Turkish dotted I": lambda code: code.replace("1", "İ"),
    "in Arabic digits": lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "in Persian digits": lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "in full-width characters": lambda code: "".join(chr(ord(each) + 0xFEE0) for each in code),
}


@pytest.mark.parametrize("how", TYPED)
@given(code=CODES)
def test_a_code_is_read_as_people_type_it(how: str, code: str) -> None:
    assert parse_code(TYPED[how](code)) == code


@given(text=st.text(max_size=300))
def test_any_text_is_a_code_or_a_typing_mistake(text: str) -> None:
    try:
        code = parse_code(text)
    except CodeError:
        return
    assert completed(code[:-1]) == code


@pytest.mark.parametrize(
    "text", ["", "K7QM", "K7QM-4T2X-9HDF-F", "K7QM-4T2X-9HUF", "²" * 12, " " * 500]
)
def test_what_cannot_be_a_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        parse_code(text)


def test_a_recovery_key_can_be_typed_from_paper() -> None:
    key = new_recovery_key()

    assert len(key) == RECOVERY_KEY_LENGTH
    assert parse_recovery_key(format_code(key).lower()) == key
    with pytest.raises(CodeError):
        parse_code(key)


@given(secret=LINK_BYTES)
def test_a_link_secret_is_read_in_one_spelling_only(secret: bytes) -> None:
    text = new_link_secret()
    found = parse_link_secret(text)

    assert len(text) == 22
    assert len(found.secret) == 16
    for spelling in {text[:-1] + last for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"} - {text}:
        try:
            assert parse_link_secret(spelling).secret != found.secret
        except CodeError:
            continue


@pytest.mark.parametrize("text", ["", "A" * 21, "A" * 23, "é" * 22, "A" * 21 + "!", "+" * 21 + "A"])
def test_what_cannot_be_a_link_secret_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        parse_link_secret(text)


@given(secret=LINK_BYTES)
def test_a_link_is_read_from_its_code_on_paper_or_from_what_was_pasted(secret: bytes) -> None:
    link = to_text(secret)
    code = write_link_code(link)

    assert len(code) == 27
    written = format_code(code).lower().replace("0", "o")
    for typed in (code, written, f" {link} ", f"https://gesprek.example/handover#{link}."):
        assert read_link_code(typed) == link


@pytest.mark.parametrize("typed", ["", "#", "K7QM-4T2X-9HDF", completed("Z" * 26), "x" * 300])
def test_what_is_no_code_of_a_link_is_refused(typed: str) -> None:
    with pytest.raises(CodeError):
        read_link_code(typed)


@given(secret=LINK_BYTES)
def test_a_patients_secret_opens_its_own_conversation_only(secret: bytes) -> None:
    for kind in SecretKind:
        mine = PatientSecret(kind, secret)
        blob = mine.wrap(MASTER, b"private half", HERE)

        assert mine.unwrap(MASTER, blob, HERE) == b"private half"
        with pytest.raises(CannotOpen):
            mine.unwrap(MASTER, blob, ELSEWHERE)
        with pytest.raises(CannotOpen):
            PatientSecret(kind, secret[::-1] + b"x").unwrap(MASTER, blob, HERE)
        with pytest.raises(CannotOpen):
            mine.unwrap(MasterKeys(b"o" * 32), blob, HERE)


def test_a_code_and_a_link_never_find_the_same_row() -> None:
    code, link = (PatientSecret(kind, bytes(32)) for kind in SecretKind)

    assert code.digest(MASTER) != link.digest(MASTER)
    with pytest.raises(CannotOpen):
        link.unwrap(MASTER, code.wrap(MASTER, b"private half", HERE), HERE)


def test_a_patients_secret_stays_out_of_logs() -> None:
    assert "secret" not in repr(PatientSecret(SecretKind.LINK, b"s" * 16))


@given(code=CODES)
def test_a_code_is_found_again_and_only_with_the_same_key(code: str) -> None:
    stored = stretch_code(code, CHEAP.code).digest(MASTER)

    assert stored == stretch_code(code, CHEAP.code).digest(MasterKeys(b"k" * 32))
    assert stored != stretch_code(code, CHEAP.code).digest(MasterKeys(b"n" * 32))
