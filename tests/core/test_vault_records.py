from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.vault.crypto import CannotOpen, encrypt, new_key_pair, seal_to
from pwa.vault.records import DocumentAddress, SealedDocument, open_document, seal_document

PAIR = new_key_pair()
ADDRESS = DocumentAddress(
    practice_id=7, conversation_id=UUID(int=1), document_id=UUID(int=2), kind="check", schema=1
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
CONTENTS = st.dictionaries(st.text(), VALUES, max_size=8)


@given(content=CONTENTS)
def test_a_document_comes_back_as_it_was(content: dict[str, object]) -> None:
    assert (
        open_document(PAIR.private, ADDRESS, seal_document(PAIR.public, ADDRESS, content))
        == content
    )


def test_half_a_character_does_not_stop_a_document() -> None:
    content = {"own_words": "\ud800"}

    assert (
        open_document(PAIR.private, ADDRESS, seal_document(PAIR.public, ADDRESS, content))
        == content
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(ADDRESS, practice_id=8),
        replace(ADDRESS, conversation_id=UUID(int=9)),
        replace(ADDRESS, document_id=UUID(int=9)),
        replace(ADDRESS, document_id=2),
        replace(ADDRESS, kind="plan"),
        replace(ADDRESS, schema=2),
    ],
    ids=["practice", "conversation", "document", "number", "kind", "schema"],
)
def test_a_row_that_was_moved_does_not_open(elsewhere: DocumentAddress) -> None:
    sealed = seal_document(PAIR.public, ADDRESS, {"own_words": "story"})

    with pytest.raises(CannotOpen):
        open_document(PAIR.private, elsewhere, sealed)


@given(kinds=st.lists(st.text(), min_size=2, max_size=2, unique=True), schema=st.integers())
def test_no_two_addresses_give_the_same_bytes(kinds: list[str], schema: int) -> None:
    one, two = (replace(ADDRESS, kind=kind, schema=schema) for kind in kinds)

    assert one.associated_data() != two.associated_data()


def test_a_document_does_not_open_with_another_private_half() -> None:
    sealed = seal_document(PAIR.public, ADDRESS, {})

    with pytest.raises(CannotOpen):
        open_document(new_key_pair().private, ADDRESS, sealed)


def test_the_key_of_one_document_opens_no_other() -> None:
    one = seal_document(PAIR.public, ADDRESS, {"own_words": "one"})
    two = seal_document(PAIR.public, ADDRESS, {"own_words": "two"})

    with pytest.raises(CannotOpen):
        open_document(PAIR.private, ADDRESS, replace(one, sealed_key=two.sealed_key))


@given(place=st.integers(min_value=0, max_value=1052), mask=st.integers(min_value=1, max_value=255))
def test_a_document_with_one_byte_changed_does_not_open(place: int, mask: int) -> None:
    sealed = seal_document(PAIR.public, ADDRESS, {"own_words": "story"})
    body = bytearray(sealed.body)
    body[place] ^= mask

    with pytest.raises(CannotOpen):
        open_document(PAIR.private, ADDRESS, replace(sealed, body=bytes(body)))


@pytest.mark.parametrize("text", [b"", b"{", b'["a list"]', b"\xff\xfe\xfd"])
def test_what_a_stranger_sealed_to_the_same_half_does_not_pass(text: bytes) -> None:
    key = b"k" * 32
    forged = SealedDocument(
        seal_to(PAIR.public, key), encrypt(key, text, ADDRESS.associated_data())
    )

    with pytest.raises(CannotOpen):
        open_document(PAIR.private, ADDRESS, forged)


def test_a_document_key_of_another_length_does_not_pass() -> None:
    sealed = seal_document(PAIR.public, ADDRESS, {})

    with pytest.raises(CannotOpen):
        open_document(PAIR.private, ADDRESS, replace(sealed, sealed_key=seal_to(PAIR.public, b"k")))


def test_the_length_of_a_document_tells_little() -> None:
    short = seal_document(PAIR.public, ADDRESS, {"own_words": "a"})
    long = seal_document(PAIR.public, ADDRESS, {"own_words": "a" * 900})

    assert len(short.body) == len(long.body)
    assert len(short.sealed_key) == len(long.sealed_key)
