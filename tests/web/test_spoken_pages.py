"""Every visible text of the patient's pages has a voice, or is known to be somebody's own words."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pwa.voice.core import plain, split_sentences
from pwa.voice.sentences import patterns, sentences
from tests.pages.tree import SVG, parse_page
from tests.people.stories import DemoLogin

# The neutral page, `away`, has no ear: it shows nothing but a calendar.
# Names of practices, people and languages, addresses and numbers: the phone's voice alone says them.
NAMES = re.compile(r"de dreef|voorbeeld|bakker|@|^[\W\d_]*$", re.IGNORECASE)
SILENT = {"script", "style", "noscript", f"{SVG}svg", "bdi", "option", "select"}
EDGES = " \t\n.,;:!?()[]«»“”\"'،؛؟…→←↑↓–—-"
PAGES = ("p/{}", "check/{}", "help/{}", "open", "own", "offline")


class Voice:
    """What can be said in a language; the twin of js/voice/wording.js, as far as this test needs it."""

    def __init__(self, language: str) -> None:
        self.known = {key(sentence.text) for sentence in sentences(language)}
        self.patterns = [
            re.compile("(.+?)".join(map(re.escape, plain(text).lower().split("{}"))) + "$")
            for text in patterns(language)
        ]

    def says(self, text: str) -> bool:
        return all(map(self._says_sentence, split_sentences(text)))

    def _says_sentence(self, text: str) -> bool:
        return key(text) in {"", *self.known} or any(
            pattern.match(plain(text).lower()) for pattern in self.patterns
        )


def key(text: str) -> str:
    return plain(text).lower().strip(EDGES)


def visible_texts(page: str) -> Iterator[str]:
    body = parse_page(page)[0].find("body")
    assert body is not None, page[:300]
    for text in texts_in(body):
        if re.search(r"[^\W\d_]", text):
            yield plain(text)


def texts_in(element: Element) -> Iterator[str]:
    """Give the texts of an element and of what is in it, without what is hidden or somebody's own."""
    is_ours = element.tag not in SILENT and not {"lang", "aria-hidden"} & element.attrib.keys()
    if is_ours:
        yield element.text or ""
    for child in element:
        if is_ours:
            yield from texts_in(child)
            yield child.tail or ""


@pytest.mark.on_one_database
def test_every_visible_text_has_a_voice(app: Flask, client: FlaskClient, demo: DemoLogin) -> None:

    for language in ("nl", "tr", "ar"):
        voice = Voice(language)
        without = {
            text
            for page in PAGES
            for text in visible_texts(client.get(f"/{language}/{page.format(demo.slug)}").text)
            if not NAMES.search(text) and not voice.says(text)
        }

        assert without == set(), language
