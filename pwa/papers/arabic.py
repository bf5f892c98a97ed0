"""Arabic in a PDF that can be read back: copied, searched and spoken.

The renderer notes for each glyph the letters of the place where it first met it. With a vowel sign
the letter's glyph gets nothing, and lam-alef gets two letters, which most readers put back in the
wrong order. So the text of every glyph is written anew here, from what the font itself says.
"""

import re
from functools import cache
from pathlib import Path
from unicodedata import bidirectional, normalize

import pydyf
from fontTools.ttLib import TTFont

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")

# Forms of letters that Unicode keeps for old systems; the letters themselves lie elsewhere.
_OLD_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
_SINGLE, _EXTENSION = 1, 7
_ARABIC = frozenset({"AL", "NSM"})


def mend_text_layer(pdf: pydyf.PDF, fonts: dict[str, Path]) -> None:
    """Give every glyph of our Arabic fonts the letters that it stands for.

    Args:
        pdf: complete, not yet written.
        fonts: name in the document (`Gesprek-Arabic-Bold`) to font file.
    """
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary) or "ToUnicode" not in item:
            continue
        path = fonts.get(item["BaseFont"].decode().rpartition("+")[2])
        if path is not None:
            number = int(item["ToUnicode"].split()[0])
            _rewrite(pdf.objects[number].stream, _letters_of_glyphs(path))


def _rewrite(lines: list[bytes], letters: dict[int, str]) -> None:
    for index, line in enumerate(lines):
        entry = _ENTRY.fullmatch(line)
        if entry and (text := letters.get(int(entry[1], 16))):
            lines[index] = b"<%b> <%b>" % (entry[1], text.encode("utf-16-be").hex().encode())


@cache
def _letters_of_glyphs(path: Path) -> dict[int, str]:
    """List the letters of each glyph of a font by the glyph's number."""
    with TTFont(path) as font:
        letters = {
            name: _letter(code)
            # Later entries win, and the letters themselves lie before their old forms.
            for code, name in sorted(font.getBestCmap().items(), reverse=True)
        }
        for table in font["GSUB"].table.LookupList.Lookup:
            for lookup in table.SubTable:
                inner = lookup.ExtSubTable if lookup.LookupType == _EXTENSION else lookup
                if inner.LookupType == _SINGLE:
                    for plain, variant in inner.mapping.items():
                        if plain in letters:
                            letters.setdefault(variant, letters[plain])
        # Brackets are mirrored in lines from right to left: what they stand for, only the line knows.
        return {
            font.getGlyphID(name): text
            for name, text in letters.items()
            if bidirectional(text) in _ARABIC
        }


def _letter(code: int) -> str:
    """Give the letter of a code point.

    What stands for several letters stays one character, because one character has no order; every
    reader of text takes it apart by compatibility (NFKC).
    """
    letter = (
        normalize("NFKC", chr(code)) if any(code in forms for forms in _OLD_FORMS) else chr(code)
    )
    return letter if len(letter) == 1 else chr(code)
