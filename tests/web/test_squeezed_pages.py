"""A cached page, without needless blank space and end tags, parses to the same elements."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from flask.testing import FlaskClient

from pwa.locales import LANGUAGES
from tests.people.stories import DemoLogin

pytestmark = pytest.mark.on_one_database


def outline(element: Element) -> Iterator[tuple[object, ...]]:
    """Give the parsed elements, attributes and texts of a page, with blank space normalised."""
    text, tail = (" ".join((part or "").split()) for part in (element.text, element.tail))
    yield element.tag, sorted(element.attrib.items()), text
    for child in element:
        yield from outline(child)
    yield "end", element.tag, tail


def read(page: str) -> list[tuple[object, ...]]:
    # tinyhtml5 does not know `<template>`; browsers end open elements in one as in a `<div>`.
    tree = tinyhtml5.parse(
        re.sub(r"(</?)template\b", r"\1div", page), namespace_html_elements=False
    )
    return list(outline(tree))


def test_a_kept_page_is_the_page_that_it_was_made_from(
    client: FlaskClient, demo: DemoLogin
) -> None:
    for language in LANGUAGES:
        address = f"/{language}/check/{demo.slug}"
        kept = client.get(address).text
        made = client.post(f"{address}/form", data={}).text  # not cached, so not shortened

        assert len(kept) < len(made)
        assert read(kept) == read(made)
