"""Read the HTML of a page into elements, and write them again."""

from html import escape
from typing import Final
from xml.etree.ElementTree import Element

import tinyhtml5

from pwa.site.under.core import Node

# Source: HTML Living Standard, 13.1.2, void elements.
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_RAW: Final = frozenset({"script", "style"})


def read_page(html: str) -> Node:
    """Read a page; end tags may be left out where HTML allows it."""
    return _read(tinyhtml5.parse(html, namespace_html_elements=False))


def _read(element: Element) -> Node:
    node = Node(_local(element.tag), {_local(key): value for key, value in element.items()})
    if element.text:
        node.children.append(element.text)
    for child in element:
        if isinstance(child.tag, str):  # a comment has a function there
            node.children.append(_read(child))
        if child.tail:
            node.children.append(child.tail)
    return node


def _local(name: str) -> str:
    """Give a name without its namespace, as HTML writes elements of SVG."""
    return name.rpartition("}")[2]


def write_page(page: Node) -> str:
    """Write a page as HTML."""
    return "<!doctype html>" + write_part(page)


def write_part(node: Node) -> str:
    """Write an element as HTML."""
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in node.attributes.items())
    # A browser takes one line break away at the beginning of a text field: typed ones are to stay.
    start = f"<{node.tag}{attributes}>" + ("\n" if node.tag == "textarea" else "")
    if node.tag in _VOID:
        return start
    inside = "".join(
        write_part(child)
        if isinstance(child, Node)
        else child
        if node.tag in _RAW
        else escape(child, quote=False)
        for child in node.children
    )
    return f"{start}{inside}</{node.tag}>"
