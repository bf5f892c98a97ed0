"""A language that nobody speaks: every text of the app 40 % longer, and marked.

It takes the place of English, whose texts are in the code and which has no catalogue: with these
catalogues a page in English shows where a longer language does not fit, and which text nobody can
translate, because it has no marks.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pwa.config import TRANSLATIONS
from scripts.strings import SOURCE_LANGUAGE, TEMPLATE, read_catalogue
from tests.pages.sentences import read_texts

BEGIN, END = "⟦", "⟧"
LONGER = 1.4
_ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
_PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%%)")
_VOWEL = re.compile("[áéíóúýÁÉÍÓÚÝ]")
# Fewer than three words may be a name: of a person, of a language as Babel has it.
_WORDS = re.compile(r"[^\W\d_]{3,}")


def lengthen(text: str) -> str:
    """Write a text of the app in the pseudo-language; what is filled in later stays as it is."""
    parts = _PLACEHOLDER.split(text)
    letters = sum(len(part) for part in parts[::2])
    lacking = max(0, round(letters * (LONGER - 1)) - len(BEGIN + END))
    for index in range(0, len(parts), 2):
        parts[index] = parts[index].translate(_ACCENTS)
        # Vowels are said twice, from the beginning on, because longer words wrap worse than more words.
        while lacking > 0 and (vowels := list(_VOWEL.finditer(parts[index]))):
            chosen = {found.start() for found in vowels[:lacking]}
            lacking -= len(chosen)
            parts[index] = "".join(
                sign * 2 if place in chosen else sign for place, sign in enumerate(parts[index])
            )
            if len(parts[index]) > 3 * len(text):
                break
    return BEGIN + "".join(parts) + END


def make_pseudo(folder: Path) -> Path:
    """Make a folder of catalogues in which English is the pseudo-language; the others are ours."""
    for path in TRANSLATIONS.iterdir():
        if path.is_dir() and path.name != SOURCE_LANGUAGE:
            (folder / path.name).symlink_to(path)
    catalog = Catalog(locale=SOURCE_LANGUAGE)
    for message in read_catalogue(TEMPLATE):
        if isinstance(message.id, str) and message.id:
            catalog.add(message.id, lengthen(message.id), context=message.context)
        elif message.id:
            catalog.add(message.id, tuple(map(lengthen, message.id)), context=message.context)
    place = folder / SOURCE_LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    return folder


def find_unmarked(tree: Element) -> Iterator[str]:
    """Find the texts of a page that no translator has seen."""
    for text in read_texts(tree, SOURCE_LANGUAGE):
        is_date = any(sign.isdigit() for sign in text) and len(text.split()) < 5
        # A text that is cut by a typed word has marks at its ends only, but accents everywhere.
        if not is_date and not _VOWEL.search(text) and len(_WORDS.findall(text)) > 2:
            yield text
