"""One form of a name for every way of typing it, so that a search finds whom somebody means.

`static/js/device/folding.js` does the same in the browser. Its tables are made here (`foldings`), a
short one for patients and all letters for the practice, and a test compares the two.
"""

from functools import cache
from unicodedata import category, decimal, normalize

import regex
from anyascii import anyascii

# Scripts whose names the desk writes in Latin letters, as it hears them on the phone.
_WRITTEN_IN_LATIN = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}]")
_APOSTROPHES = frozenset("'`‘’‚‛ʻʼʽ՚＇")
# Letters of Arabic script that one keyboard has and another writes differently. The hamza on a
# letter is a mark of its own after NFKD; alone it is left out by many, as are the tatweel and the
# vowels.
_ARABIC = {
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("ىیېۍێ", "ي"),
    **dict.fromkeys("ةهەہھۀۂۃ", "ه"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ءٴـ", ""),
}


def fold(text: str) -> str:
    """Bring a text to the form in which a search compares it.

    Case, accents, vowel signs, apostrophes and invisible characters are removed; dashes and other
    punctuation become a space. Letters of Latin, Greek and Cyrillic script become a-z, so "yildiz"
    finds "Yıldız" and "olena" finds "Олена"; digits of any script become 0-9.
    """
    if text.isascii():  # a tenth of the time, and the same
        return " ".join(text.lower().translate(_ascii()).split())
    # Some type an acute accent (´) for an apostrophe; NFKD would turn it into a space.
    letters = normalize("NFKD", normalize("NFKD", text.replace("´", "'")).lower())
    return " ".join("".join(map(_fold_character, letters)).split())


@cache
def _fold_character(character: str) -> str:
    digit = decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = category(character)
    if kind[0] in "MC" or character in _APOSTROPHES:
        return "" if kind != "Cc" else " "
    if character in _ARABIC:
        return _ARABIC[character]
    if kind[0] == "P" or kind in ("Sk", "Zl", "Zp"):
        return " "
    if _WRITTEN_IN_LATIN.match(character) and kind[0] in "LN":
        return "".join(filter(str.isalnum, anyascii(character).lower()))
    return character


@cache
def _ascii() -> dict[int, str]:
    return {point: _fold_character(chr(point)) for point in range(128)}


def foldings() -> dict[str, str]:
    """List the letters that the browser cannot fold by Unicode properties, with their forms."""
    found = {}
    for point in (*range(0x80, 0xD800), *range(0xE000, 0x20000)):
        letter = chr(point)
        is_itself = normalize("NFKD", normalize("NFKD", letter).lower()) == letter
        if is_itself and category(letter)[0] in "LN" and decimal(letter, None) is None:
            folded = _fold_character(letter)
            if folded != letter:
                found[letter] = folded
    return found
