"""The figures as a CSV file that spreadsheets open as text and numbers, never as a formula."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from flask_babel import gettext

from pwa.evaluation.figures.view_models import Figures

# A cell that begins with one of these would be computed by a spreadsheet.
# Source: OWASP, CSV Injection.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(figures: Figures) -> str:
    """Write the figures as CSV, with semicolons as Dutch spreadsheets expect, and a BOM."""
    lines = StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for row in _rows(figures):
        writer.writerow([_plain(cell) for cell in row])
    return "\ufeff" + lines.getvalue()


def _plain(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _rows(figures: Figures) -> Iterator[tuple[str, str, str | int]]:
    # Translators: heading of a column in a file: a question
    yield gettext("Question"), gettext("Answer"), figures.period.code
    for bar in figures.events:
        yield gettext("From invitation to plan (times)"), bar.name, bar.number
    for scale in (*figures.patients, *figures.staff):
        for part in scale.parts:
            yield scale.name, part.name, part.number
    for topic in figures.topics:
        yield gettext("What it was about first"), topic.name, topic.number
    yield gettext("Open handovers"), "", figures.handovers
