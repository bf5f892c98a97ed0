"""Propose a topic for a term of a foreign taxonomy, by the words that people look for topics with."""

from typing import Final

from pwa.directory.exchange.result import ForeignTerm
from pwa.directory.search.matching import split_words
from pwa.directory.search.words import STRENGTH, word_table

# Taxonomies are in Dutch or in English.
_LANGUAGES: Final = ("nl", "en")


def propose_topic(term: ForeignTerm) -> str:
    """Find the topic that has the most words of a term's name; empty if none has any."""
    found = {code: _shared(code, term) for code in word_table(_LANGUAGES[0]).by_code}
    topics = {code: n for code, n in found.items() if n and not code.startswith(STRENGTH)}
    return max(topics, key=lambda code: topics[code], default="")


def _shared(code: str, term: ForeignTerm) -> int:
    tables = [word_table(language) for language in _LANGUAGES]
    words = set(split_words(f"{term.name} {term.term}"))
    own = {word for table in tables for word in table.by_code[code]}
    return len(words & own)
