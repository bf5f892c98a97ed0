"""QR codes, drawn into the page or paper they belong to, so that no picture is loaded."""

import segno
from markupsafe import Markup


def draw_qr(text: str, *, title: str = "") -> Markup:
    """Draw a QR code, black on white in every colour scheme.

    Args:
        title: the name of the drawing for a screen reader; without one the drawing is hidden from
            screen readers, because the words around it say the same.
    """
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=2, light="#fff", svgclass="qr", lineclass=None, omitsize=True, title=title or None
    )
    # Safe as `Markup`: segno draws shapes only, and escapes the title.
    svg = drawn if title else drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(svg)  # noqa: S704
