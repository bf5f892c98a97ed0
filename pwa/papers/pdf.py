"""Turn HTML into tagged PDF, with fonts and styles of this package only.

`typesetting`, with WeasyPrint, takes as long to import as half of the application. So it is
imported inside the functions: a server does so at its start, most commands never.
"""

import threading
from typing import Final

MAX_WAIT_S = 20

# Pango's font maps are not thread-safe, and two renders on one core only slow down each other.
one_at_a_time: Final = threading.Lock()


class PdfLibraryError(RuntimeError):
    """A library or font for PDF is missing; the message says which, and what to install."""


class PdfBusy(Exception):
    """Too many people want a PDF at this moment."""


def check_pdf_libraries() -> None:
    """Check at the start of a server that libraries and fonts for PDF are there.

    Raises:
        PdfLibraryError: a library or a font is missing.
    """
    from pwa.papers import typesetting  # slow to import, see the module's docstring

    if missing := typesetting.find_missing():
        raise PdfLibraryError(missing)


def render_pdf(html: str) -> bytes:
    """Turn a page into a tagged PDF; one at a time in each worker.

    Args:
        html: a complete document with `lang` and `<title>`.

    Raises:
        PdfBusy: other renders took longer than `MAX_WAIT_S` seconds.
    """
    from pwa.papers import typesetting  # slow to import, see the module's docstring

    if not one_at_a_time.acquire(timeout=MAX_WAIT_S):
        raise PdfBusy
    try:
        return typesetting.typeset(html)
    finally:
        one_at_a_time.release()
