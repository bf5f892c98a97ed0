"""Digits and codes as people type them: in digits of other scripts, with invisible characters."""

import re
from unicodedata import category, decimal, normalize

# Only so many characters are converted: everything that is read here is shorter.
_LONGEST = 200
# Typed for a dash, but not in Unicode's category of dashes (Pd): the minus sign, the hyphen bullet,
# and the tatweel, which Arabic keyboards have where others have the dash (with Shift).
_DASHES = "\N{MINUS SIGN}\N{HYPHEN BULLET}\N{ARABIC TATWEEL}"
_BETWEEN = re.compile(r"[\s.\-]+")


def plain_digits(text: str) -> str:
    """Write digits of any script as 0-9, every dash as `-`, every space as a space.

    Marks of direction and other invisible characters are removed, and full-width punctuation
    becomes ASCII. Letters stay as they are, and so do ½ and ², which are no digits of a number.
    """
    return "".join(map(_plain, text[:_LONGEST])) + text[_LONGEST:]


def read_digits(text: str) -> str:
    """Read digits that stand in groups, such as the six of an authenticator app."""
    return _BETWEEN.sub("", plain_digits(text))


def read_number(text: str, allowed: range) -> int | None:
    """Read a whole number; None when it is no number, or none of those allowed."""
    digits = plain_digits(text).strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(allowed.stop))
    return int(digits) if is_number and int(digits) in allowed else None


def read_character(character: str) -> str:
    """Read a character of a code: a letter, a digit as 0-9, nothing for a dash, else a space."""
    digit = decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = category(character)
    # Dropped: dashes, soft hyphens and direction marks (Cf), and marks (M), such as the dot that
    # NFKD splits off a Turkish İ.
    if kind in ("Pd", "Cf") or kind[0] == "M" or character in _DASHES:
        return ""
    return character if kind[0] in "LN" else " "


def _plain(character: str) -> str:
    kind = category(character)
    digit = decimal(character, None)
    if digit is not None:
        return str(digit)
    if kind == "Cf":
        return ""
    if kind == "Pd" or character in _DASHES:
        return "-"
    if kind[0] == "Z" or character.isspace():
        return " "
    # Full-width punctuation, and commas and apostrophes of other scripts' keyboards, become ASCII.
    folded = normalize("NFKC", character) if kind[0] == "P" else character
    return {"،": ",", "٫": ".", "’": "'"}.get(folded, folded)
