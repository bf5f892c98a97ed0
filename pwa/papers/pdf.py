"""Documents on paper: HTML to tagged PDF, with nothing from outside the package.

What typesets takes as long to load as half of the application, so it is loaded by who prints: by a
server at its start, by a command not at all.
"""

import threading
from typing import Final

MAX_WAIT_S = 20

# Pango's font maps are not safe in threads, and a second render on the same core only makes both late.
one_at_a_time: Final = threading.Lock()


class PdfLibraryError(RuntimeError):
    """A library for PDF is missing; the message says what to install."""


class PdfBusy(Exception):
    """Too many people want a PDF at this moment."""


def check_pdf_libraries() -> None:
    """Make sure at the start of a server that a PDF will be right and fast.

    Raises:
        PdfLibraryError: a library or a font is missing.
    """
    from pwa.papers import typesetting  # see above

    if missing := typesetting.find_missing():
        raise PdfLibraryError(missing)


def render_pdf(html: str) -> bytes:
    """Turn a page into a tagged PDF; one at a time in each worker.

    Args:
        html: a complete document with `lang` and `<title>`.

    Raises:
        PdfBusy: it was not our turn within the time.
    """
    from pwa.papers import typesetting  # see above

    if not one_at_a_time.acquire(timeout=MAX_WAIT_S):
        raise PdfBusy
    try:
        return typesetting.typeset(html)
    finally:
        one_at_a_time.release()
