"""Parse our own pages into elements, several times faster than a whole parser of HTML.

A parser that repairs any HTML as browsers do spends a fifth of the time of the tests of pages. Ours
are written by templates, so it is enough to know which end tags HTML lets one leave out; anything
else that is not nested as it should be is a fault of the page, which a browser would repair in
silence.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_CELLS = ("td", "th")
_ROWS = ("tr", *_CELLS)
_BLOCKS = (
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
)  # fmt: skip
# Start tag to the open elements that it ends, and to the elements that it does not look beyond.
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl",))),
    "option": (("option",), ("select", "datalist", "optgroup")),
    "optgroup": (("option", "optgroup"), ("select",)),
    **dict.fromkeys(_CELLS, (_CELLS, ("tr",))),
    "tr": (_ROWS, ("table", "thead", "tbody", "tfoot")),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ((*_ROWS, "thead", "tbody", "tfoot"), ("table",))),
    **dict.fromkeys(_BLOCKS, (("p",), ("button", "td", "th", "template"))),
    "body": (("head",), ("html",)),
}
# HTML ignores a line break right after these start tags.
_DROPS_A_NEWLINE = frozenset(("pre", "textarea"))
_MAY_STAY_OPEN = frozenset(
    ("html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", *_ROWS, "thead", "tbody", "tfoot")
)  # fmt: skip


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []
        self.root: Element | None = None
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_before(tag)
        if tag == "tr" and self.open and self.open[-1].tag == "table":
            self._start("tbody", [])
        self._start(tag, attrs)
        if tag in _VOID:
            self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self._is_in_svg():
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag.removeprefix(SVG) for element in self.open]
        if tag not in names:
            if tag not in _VOID:
                self.faults.append(f"</{tag}> ends nothing")
            return
        while (last := self.open.pop().tag.removeprefix(SVG)) != tag:
            if last not in _MAY_STAY_OPEN:
                self.faults.append(f"</{tag}> comes before </{last}>")

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        parent = self.open[-1]
        if parent.tag in _DROPS_A_NEWLINE and parent.text is None and not len(parent):
            data = data.removeprefix("\n")
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data

    def _is_in_svg(self) -> bool:
        return bool(self.open) and self.open[-1].tag.startswith(SVG)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = SVG + tag if tag == "svg" or self._is_in_svg() else tag
        first: dict[str, str] = {}
        for key, value in attrs:
            first.setdefault(key, value or "")
        element = Element(name, first)
        if self.open:
            self.open[-1].append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end_before(self, tag: str) -> None:
        """End what this start tag ends without an end tag of its own."""
        ended, border = _ENDS.get(tag, ((), ()))
        while ended:
            names = [element.tag for element in self.open]
            depth = next((n for n in range(len(names) - 1, -1, -1) if names[n] in border), -1)
            found = next((n for n in range(len(names) - 1, depth, -1) if names[n] in ended), None)
            if found is None:
                return
            inside = [name for name in names[found + 1 :] if name not in _MAY_STAY_OPEN]
            self.faults.extend(f"<{tag}> in a <{names[found]}> before </{name}>" for name in inside)
            del self.open[found:]


def parse_page(source: str) -> tuple[Element, list[str]]:
    """Return the root element of a page, and its faults of nesting."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    assert builder.root is not None, "there is no element"
    return builder.root, [*builder.faults, *_left_open(builder.open)]


def _left_open(elements: list[Element]) -> Iterator[str]:
    yield from (
        f"<{each.tag}> is not closed" for each in elements if each.tag not in _MAY_STAY_OPEN
    )
