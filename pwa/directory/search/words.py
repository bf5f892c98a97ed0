"""The words by which people look for a topic or a strength, in each language: `data/words.json`.

They are the words of its name, and others that people use for it. `known` are Dutch words that are
used in every language, because they stand on letters and doors. `ignored` are words that say
nothing in a search.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from pwa.directory.search.core import WordTable
from pwa.directory.search.matching import split_words
from pwa.locales import PRACTICE_LANGUAGE, written_in

# Before the code of a strength, because some topics have the same codes.
STRENGTH: Final = "+"


@cache
def word_table(language: str) -> WordTable:
    """Read the words of a language, folded and without repetitions."""
    data, language = read_words(), written_in(language)
    ignored = frozenset(split_words(data["ignored"][language]))
    by_code = {code: _words(words, language) for code, words in data["topics"].items()}
    by_code |= {
        STRENGTH + code: _words(words, language) for code, words in data["strengths"].items()
    }
    return WordTable(
        {
            code: tuple(word for word in dict.fromkeys(split_words(words)) if word not in ignored)
            for code, words in by_code.items()
        },
        ignored,
    )


@cache
def write_table(language: str) -> str:
    """Write the words of a language for the phone, as `Table` in `js/pages/help_search.js`."""
    table = word_table(language)
    by_code = {code: " ".join(words) for code, words in table.by_code.items()}
    return json.dumps(
        {"": " ".join(sorted(table.ignored)), **by_code}, ensure_ascii=False, separators=(",", ":")
    )


def read_words() -> Mapping[str, Any]:
    """Read the file as it is."""
    text = files("pwa.directory").joinpath("data", "words.json").read_text("utf-8")
    words: Mapping[str, Any] = json.loads(text)
    return words


def _words(words: Mapping[str, str], language: str) -> str:
    known = "" if language == PRACTICE_LANGUAGE.code else words.get("known", "")
    return f"{words[language]} {known}"
