"""The map of four fields on paper: the drawing, and its words laid over it as text of the page.

The renderer draws the text of an SVG letter by letter, which takes Arabic apart. So the words are
taken out of the drawing, and stand over it as HTML, at the places that the layout computed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import get_template_attribute
from flask_babel import gettext
from markupsafe import Markup

from pwa.locales import known_language
from pwa.papers.pictograms import draw_pictogram
from pwa.selfcheck.core import SelfCheck
from pwa.selfcheck.map.layout import draw_map
from pwa.selfcheck.map.shapes import WIDE, LifeMap
from pwa.selfcheck.map.text import Line
from pwa.selfcheck.questions import Amount

WIDTH_MM = 130
_PICTOGRAM_SIZE = 48
_MARGIN = 1  # of the drawing around the map, in its units
_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_PICTOGRAM = re.compile(
    r'<use href="[^"]*#(\w+)" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="[\d.]+"/>'
)


@dataclass(frozen=True, slots=True)
class Label:
    """Words on the map.

    Attributes:
        name: by which `PaperMap.style` places it.
        is_strong: the name of a field, or a topic that bothers the patient much.
    """

    name: str
    lines: tuple[str, ...]
    is_strong: bool


@dataclass(frozen=True, slots=True)
class PaperMap:
    """The map, ready for paper.

    Attributes:
        style: a style sheet with the place of each label.
    """

    drawing: Markup
    style: Markup
    labels: tuple[Label, ...]


def draw_paper_map(check: SelfCheck, language: str) -> PaperMap | None:
    """Draw the map of what was shared; None if nothing is on it.

    An empty field is left empty: why it is, such as "not shared", is nobody's business who finds
    the paper at home.
    """
    view = draw_map(check, translate=gettext, shape=WIDE, is_rtl=known_language(language).is_rtl)
    if not view.topics:
        return None
    view = replace(view, fields=tuple(replace(field, notes=()) for field in view.fields))
    placed = list(_place(view))
    return PaperMap(
        drawing=_draw(view),
        # Numbers and names of ours alone, nothing that somebody typed.
        style=Markup("\n".join(rule for _label, rule in placed)),  # noqa: S704
        labels=tuple(label for label, _rule in placed),
    )


def _draw(view: LifeMap) -> Markup:
    """Draw the map without its words, with pictograms in place: the renderer loads no file."""
    life_map = get_template_attribute("macros/map.html", "life_map")
    drawn = _TEXT.sub("", str(life_map(view, gettext("Map of your answers"))))
    # Drawn by our template, which escapes; only shapes are left of it.
    return Markup(_PICTOGRAM.sub(_draw_pictogram, drawn))  # noqa: S704


def _draw_pictogram(found: re.Match[str]) -> str:
    name, x, y, width = found.groups()
    scale = float(width) / _PICTOGRAM_SIZE
    return f'<g transform="translate({x} {y}) scale({scale:g})">{draw_pictogram(name)}</g>'


def _place(view: LifeMap) -> Iterator[tuple[Label, str]]:
    """Give each label with the rule of its place; it grows from there away from the lane's side."""
    for field in view.fields:
        name = f"field-{field.domain}"
        middle = field.title_y + field.head / 2
        yield (
            _label(name, field.title, is_strong=True),
            _rule(view, name, field.title_x, middle, grows_right=field.side < 0),
        )
    for topic in view.topics:
        name = f"topic-{topic.code}"
        x = topic.x + topic.side * view.shape.reach
        yield (
            _label(name, topic.lines, is_strong=topic.amount == Amount.MUCH),
            _rule(view, name, x, topic.y, grows_right=topic.side > 0),
        )


def _label(name: str, lines: tuple[Line, ...], *, is_strong: bool) -> Label:
    return Label(name, tuple(line.text for line in lines), is_strong)


def _rule(view: LifeMap, name: str, x: float, y: float, *, grows_right: bool) -> str:
    unit = WIDTH_MM / (view.shape.width + 2 * _MARGIN)
    left, top = (x + _MARGIN) * unit, (y + _MARGIN) * unit
    side, far = ("left", left) if grows_right else ("right", WIDTH_MM - left)
    size, line = view.shape.size * unit, view.shape.line * unit
    return (
        f".{name} {{ {side}: {far:.2f}mm; text-align: {side}; top: {top:.2f}mm;"
        f" font-size: {size:.2f}mm; line-height: {line:.2f}mm }}"
    )
