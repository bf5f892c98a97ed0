"""What of a page has no voice: read as js/voice/pieces.js reads it, and taken apart by js/voice/wording.js itself, in Node."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from pwa.voice.alphabet import attached_and
from pwa.voice.sentences import patterns, sentences
from tests.pages.tree import SVG, parse_page
from tests.phones.in_node import run_in_node

# Elements within a line. All others are texts of their own; style sheets make each <small> one.
_INLINE = frozenset(("a", "abbr", "b", "br", "em", "i", "span", "strong", "time"))
# What a page fills in: typed words, and words of ours.
_PLACES = frozenset(("bdi", "q"))
# As SILENT in js/voice/ear_blocks.js.
_SILENT = frozenset(("script", "style", "noscript", "textarea", "select", f"{SVG}svg"))
_SILENT_ATTRIBUTES = frozenset(("data-code", "data-link", "hreflang"))
# Signs around what a page fills in, and between elements with nothing in between, as in pieces.js.
_PLACE, _APART = "\ue000", "\x1f"
_FILLED = re.compile(f"{_PLACE}([^{_PLACE}]*){_PLACE}")
# What a script fills in: a number stands for all of it.
_FILLED_LATER = re.compile(r"%\(\w+\)s")
_TAKE = """
input.map(({ heard, ...manifest }) => {
  const wording = new call(manifest);
  return heard.map((text) => wording.take(text).filter(({ file }) => file === undefined).map((part) => part.text));
})
"""

# Language to the texts that are read aloud in it, each with where it stands.
Heard = defaultdict[str, defaultdict[str, set[str]]]


def new_heard() -> Heard:
    return defaultdict(lambda: defaultdict(set))


def hear(heard: Heard, html: str, language: str, name: str) -> None:
    """Note the texts of a page."""
    body = parse_page(html)[0].find("body")
    assert body is not None, html[:300]
    for spoken, text in _texts(body, language):
        heard[spoken][_FILLED_LATER.sub("1", text)].add(name)


def find_silent(heard: Heard) -> Iterator[str]:
    """Find texts of which something has no voice, although nobody typed it."""
    manifests = [_manifest(language, heard[language]) for language in heard]
    answers = run_in_node("voice/wording.js", "Wording", _TAKE, manifests)
    for language, missing in zip(heard, answers, strict=True):
        for (text, names), parts in zip(heard[language].items(), missing, strict=True):
            typed = _FILLED.findall(text)
            for part in parts:
                if part not in typed:
                    yield f"{language}, {', '.join(sorted(names))}: {part!r} in {text!r}"


def _manifest(language: str, texts: Mapping[str, object]) -> dict[str, object]:
    """Write the list of voices of a practice that has all of them, and what is to be said."""
    return {
        "language": language,
        "texts": {each.text: [each.id, "computer", 1] for each in sentences(language)},
        "patterns": patterns(language),
        "words": {"and": attached_and(language)},
        "heard": list(texts),
    }


def _texts(block: Element, language: str) -> Iterator[tuple[str, str]]:
    """Give the texts of an element that begins a line of its own, and their languages."""
    if (
        _is_silent(block) or block.tag in _PLACES
    ):  # typed words alone: only a voice of the phone says them
        return
    language = block.get("lang", language)
    line = block.text or ""
    is_beside = False
    for child in block:
        if _is_inline(child):
            line += _words(child, is_beside=is_beside)
        else:
            yield from _tidy(language, line)
            line = ""
            yield from _texts(child, language)
        line += child.tail or ""
        is_beside = not child.tail
    yield from _tidy(language, line)


def _tidy(language: str, line: str) -> Iterator[tuple[str, str]]:
    texts = (re.sub(r"[ \t\n]+", " ", text).strip(" ") for text in line.split(_APART))
    yield from ((language, text) for text in texts if text)


def _words(element: Element, *, is_beside: bool) -> str:
    """Give the words of an element within a line.

    Args:
        is_beside: nothing stands between it and the element before.
    """
    if _is_silent(element):
        return ""
    words = element.text or ""
    is_next_beside = False
    for child in element:
        words += _words(child, is_beside=is_next_beside) + (child.tail or "")
        is_next_beside = not child.tail
    sign = _PLACE if element.tag in _PLACES else ""
    return (_APART if is_beside else "") + sign + words + sign


def _is_inline(element: Element) -> bool:
    return _is_silent(element) or (
        (element.tag in _INLINE or element.tag in _PLACES) and all(map(_is_inline, element))
    )


def _is_silent(element: Element) -> bool:
    classes = (element.get("class") or "").split()
    return (
        element.tag in _SILENT
        or element.get("aria-hidden") == "true"
        or not _SILENT_ATTRIBUTES.isdisjoint(element.attrib)
        or "where" in classes
    )
