"""How a typed word is compared with a word of a help option.

`static/js/pages/help_search.js` does the same on the phone; a test compares the two. So a rule that
is changed here has to be changed there.
"""

import re
from bisect import bisect_left, insort
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
# Sorting all words anew is quicker than putting in more than these one by one.
_FEW = 500
# "The", "and the", "with the" and "for the" are written onto an Arabic word. A short word after "and
# the" is left alone, because "parents" would become "debt".
_ARABIC_ARTICLE = re.compile("^(?:وال(?=....)|ب?ال|لل)(?=...)")


def split_words(text: str) -> list[str]:
    """Fold a text and split it into its words, each without an Arabic article.

    Persian puts a zero-width non-joiner between the parts of a word, for which most people type a
    space, so it counts as one.
    """
    parts = fold(text.replace("\u200c", " ")).split()
    words = (word if word.isascii() else _ARABIC_ARTICLE.sub("", word) for word in parts)
    return [word[:MAX_LETTERS] for word in words]


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
        # Number of letters to `_beginnings_of`, for lengths that were asked for.
        self._beginnings: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, words: Iterable[str]) -> None:
        """Add words that it does not have yet."""
        new = list(words)
        if len(new) < _FEW:
            for word in new:
                insort(self._words, word)
        else:
            self._words = sorted([*self._words, *new])
        if new:
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
                found[word[:length]] = 2 * TYPO + BEGUN
        for meant, cost in self._near(word, most_typos(word)):
            found[meant] = min(cost, found.get(meant, cost))
        return found

    def _near(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Find words that differ by at most so many typing errors, whole or in how they begin."""
        if most == 0:
            return
        length = len(word)
        # Whichever beginning of a word is alike, the one with as many letters as the typed word
        # differs by at most `most` letters more. So one quick comparison leaves few words.
        alike = extract(
            word,
            self._beginnings_of(length),
            scorer=OSA.distance,
            score_cutoff=2 * most,
            limit=None,
        )
        for beginning, _distance, _place in alike:
            words = self._beginning_with(beginning) if len(beginning) == length else [beginning]
            for meant in words:
                ends = range(length - most, min(length + most, len(meant)) + 1)
                typos, end = min(
                    ((OSA.distance(word, meant[:end], score_cutoff=most), -end) for end in ends),
                    default=(most + 1, 0),
                )
                if typos <= most:
                    yield meant, typos * TYPO + (0 if -end == len(meant) else BEGUN)

    def _beginning_with(self, start: str) -> Sequence[str]:
        words = self._words
        return words[bisect_left(words, start) : bisect_left(words, start + "\U0010ffff")]

    def _beginnings_of(self, length: int) -> list[str]:
        """Give the different beginnings of so many letters, and the words that are shorter."""
        if length not in self._beginnings:
            cut = (word[:length] for word in self._words)
            self._beginnings[length] = list(dict.fromkeys(cut))
        return self._beginnings[length]
