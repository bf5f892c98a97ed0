"""Whatever stands in a service of a file, reading it ends with a service or with a reason."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.directory.exchange.hsds_reader import Read, read_hsds
from pwa.directory.exchange.hsds_writer import write_hsds
from pwa.directory.exchange.reading import MAX_TEXT
from pwa.directory.exchange.values import as_markup, make_uuid, plain_text
from pwa.directory.hsds import HelpService
from pwa.text import clean_text
from tests.inputs.foreign_service import foreign_service

TODAY = date(2026, 11, 30)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["<script>alert(1)</script>", "=1+1", "\0", "\ud800", "9" * 400, "x" * 30_000]
    )
)
JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


def _places(values: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inside: dict[str | int, object] = values if isinstance(values, dict) else {}
    if isinstance(values, list):
        inside = dict(enumerate(values))
    for key, value in inside.items():
        yield from _places(value, (*path, key))


PLACES = list(_places(foreign_service()))


def _replaced(path: tuple[str | int, ...], value: object) -> object:
    if not path:
        return value
    values: Any = foreign_service()
    outer = values
    for key in path[:-1]:
        outer = outer[key]
    outer[path[-1]] = value
    return values


def check(read: Read) -> None:
    assert (read.service is None) == (read.is_removed or bool(read.reasons))
    said = [*read.reasons, *read.notes]
    assert all(len(str(value)) <= 60 for each in said for value in each.values.values())
    assert len(read.beyond) <= 100
    if read.service is not None:
        # It can be stored and exported, and its texts are bounded and clean.
        stored = msgspec.json.encode(read.service, order="deterministic")
        assert msgspec.json.decode(stored, type=HelpService) == read.service
        msgspec.json.encode(list(write_hsds([read.service])))
        texts = list(_texts(read.service))
        assert all(len(text) <= MAX_TEXT and text == clean_text(text) for text in texts)


def _texts(service: HelpService) -> Iterator[str]:
    yield service.name
    for each in (service.what, service.audience, service.fees):
        yield from each.values()
    for contact in service.contacts:
        yield from (contact.name, contact.title)


@settings(max_examples=400)
@given(st.sampled_from(PLACES), JSON)
def test_any_value_at_any_place_is_read_or_refused(
    path: tuple[str | int, ...], value: object
) -> None:
    check(read_hsds(_replaced(path, value), {}, today=TODAY))


@settings(max_examples=100)
@given(JSON)
def test_any_json_is_read_or_refused(values: object) -> None:
    check(read_hsds(values, {}, today=TODAY))


@given(st.text())
def test_no_text_is_changed_by_going_out_and_coming_back(text: str) -> None:
    clean = clean_text(text)

    assert plain_text(as_markup(clean)) == clean


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_id_made_of_words_is_a_uuid_of_version_5(owner: UUID, words: str) -> None:
    assert make_uuid(str(owner), words) == str(uuid5(owner, words))


def test_markup_of_others_becomes_plain_text() -> None:
    assert (
        plain_text("<h2>Uitleg</h2>Kom<br/>langs<script>alert(1)</script>") == "Uitleg\nKom\nlangs"
    )
    assert plain_text("3 &lt; 5 &amp; R&D") == "3 < 5 & R&D"
    assert plain_text("<" * 20_000) == "<" * 20_000
