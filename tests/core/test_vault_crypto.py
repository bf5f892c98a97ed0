import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.vault.crypto import (
    CannotOpen,
    Format,
    MasterKey,
    MasterKeys,
    decrypt,
    derive,
    encrypt,
    new_key_pair,
    open_sealed,
    public_half,
    seal_to,
    unwrap_by_password,
    unwrap_by_secret,
    wrap_by_password,
    wrap_by_secret,
)
from tests.databases.homes import CHEAP

KEYS = st.binary(min_size=32, max_size=32)
PAIR = new_key_pair()
OTHER_PAIR = new_key_pair()


def damaged(blob: bytes, place: int, mask: int) -> bytes:
    place %= len(blob)
    return blob[:place] + bytes([blob[place] ^ mask]) + blob[place + 1 :]


PLACES = st.integers(min_value=0, max_value=5000)
MASKS = st.integers(min_value=1, max_value=255)


@given(message=st.binary(max_size=3000))
def test_what_is_sealed_opens_with_the_private_half_only(message: bytes) -> None:
    blob = seal_to(PAIR.public, message)

    assert blob[0] == Format.SEALED
    assert open_sealed(PAIR.private, blob) == message
    with pytest.raises(CannotOpen):
        open_sealed(OTHER_PAIR.private, blob)


@given(message=st.binary(max_size=60), place=PLACES, mask=MASKS)
def test_a_sealed_box_with_one_byte_changed_does_not_open(
    message: bytes, place: int, mask: int
) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(PAIR.private, damaged(seal_to(PAIR.public, message), place, mask))


@given(rest=st.binary(max_size=80))
def test_rubbish_is_no_sealed_box(rest: bytes) -> None:
    for blob in (rest, bytes([Format.SEALED]) + rest):
        with pytest.raises(CannotOpen):
            open_sealed(PAIR.private, blob)


def test_the_public_half_follows_from_the_private_one() -> None:
    assert public_half(PAIR.private) == PAIR.public


def test_a_key_pair_keeps_its_private_half_out_of_logs() -> None:
    assert "private" not in repr(PAIR)


@given(key=KEYS, message=st.binary(max_size=3000), associated=st.binary(max_size=99))
def test_content_comes_back_as_it_was(key: bytes, message: bytes, associated: bytes) -> None:
    blob = encrypt(key, message, associated)

    assert blob[0] == Format.CONTENT
    assert decrypt(key, blob, associated) == message


@given(key=KEYS, other=KEYS, associated=st.binary(max_size=9), elsewhere=st.binary(max_size=9))
def test_content_opens_with_its_own_key_and_place_only(
    key: bytes, other: bytes, associated: bytes, elsewhere: bytes
) -> None:
    blob = encrypt(key, b"story", associated)

    if other != key:
        with pytest.raises(CannotOpen):
            decrypt(other, blob, associated)
    if elsewhere != associated:
        with pytest.raises(CannotOpen):
            decrypt(key, blob, elsewhere)


@given(key=KEYS, place=PLACES, mask=MASKS)
def test_content_with_one_byte_changed_does_not_open(key: bytes, place: int, mask: int) -> None:
    with pytest.raises(CannotOpen):
        decrypt(key, damaged(encrypt(key, b"story", b"here"), place, mask), b"here")


@pytest.mark.parametrize("kept", range(30))
def test_content_that_was_cut_off_does_not_open(kept: int) -> None:
    blob = encrypt(bytes(32), b"story", b"")

    for cut in (blob[:kept], blob[: -1 - kept]):
        with pytest.raises(CannotOpen):
            decrypt(bytes(32), cut, b"")


@given(one=st.binary(max_size=1023), two=st.binary(max_size=1023))
def test_contents_below_a_kilobyte_have_one_length(one: bytes, two: bytes) -> None:
    assert len(encrypt(bytes(32), one, b"")) == len(encrypt(bytes(32), two, b""))


@given(size=st.integers(min_value=0, max_value=9000))
def test_contents_grow_by_whole_kilobytes(size: int) -> None:
    overhead = 1 + 12 + 16

    assert (len(encrypt(bytes(32), bytes(size), b"")) - overhead) % 1024 == 0


@given(key=KEYS, message=st.binary(max_size=50))
def test_the_same_content_never_looks_the_same_twice(key: bytes, message: bytes) -> None:
    assert encrypt(key, message, b"") != encrypt(key, message, b"")
    assert seal_to(PAIR.public, message) != seal_to(PAIR.public, message)


@given(secret=KEYS, message=st.binary(max_size=99), label=st.text(max_size=20))
def test_a_wrap_opens_with_its_secret_and_label(secret: bytes, message: bytes, label: str) -> None:
    blob = wrap_by_secret(secret, message, label)

    assert unwrap_by_secret(secret, blob, label) == message
    with pytest.raises(CannotOpen):
        unwrap_by_secret(secret, blob, label + "x")
    with pytest.raises(CannotOpen):
        unwrap_by_secret(secret[::-1] + b"x", blob, label)


@given(place=PLACES, mask=MASKS)
def test_a_wrap_with_one_byte_changed_does_not_open(place: int, mask: int) -> None:
    with pytest.raises(CannotOpen):
        unwrap_by_secret(b"s" * 16, damaged(wrap_by_secret(b"s" * 16, b"k", "a"), place, mask), "a")


@given(secret=KEYS, one=st.text(max_size=9), two=st.text(max_size=9))
def test_each_label_has_a_key_of_its_own(secret: bytes, one: str, two: str) -> None:
    assert (derive(secret, one) == derive(secret, two)) == (one == two)
    assert len(derive(secret, one, 64)) == 64


# The tests below hold at any Argon2 cost, so they use the cheapest.
COST = CHEAP.password


@given(password=st.text(max_size=30), message=st.binary(min_size=32, max_size=32))
def test_a_password_opens_what_it_wrapped(password: str, message: bytes) -> None:
    blob = wrap_by_password(password, message, "care", COST)

    assert unwrap_by_password(password, blob, "care", COST) == message
    with pytest.raises(CannotOpen):
        unwrap_by_password(password + "x", blob, "care", COST)


def test_a_password_typed_on_another_keyboard_opens_too() -> None:
    blob = wrap_by_password("cafe\N{COMBINING ACUTE ACCENT} ﬁets", b"key", "care", COST)

    assert (
        unwrap_by_password("caf\N{LATIN SMALL LETTER E WITH ACUTE} fiets", blob, "care", COST)
        == b"key"
    )


@pytest.mark.parametrize("place", [0, 1, 16, 17, 28, 29, 40, -1], ids=str)
def test_a_password_wrap_with_one_byte_changed_does_not_open(place: int) -> None:
    blob = wrap_by_password("fiets", bytes(32), "care", COST)

    with pytest.raises(CannotOpen):
        unwrap_by_password("fiets", damaged(blob, place, 1), "care", COST)


def test_a_password_wrap_opens_under_its_own_label_only() -> None:
    with pytest.raises(CannotOpen):
        unwrap_by_password(
            "fiets", wrap_by_password("fiets", bytes(32), "desk", COST), "care", COST
        )


def test_a_password_wrap_that_was_cut_off_does_not_open() -> None:
    blob = wrap_by_password("fiets", bytes(32), "desk", COST)

    for kept in (0, 1, 10, 17, 20):
        with pytest.raises(CannotOpen):
            unwrap_by_password("fiets", blob[:kept], "desk", COST)


def test_a_master_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(b"short")


@given(current=KEYS, older=KEYS, message=st.binary(max_size=99), label=st.text(max_size=9))
def test_after_a_rotation_old_wraps_open_and_new_ones_name_the_new_key(
    current: bytes, older: bytes, message: bytes, label: str
) -> None:
    before = MasterKeys(older)
    blob = before.wrap(message, label)
    after = MasterKeys(current, older)

    assert after.unwrap(blob, label) == message
    assert after.unwrap(after.wrap(message, label), label) == message
    assert after.wrap(message, label)[1:5] == MasterKey(current).short_id
    assert MasterKeys(current).unwrap(after.rewrap(blob, ["another", label]), label) == message
    if current != older:
        with pytest.raises(CannotOpen):
            MasterKeys(current).unwrap(blob, label)


@given(place=PLACES, mask=MASKS)
def test_a_master_wrap_with_one_byte_changed_does_not_open(place: int, mask: int) -> None:
    master = MasterKeys(b"k" * 32, b"o" * 32)

    with pytest.raises(CannotOpen):
        master.unwrap(damaged(master.wrap(b"key", "a"), place, mask), "a")


def test_a_master_wrap_opens_under_its_own_label_only() -> None:
    master = MasterKeys(b"k" * 32)

    with pytest.raises(CannotOpen):
        master.unwrap(master.wrap(b"key", "a"), "b")


def test_a_wrap_that_names_this_key_but_is_of_another_does_not_open() -> None:
    master, stranger = MasterKey(b"k" * 32), MasterKey(b"o" * 32)
    blob = stranger.wrap(b"key", "a")

    with pytest.raises(CannotOpen):
        master.unwrap(blob[:1] + master.short_id + blob[5:], "a")


def test_what_is_damaged_is_not_wrapped_anew() -> None:
    master = MasterKeys(b"k" * 32)

    with pytest.raises(CannotOpen):
        master.rewrap(master.wrap(b"key", "a"), ["b", "c"])


def test_each_purpose_of_a_master_key_has_its_own_key() -> None:
    master = MasterKeys(b"k" * 32)

    assert len({master.derive("a"), master.derive("b"), master.mac("a", b""), b"k" * 32}) == 4


def test_a_blob_of_one_sort_never_opens_as_another() -> None:
    key = b"k" * 32
    wrapped = wrap_by_secret(key, bytes(32), "a")

    with pytest.raises(CannotOpen):
        decrypt(key, wrapped, b"a")
    with pytest.raises(CannotOpen):
        decrypt(derive(key, "wrap a"), bytes([Format.CONTENT]) + wrapped[1:], b"a")


def test_content_without_our_padding_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without_padding:
        without_padding.setattr("pwa.vault.crypto.sodium_pad", lambda message, _: message)
        blob = encrypt(bytes(32), bytes(2048), b"")

    with pytest.raises(CannotOpen):
        decrypt(bytes(32), blob, b"")
