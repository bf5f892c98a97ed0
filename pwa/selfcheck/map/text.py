"""Fit words into the map: how wide a text is without a browser, and where its lines break."""

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

# Widths of letters as parts of the font's size, for bold system fonts of phones; rather too wide.
_NARROW = frozenset("iıIjlftr.,:;'’!|()-· ،اأإآلذدرزو")
_BROAD = frozenset("mwMWЖШЩЮжшщюفقسشصض@%")
_NARROW_EM, _USUAL_EM, _CAPITAL_EM, _BROAD_EM = 0.36, 0.59, 0.7, 0.9

_RIGHT_TO_LEFT_MARK = "\u200f"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label.

    Attributes:
        text: the words; in right-to-left script between two invisible marks (U+200F), so that every
            program draws a comma at the end of the line at its end.
        length: the width to squeeze it into, when even a single word is too long.
    """

    text: str
    length: int | None = None


def text_width(text: str, size: float) -> float:
    """Estimate how wide a bold text is."""
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    # Marks above and below letters (Mn), and invisible ones, e.g. of writing direction (Cf).
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0
    if letter in _NARROW:
        return _NARROW_EM
    if letter in _BROAD:
        return _BROAD_EM
    return _CAPITAL_EM if letter.isupper() else _USUAL_EM


def wrap(text: str, width: int, size: float) -> tuple[Line, ...]:
    """Break a text between words into at most three lines of even length that fit the width.

    A word that is wider by itself keeps its line and is squeezed; nothing is ever cut off.
    """
    words = text.split()
    breaks = min(_all_breaks(len(words)), key=lambda cuts: _badness(words, cuts, width, size))
    lines = [" ".join(words[start:end]) for start, end in pairwise((0, *breaks, len(words)))]
    return tuple(_line(line, width, size) for line in lines)


def _all_breaks(words: int) -> list[tuple[int, ...]]:
    """List the ways to cut a row of words into one to three lines; labels have few words."""
    one = [(cut,) for cut in range(1, words)]
    two = [(first, second) for first in range(1, words) for second in range(first + 1, words)]
    return [(), *one, *two]


def _badness(
    words: list[str], cuts: tuple[int, ...], width: int, size: float
) -> tuple[float, int, float]:
    """Rate a way of breaking: first no overflow, then few lines, then an even edge."""
    widths = [
        text_width(" ".join(words[start:end]), size)
        for start, end in pairwise((0, *cuts, len(words)))
    ]
    overflow = sum(max(0.0, line - width) for line in widths)
    return overflow, len(widths), max(widths) - min(widths)


def _line(text: str, width: int, size: float) -> Line:
    length = width if text_width(text, size) > width else None
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        text = f"{_RIGHT_TO_LEFT_MARK}{text}{_RIGHT_TO_LEFT_MARK}"
    return Line(text, length)
