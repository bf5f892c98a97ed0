"""Write the letters that a search folds into the browser's module: `python -m scripts.foldings`."""

from pathlib import Path

from pwa.typed.folding import foldings

MODULE = Path(__file__).parents[1] / "pwa/static/js/practice/foldings.js"
_MODULE = """\
/** Made by `python -m scripts.foldings`: each word is a letter, then what a search reads for it. */
export const FOLDINGS = "{}";
"""


def write_module() -> str:
    """Give the text of the JavaScript module."""
    return _MODULE.format(" ".join(letter + folded for letter, folded in foldings().items()))


if __name__ == "__main__":
    MODULE.write_text(write_module(), encoding="utf-8")
