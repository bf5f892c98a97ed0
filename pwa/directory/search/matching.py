"""How a typed word is compared with a word of a help option.

`static/js/pages/help_search.js` does the same on the phone; a test compares the two. So a rule that
is changed here has to be changed there.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from pwa.typed.folding import fold

# What is beyond is not read, so that a search takes a bounded time whatever somebody sends.
MAX_TYPED: Final = 200
MAX_WORDS: Final = 6
MAX_LETTERS: Final = 30

# What a typing error adds to the cost of a match, and that a word is only begun. Between them is
# room for the three places in which a word is found (`Place` in core.py).
TYPO: Final = 6
BEGUN: Final = 1

# From how many letters a typed word may be the beginning of another; a word that another begins
# with has to be longer, or "over" would be found by "overleden".
_SHORTEST_BEGINNING = 2
_SHORTEST_STEM = 4
# "The", "with the" and "for the" are written onto an Arabic word.
_ARABIC_ARTICLE = re.compile("^(?:ب?ال|لل)(?=...)")


def split_words(text: str) -> list[str]:
    """Fold a text and split it into its words, each without an Arabic article."""
    return [_ARABIC_ARTICLE.sub("", word)[:MAX_LETTERS] for word in fold(text).split()]


def read_typed(typed: str, ignored: frozenset[str]) -> list[str]:
    """Give the words to search for; words that say nothing ("I", "for") are left out."""
    words = split_words(typed[:MAX_TYPED])
    return list(dict.fromkeys(word for word in words if word not in ignored))[:MAX_WORDS]


def most_typos(word: str) -> int:
    """Say how many typing errors a word may have: short words are too alike for any."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


class Vocabulary:
    """The words of an index, sorted, to find those that a typed word may mean."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        # Number of letters to the different beginnings of that length; made when it is asked for.
        self._beginnings: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, words: Iterable[str]) -> None:
        """Add words that it does not have yet."""
        self._words = sorted({*self._words, *words})
        self._beginnings.clear()

    def as_typed(self, word: str) -> Iterator[tuple[str, int]]:
        """Find the word itself and those that begin with it, each with its cost."""
        if len(word) < _SHORTEST_BEGINNING:
            first = bisect_left(self._words, word)
            if self._words[first : first + 1] == [word]:
                yield word, 0
            return
        for found in self._beginning_with(word):
            yield found, 0 if found == word else BEGUN

    def with_typos(self, word: str) -> dict[str, int]:
        """Find words by `as_typed` and those that somebody may have meant, with their costs.

        Those are words that are spelled or begin almost so (Damerau-Levenshtein distance in which
        no letters are changed twice), and words with a longer ending ("debts" finds "debt").
        """
        found = dict(self.as_typed(word))
        for length in range(_SHORTEST_STEM, len(word)):
            first = bisect_left(self._words, word[:length])
            if self._words[first : first + 1] == [word[:length]]:
                found[word[:length]] = TYPO + BEGUN
        most = most_typos(word)
        if most == 0:
            return found
        for length in range(len(word) - most, len(word) + most + 1):
            beginnings = self._beginnings_of(length)
            near = extract(
                word, beginnings, scorer=OSA.distance, score_cutoff=most, limit=None, processor=None
            )
            for beginning, typos, _place in near:
                for meant in self._beginning_with(beginning):
                    cost = typos * TYPO + (0 if meant == beginning else BEGUN)
                    found[meant] = min(cost, found.get(meant, cost))
        return found

    def _beginning_with(self, start: str) -> Sequence[str]:
        words = self._words
        return words[bisect_left(words, start) : bisect_left(words, start + "\U0010ffff")]

    def _beginnings_of(self, length: int) -> list[str]:
        if length not in self._beginnings:
            long = (word[:length] for word in self._words if len(word) >= length)
            self._beginnings[length] = list(dict.fromkeys(long))
        return self._beginnings[length]
