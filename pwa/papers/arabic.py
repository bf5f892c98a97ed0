"""Correct the text of Arabic glyphs in a PDF, so that it can be copied, searched and read aloud.

WeasyPrint writes a `ToUnicode` table: for each glyph the letters at the place where it was first
used. A letter with a vowel sign then has no text, and the ligature lam-alef has two letters, which
most PDF readers put in the wrong order. So the table is rewritten here, from the font's own data.
"""

import re
from functools import cache
from pathlib import Path
from unicodedata import bidirectional, normalize

import pydyf
from fontTools.ttLib import TTFont

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")

# Unicode blocks of Arabic presentation forms, for old systems; the letters proper have other codes.
_OLD_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))
_SINGLE, _EXTENSION = 1, 7
_ARABIC = frozenset({"AL", "NSM"})


def mend_text_layer(pdf: pydyf.PDF, fonts: dict[str, Path]) -> None:
    """Rewrite the `ToUnicode` tables of our Arabic fonts in a PDF.

    Args:
        pdf: complete, not yet written; changed in place.
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
    """Read from a font the text of its Arabic glyphs: glyph number to one character."""
    with TTFont(path) as font:
        letters = {
            name: _letter(code)
            # In reverse order, because later entries win: letters have lower codes than their
            # presentation forms.
            for code, name in sorted(font.getBestCmap().items(), reverse=True)
        }
        for table in font["GSUB"].table.LookupList.Lookup:
            for lookup in table.SubTable:
                inner = lookup.ExtSubTable if lookup.LookupType == _EXTENSION else lookup
                if inner.LookupType == _SINGLE:
                    for plain, variant in inner.mapping.items():
                        if plain in letters:
                            letters.setdefault(variant, letters[plain])
        # Only Arabic: a bracket is mirrored in right-to-left lines, so its glyph does not say which
        # of the two characters it is.
        return {
            font.getGlyphID(name): text
            for name, text in letters.items()
            if bidirectional(text) in _ARABIC
        }


def _letter(code: int) -> str:
    """Give the letter of a code point; for a presentation form the letter proper.

    A form of several letters (a ligature) stays one character, so that PDF readers cannot reverse
    the letters; programs that search text take it apart by compatibility (NFKC).
    """
    letter = (
        normalize("NFKC", chr(code)) if any(code in forms for forms in _OLD_FORMS) else chr(code)
    )
    return letter if len(letter) == 1 else chr(code)
