"""Put the Dutch under texts of which it is known, for a page that does not exist in Dutch.

Pairs of texts are own text to Dutch, as the catalogues have them: with open places such as `%(topic)s`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pwa.site.under.core import (
    OF,
    WITHOUT,
    Node,
    extend_option,
    is_text,
    is_twin,
    segments,
    text_of,
    twin,
)
from pwa.text import lower_first

_PLACE: Final = re.compile(r"%\((\w+)\)s")
# Where a page carries pairs that are not on it: those that a script shows later.
_CARRIER: Final = "data-later"


@dataclass(frozen=True, slots=True)
class Known:
    """Texts of one language with their Dutch.

    Attributes:
        pairs: own text to Dutch.
        language: code of the own language.
    """

    pairs: Mapping[str, str]
    language: str

    def find(self, text: str) -> str:
        """Give the Dutch of a text on one line; empty without one."""
        if text in self.pairs:
            return self.pairs[text]
        for own, dutch in self.pairs.items():
            # Inside a sentence a text begins with a small letter.
            if lower_first(own, self.language) == text:
                return lower_first(dutch, "nl")
            if "%(" in own and (found := _shape(own).fullmatch(text)):
                values = dict(zip(_PLACE.findall(own), found.groups(), strict=True))
                return self._fill(dutch, values)
        return ""

    def _fill(self, dutch: str, values: Mapping[str, str]) -> str:
        def value(place: re.Match[str]) -> str:
            own = values.get(place[1], "")
            return self.find(own) or own

        return _PLACE.sub(value, dutch)


def _shape(own: str) -> re.Pattern[str]:
    parts = _PLACE.split(own)
    return re.compile("(.+)".join(map(re.escape, parts[::2])))


def put_known(node: Node, known: Known) -> None:
    """Put the Dutch after each text that has none yet, in an element and in all within it."""
    if node.tag in WITHOUT or (node.tag != "html" and "lang" in node.attributes):
        return
    if node.tag == "option":
        extend_option(node, known.find(text_of(node.children)))
        return
    children: list[Node | str] = []
    for segment in segments(node):
        children += segment
        if not is_text(segment):
            for item in segment:
                if isinstance(item, Node):
                    put_known(item, known)
        elif not any(is_twin(item) for item in segment):
            children += twin(segment, [known.find(text_of(segment))])
    node.children = children


def carrier(pairs: Mapping[str, str]) -> Node:
    """Give the element in which a page carries pairs."""
    texts: list[Node | str] = [
        Node("p", {}, [own, *twin([own], [dutch])]) for own, dutch in pairs.items()
    ]
    return Node("template", {_CARRIER: ""}, texts)


def take_pairs(page: Node) -> dict[str, str]:
    """Take the pairs out of a page that carries some."""
    pairs: dict[str, str] = {}
    for node in page.nodes():
        for child in [each for each in node.children if isinstance(each, Node)]:
            if child.tag == "template" and _CARRIER in child.attributes:
                node.children.remove(child)
                marked = [each for each in child.nodes() if OF in each.attributes]
                pairs |= {each.attributes[OF]: text_of(each.children) for each in marked}
    return pairs
