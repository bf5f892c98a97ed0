"""WeasyPrint with only the fonts and style sheets of this package; `pdf.py` imports it when needed.

Source: PDF/UA-1 (ISO 14289-1:2014); WeasyPrint 70.
"""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydyf import PDF, Dictionary
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pwa.papers.arabic import mend_text_layer
from pwa.papers.drawings import hide_unnamed_drawings
from pwa.web.assets import STATIC
from pwa.web.glyphs import FONT_FILES, FONTS, replace_undrawable

_SHEETS = tuple(
    STATIC / "css" / "paper" / f"{name}.css" for name in ("pdf", "posters", "paper_list")
)
# Name of the font in the style sheet to font file.
_ARABIC_FONTS = {
    "Gesprek-Arabic": FONTS / "Vazirmatn-Regular.ttf",
    "Gesprek-Arabic-Bold": FONTS / "Vazirmatn-Bold.ttf",
}

# Flag "Print" of a link's annotation, which PDF/UA asks for. Source: ISO 14289-1, 7.18.1.
_PRINTED = 4

# Version of HarfBuzz; WeasyPrint cannot use the font subsetter of an older one.
_MIN_HARFBUZZ = (4, 1, 0)

# A function of fontconfig that `PackagedFonts` needs and WeasyPrint does not declare.
ffi.ffi.cdef("FcConfig *FcConfigCreate(void);")


class PackagedFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Lets a document load the packaged fonts and refuses every other address."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Read a packaged font.

        Raises:
            ValueError: the address is no packaged font; WeasyPrint goes on without the file.
        """
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or path.parent != FONTS.resolve():
            raise ValueError("only packaged fonts may be used in a document")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


class PackagedFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """Knows only the fonts of our style sheets, none of the system's: PDFs are equal everywhere."""

    def __init__(self) -> None:
        """Replace the system's fontconfig configuration by an empty one."""
        super().__init__()
        self._config = ffi.fontconfig.FcConfigCreate()
        font_map = ffi.ffi.cast("PangoFcFontMap *", self.font_map)
        ffi.pangoft2.pango_fc_font_map_set_config(font_map, self._config)
        ffi.fontconfig.FcConfigDestroy(self._config)  # our reference only; the font map has its own


def find_missing() -> str | None:
    """Give a sentence about the first missing library or font; None if all are there.

    Without HarfBuzz's font subsetter every PDF takes nine times as long and contains whole fonts,
    without any error; without our fonts, the text of Arabic in it is wrong.
    """
    if ffi.harfbuzz_subset is None or not ffi.harfbuzz.hb_version_atleast(*_MIN_HARFBUZZ):
        return (
            "HarfBuzz-Subset is missing or too old. On Debian: apt-get install libharfbuzz-subset0"
        )
    for name in FONT_FILES:
        if not (FONTS / name).is_file():
            return f"The font {name} is missing from {FONTS}."
    _style()
    return None


def typeset(html: str) -> bytes:
    """Turn a page into a tagged PDF; call it under the lock `pdf.one_at_a_time` only."""
    sheets, fonts = _style()
    document = HTML(string=replace_undrawable(html), url_fetcher=PackagedFiles())
    return bytes(
        document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=_finish
        )
    )


def _finish(_document: Document, pdf: PDF) -> None:
    mend_text_layer(pdf, _ARABIC_FONTS)
    hide_unnamed_drawings(pdf)
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("Subtype") == "/Link":
            item["F"] = _PRINTED


@cache
def _style() -> tuple[list[CSS], FontConfiguration]:
    """Read the style sheets and their fonts once per worker."""
    fonts = PackagedFonts()
    sheets = [
        CSS(filename=sheet, font_config=fonts, url_fetcher=PackagedFiles()) for sheet in _SHEETS
    ]
    return sheets, fonts
