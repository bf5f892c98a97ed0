"""Text that people typed, and text that is to be translated, both without Flask."""

import re
from collections.abc import Callable

# Gives a source text in the reader's language.
Translate = Callable[[str], str]

# C0 and C1 controls except tab and line breaks, the bidi embeddings, overrides and isolates that can
# turn a line around for the next reader, and halves of surrogate pairs. The joiners and marks
# (ZWJ, ZWNJ, LRM, RLM) stay: Persian and Arabic are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
_WHITE_SPACE = re.compile(r"\s+")


def N_(message: str) -> str:  # the name that gettext tools know
    """Mark a text for translation where it is defined; it is translated where it is shown."""
    return message


def clean_text(text: str) -> str:
    """Keep a person's words verbatim, apart from characters that nobody types and that can do harm."""
    return _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text)).strip()


def one_line(text: str, *, max_length: int | None = None) -> str:
    """Fold white space into single spaces; cut at `max_length` characters with an ellipsis."""
    line = _WHITE_SPACE.sub(" ", text).strip()
    if max_length is not None and len(line) > max_length:
        return line[: max_length - 1].rstrip() + "…"
    return line
