"""Find the characters that our fonts cannot draw, before anything is printed.

A document uses the packaged fonts and no other, so that every machine prints the same. Characters
that none of them has are reported when a plan is saved, and replaced in the document.
"""

from functools import cache

import regex
from fontTools.ttLib import TTFont

from pwa.web.assets import STATIC

FONTS = STATIC / "fonts"
# `static/css/paper/pdf.css` names them, `static/fonts/README.md` says where they come from.
FONT_FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "Vazirmatn-Regular.ttf",
    "Vazirmatn-Bold.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansGeorgian-Regular.ttf",
    "NotoSansArmenian-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoEmoji-Regular.woff",
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_CHARACTER = regex.compile(r"\X")
# Characters without a glyph of their own, which no font needs to have.
_NOT_DRAWN = regex.compile(r"[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]")


def find_undrawable(text: str) -> tuple[str, ...]:
    """Find the characters that no packaged font has, each once, in the order of the text."""
    found = (match[0] for match in _CHARACTER.finditer(text) if not _is_drawable(match[0]))
    return tuple(dict.fromkeys(found))


def replace_undrawable(text: str) -> str:
    """Put a replacement character in place of each character that no packaged font has."""
    if _is_drawable(text):
        return text
    characters = (match[0] for match in _CHARACTER.finditer(text))
    return "".join(item if _is_drawable(item) else REPLACEMENT for item in characters)


def _is_drawable(text: str) -> bool:
    missing = {ord(point) for point in set(text)} - _drawable()
    return all(_NOT_DRAWN.match(chr(point)) for point in missing)


@cache
def _drawable() -> frozenset[int]:
    """List the code points of all fonts, once in each process."""
    points: set[int] = set()
    for name in FONT_FILES:
        with TTFont(FONTS / name, lazy=True) as font:
            points |= font.getBestCmap().keys()
    return frozenset(points)
