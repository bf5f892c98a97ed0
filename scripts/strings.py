"""Collect every text of the app, and bring the catalogues up to date (`make strings`).

The source language is English. Locations are files without line numbers, so that moving a line
changes no catalogue.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from pwa.locales import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "i18n"
TEMPLATE = I18N / "messages.pot"
SOURCE_LANGUAGE = "en"

_HEADER = """\
# Every text of Mijn Gesprek, collected by `make strings`.
# The texts fall under the same licence as the code (EUPL-1.2).
#"""


def extract() -> Catalog:
    """Collect the texts from the code and the templates, with the comments for translators."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalog = Catalog(
        project="Mijn Gesprek", header_comment=_HEADER, creation_date=datetime.now(UTC), fuzzy=False
    )
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, "lazy_gettext": None, "NN_": (1, 2)},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda path: Path(path).relative_to(ROOT).parts[0] == "pwa",
    )
    for path, _line, message, comments, context in found:
        catalog.add(message, locations=[(path, 0)], auto_comments=comments, context=context or None)
    return catalog


def read_catalogue(path: Path, language: str | None = None) -> Catalog:
    """Read a catalogue, refusing what gettext could not read."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def catalogues() -> Iterator[tuple[str, Path]]:
    """Go through the languages that need a catalogue: all but the source language."""
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE:
            yield language, I18N / language / "LC_MESSAGES" / "messages.po"


def _write(path: Path, catalog: Catalog) -> None:
    text = BytesIO()
    write_po(
        text, catalog, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue())


def _content(catalog: Catalog) -> set[tuple[object, ...]]:
    return {
        (
            message.id,
            message.context,
            # A file that was read back has no line numbers (None), and what was extracted has 0.
            tuple(sorted(path for path, _line in message.locations)),
            " ".join(message.auto_comments),  # long ones were wrapped
        )
        for message in catalog
        if message.id
    }


def update() -> None:
    """Write the template and every catalogue again; new texts are empty, never guessed."""
    template = extract()
    if TEMPLATE.exists():
        old = read_catalogue(TEMPLATE)
        if _content(old) == _content(template):
            template.creation_date = old.creation_date
    _write(TEMPLATE, template)
    for language, path in catalogues():
        catalog = read_catalogue(path, language) if path.exists() else Catalog(locale=language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.fuzzy = False
        _write(path, catalog)


if __name__ == "__main__":
    update()
