"""Find sentences that a page shows in English while it is in another language."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from babel.messages.mofile import read_mo

from pwa.config import TRANSLATIONS
from scripts.strings import SOURCE_LANGUAGE

# Words that no Dutch, Turkish or Arabic sentence holds: two of them make a text English.
_ENGLISH = re.compile(
    r"\b(?:the|your|you|and|with|this|that|what|which|please|they|have|your|about|from)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"%\\\((?:\w+)\\\)[sd]|%%")


@cache
def _translated(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Collect the English texts whose translation into this language differs."""
    fixed, with_values = set(), []
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    if not path.exists():
        return frozenset(), ()
    # The compiled file: to parse the texts themselves takes seconds, in each process of a run.
    with path.open("rb") as compiled:
        messages = read_mo(compiled)
    for message in messages:
        source = str(message.id)
        if message.pluralizable or not message.string or message.string == source:
            continue
        words = re.findall(r"[a-z]{2,}", re.sub(r"%\(\w+\)[sd]", "", source), re.IGNORECASE)
        if len(words) < 2:
            continue  # a single word can be the same in two languages
        if "%(" in source:
            pattern = _PLACEHOLDER.sub(".+", re.escape(source))
            with_values.append(re.compile(pattern, re.DOTALL))
        else:
            fixed.add(source)
    return frozenset(fixed), tuple(with_values)


def _texts(element: Element, language: str, inherited: str) -> Iterator[str]:
    """Yield the texts in one language, without those that people typed (`bdi`, `textarea`)."""
    if element.tag in {"script", "style", "bdi", "textarea"}:
        return
    current = element.get("lang", inherited)
    if current == language:
        for name in ("aria-label", "alt", "title", "placeholder"):
            yield " ".join(element.get(name, "").split())
        yield " ".join((element.text or "").split())
    for child in element:
        yield from _texts(child, language, current)
        if current == language:
            yield " ".join((child.tail or "").split())


def read_texts(tree: Element, language: str) -> Iterator[str]:
    """Yield the texts of a page in its own language, without what people typed."""
    return filter(None, _texts(tree, language, language))


def find_untranslated(tree: Element, language: str) -> Iterator[str]:
    """Yield each English sentence on the page."""
    if language == SOURCE_LANGUAGE:
        return
    for text in read_texts(tree, language):
        if _is_english(text, language):
            yield f"in English: {text[:100]!r}"


@lru_cache(maxsize=50_000)  # most texts stand on many of the pages that a run opens
def _is_english(text: str, language: str) -> bool:
    fixed, with_values = _translated(language)
    is_source = text in fixed or any(pattern.fullmatch(text) for pattern in with_values)
    return is_source or len(_ENGLISH.findall(text)) >= 2
