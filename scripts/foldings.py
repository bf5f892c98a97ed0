"""Write the letters that a search folds into the browser's modules: `python -m scripts.foldings`."""

import re
from collections.abc import Mapping
from pathlib import Path

from pwa.typed.folding import foldings

_SCRIPTS = Path(__file__).parents[1] / "pwa/static/js"
# All letters, for the practice; and those of the patients' languages, because they cost bytes.
MODULE = _SCRIPTS / "practice/foldings.js"
COMMON = _SCRIPTS / "device/folding.js"

_MODULE = """\
/** Made by `python -m scripts.foldings`: each word is a letter, then what a search reads for it. */
export const FOLDINGS = "{}";
"""
_COMMON_LINE = re.compile('(?<=const COMMON = ")[^"]*')
# Latin-1, Latin Extended-A, the small letters of Ukrainian and Russian, and the block of Arabic.
_COMMON = (range(0x180), range(0x430, 0x460), range(0x490, 0x492), range(0x600, 0x700))


def write_module() -> str:
    """Give the text of the practice's module."""
    return _MODULE.format(_write(foldings()))


def write_common() -> str:
    """Give the text of the phone's module, with its table as it has to be."""
    common = {
        letter: folded
        for letter, folded in foldings().items()
        if any(ord(letter) in block for block in _COMMON)
    }
    return _COMMON_LINE.sub(_write(common), COMMON.read_text("utf-8"))


def _write(letters: Mapping[str, str]) -> str:
    return " ".join(letter + folded for letter, folded in letters.items())


if __name__ == "__main__":
    MODULE.write_text(write_module(), encoding="utf-8")
    COMMON.write_text(write_common(), encoding="utf-8")
