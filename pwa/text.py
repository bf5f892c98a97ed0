"""Text that people typed, and text that is to be translated, both without Flask."""

import re
from collections.abc import Callable

import regex

# Gives a source text in the reader's language.
Translate = Callable[[str], str]
# Gives a text with a number in the reader's language: for one, for many, the number.
TranslatePlural = Callable[[str, str, int], str]

# C0 and C1 controls except tab and line breaks, the bidi embeddings, overrides and isolates that
# can turn a line around for the next reader, and halves of surrogate pairs. The joiners and marks
# (ZWJ, ZWNJ, LRM, RLM) stay: Persian and Arabic are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
_WHITE_SPACE = re.compile(r"\s+")
# Characters that show nothing by themselves: spaces, controls, marks without a letter, Hangul
# fillers, joiners, soft hyphens, tags, variation selectors, the blank pattern of Braille, private
# characters.
# Source: Unicode Standard Annex 44, Default_Ignorable_Code_Point.
_SHOWS_NOTHING = regex.compile(
    r"[\s\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800]*"
)
_CHARACTER = regex.compile(r"\X")
_BEGINS_A_WORD = regex.compile(r"(?!I[ '])\p{Lu}(?!\p{Lu})")
# Turkish has an i with a dot and one without, in capitals as well.
_TURKISH = {"I": "ı", "İ": "i"}


def N_(message: str) -> str:  # the name that gettext tools know
    """Mark a text for translation where it is defined; it is translated where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a text with a number `%(num)s` for translation with all plural forms of each language."""
    return one, many


def clean_text(text: str) -> str:
    """Keep a person's words verbatim, apart from characters that nobody types and that can do harm.

    Returns:
        The words; empty when there is nothing in them that anybody could see.
    """
    words = _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text)).strip()
    return "" if is_blank(words) else words


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing, so that it is no answer and no name."""
    return _SHOWS_NOTHING.fullmatch(text) is not None


def one_line(text: str, *, max_length: int | None = None) -> str:
    """Fold white space into single spaces; cut at `max_length` characters with an ellipsis."""
    line = _WHITE_SPACE.sub(" ", text).strip()
    return line if max_length is None else cut(line, max_length)


def lower_first(text: str, language: str) -> str:
    """Write words of ours as they stand inside a sentence, without the capital at their beginning.

    An abbreviation and the English I keep it: GGZ, I'll do it myself. The twin of `lowerFirst`
    in static/js/device/words.js.

    Args:
        language: code of the language of the text.
    """
    if not _BEGINS_A_WORD.match(text):
        return text
    turkish = _TURKISH.get(text[0]) if language == "tr" else None
    return (turkish or text[0].lower()) + text[1:]


def cut(text: str, max_length: int) -> str:
    """Give a text in at most `max_length` characters, with an ellipsis when something is left out.

    The text is cut between what people see as characters: a flag, a family of emoji or a letter
    with its marks is several code points, and a part of them would show something else.

    Source: Unicode Standard Annex 29, extended grapheme clusters.
    """
    if len(text) <= max_length:
        return text
    end = 0
    for character in _CHARACTER.finditer(text):
        if character.end() > max_length - 1:
            break
        end = character.end()
    return text[:end].rstrip() + "…"
