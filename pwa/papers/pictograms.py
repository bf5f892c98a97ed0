"""Pictograms for papers: put inline, because the PDF renderer loads no file but fonts."""

import re
from functools import cache

from markupsafe import Markup

from pwa.web.assets import STATIC


@cache
def draw_pictogram(name: str) -> Markup:
    """Read the inside of the SVG of a pictogram, 48 by 48, without its colour."""
    sheet = (STATIC / "img" / "pictograms.svg").read_text("utf-8")
    found = re.search(rf'<symbol id="{name}" viewBox="0 0 48 48">(.*?)</symbol>', sheet, re.DOTALL)
    assert found is not None
    return Markup(found[1])  # noqa: S704  # our own file
