"""WeasyPrint with our own fonts and nothing else; `pdf.py` loads it when somebody prints.

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
from pwa.web.assets import STATIC
from pwa.web.glyphs import FONT_FILES, FONTS, replace_undrawable

_SHEETS = (STATIC / "css" / "paper" / "pdf.css", STATIC / "css" / "paper" / "posters.css")
# As the style sheet names them.
_ARABIC_FONTS = {
    "Gesprek-Arabic": FONTS / "Vazirmatn-Regular.ttf",
    "Gesprek-Arabic-Bold": FONTS / "Vazirmatn-Bold.ttf",
}

# Flag of a link: there on paper as on the screen. Source: ISO 14289-1, 7.18.1.
_PRINTED = 4

# Of HarfBuzz; WeasyPrint cannot use the subsetter of an older one.
_MIN_HARFBUZZ = (4, 1, 0)

# The one function of fontconfig that WeasyPrint does not declare.
ffi.ffi.cdef("FcConfig *FcConfigCreate(void);")


class PackagedFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives a document our own fonts and refuses everything else, whatever its address is."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open a packaged font.

        Raises:
            ValueError: it is something else; WeasyPrint goes on without it.
        """
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or path.parent != FONTS.resolve():
            raise ValueError("only packaged fonts may be used in a document")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})


class PackagedFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """Knows the fonts of our style sheets and none of the machine, so that a PDF is the same anywhere."""

    def __init__(self) -> None:
        """Put an empty configuration of fontconfig in the place of the system's."""
        super().__init__()
        self._config = ffi.fontconfig.FcConfigCreate()
        font_map = ffi.ffi.cast("PangoFcFontMap *", self.font_map)
        ffi.pangoft2.pango_fc_font_map_set_config(font_map, self._config)
        ffi.fontconfig.FcConfigDestroy(self._config)  # the map holds it now


def find_missing() -> str | None:
    """Say which library or font is missing.

    Without the subsetter of HarfBuzz every PDF silently takes nine times as long and carries whole
    fonts; without our fonts, Arabic cannot be read back from it.
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
    """Turn a page into a tagged PDF; nobody else may be doing so."""
    sheets, fonts = _style()
    document = HTML(string=replace_undrawable(html), url_fetcher=PackagedFiles())
    return bytes(
        document.write_pdf(
            stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=_finish
        )
    )


def _finish(_document: Document, pdf: PDF) -> None:
    mend_text_layer(pdf, _ARABIC_FONTS)
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
