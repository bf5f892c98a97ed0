"""Put the Dutch under each text of a page, from the same page in Dutch.

Both pages come from one template with the same data, so they have the same elements. Elements are
compared by what no language changes (tag, id, class, name, data-*); where that differs, an element stays
without Dutch. So a text may lack its Dutch, and never has that of another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

DUTCH: Final = "dutch"
# The own text to which a twin belongs; the script finds texts on the phone by it.
OF: Final = "data-of"

# Elements inside a sentence. A text with only these in it is one text, because languages order words
# differently.
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "circle",
        "em",
        "g",
        "i",
        "img",
        "path",
        "q",
        "rect",
        "small",
        "span",
        "strong",
        "sup",
        "svg",
        "time",
        "use",
        "wbr",
    ]
)
# Nothing of these is a text on the page, or it has no place for a second line.
WITHOUT: Final = frozenset({"head", "script", "style", "textarea"})
# Attributes by which an element is known again in the other language.
_KNOWN_BY: Final = ("id", "name", "type", "for", "role")
# Attributes whose texts scripts put on the page later: they are kept as pairs.
_LATER: Final = "data-"


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, and what is in it, in order."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)

    def nodes(self) -> Iterator["Node"]:
        """Go through this element and all within it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()


def put_under(own: Node, dutch: Node) -> list[Node]:
    """Put the Dutch of each text after it, inside the element of that text.

    Returns:
        Pairs of texts that scripts put on the page later, each as an element with its Dutch.
    """
    # What says its own language is the same on both pages, perhaps at another place: names of languages.
    if own.tag in WITHOUT or (own.tag != "html" and "lang" in own.attributes):
        return []
    later = _later_texts(own, dutch)
    if own.tag == "option":
        extend_option(own, text_of(dutch.children))
        return later
    mine, theirs = segments(own), segments(dutch)
    partners = _partners([_signature(each) for each in mine], [_signature(each) for each in theirs])
    children: list[Node | str] = []
    for number, segment in enumerate(mine):
        children += segment
        other = theirs[partners[number]] if number in partners else None
        if other is None:
            continue
        if is_text(segment):
            children += twin(segment, other)
        elif isinstance(segment[0], Node) and isinstance(other[0], Node):
            if segment[0].tag == "svg":
                children += _drawn_twin(segment[0], other[0])
            else:
                later += put_under(segment[0], other[0])
    own.children = children
    return later


def text_of(items: Sequence[Node | str]) -> str:
    """Give the text of elements on one line."""
    return " ".join("".join(_pieces(items)).split())


def _pieces(items: Sequence[Node | str]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        elif item.tag == "br":
            yield " "
        elif item.attributes.get("class") != DUTCH:
            yield from _pieces(item.children)


def segments(node: Node) -> list[list[Node | str]]:
    """Split what is in an element: each text with the inline elements in it, and each other element."""
    runs: list[list[Node | str]] = [[]]
    for child in node.children:
        if isinstance(child, str) or _is_inline(child):
            runs[-1].append(child)
        else:
            runs += [[child], []]
    found: list[list[Node | str]] = []
    for run in runs:
        if any(isinstance(item, str) and item.strip() for item in run):
            found.append(run)
        else:  # no text of its own here: each inline element is looked into
            found += [[item] for item in run]
    return found


def _is_inline(node: Node) -> bool:
    has_picture_text = node.tag == "svg" and bool(text_of([node]))
    return (
        node.tag in _INLINE
        and not has_picture_text
        and "hidden"
        not in node.attributes  # it says something later that is no part of the sentence now
        and all(isinstance(child, str) or _is_inline(child) for child in node.children)
    )


def is_text(segment: Sequence[Node | str]) -> bool:
    """Say whether a segment is a text, and not an element to look into."""
    return any(isinstance(item, str) and item.strip() for item in segment)


def _signature(segment: Sequence[Node | str]) -> tuple[object, ...]:
    if is_text(segment):
        return ("text",)
    [item] = segment
    if isinstance(item, str):
        return ("blank",)
    known = tuple(item.attributes.get(name, "") for name in _KNOWN_BY)
    marks = tuple(sorted(name for name in item.attributes if name.startswith(_LATER)))
    value = item.attributes.get("value", "") if item.tag in ("option", "input", "button") else ""
    return (item.tag, *known, marks, value)


def _partners(mine: Sequence[object], theirs: Sequence[object]) -> dict[int, int]:
    """Find which segment of the Dutch page belongs to which; a list in another order by its values."""
    if mine == theirs:
        return {number: number for number in range(len(mine))}
    if sorted(map(repr, mine)) == sorted(map(repr, theirs)) and len(set(mine)) == len(mine):
        return {number: theirs.index(each) for number, each in enumerate(mine)}
    blocks = SequenceMatcher(a=mine, b=theirs, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def twin(own: Sequence[Node | str], dutch: Sequence[Node | str]) -> list[Node | str]:
    """Give the element with the Dutch of a text; none if both are the same."""
    text, under = text_of(own), text_of(dutch)
    if not under or text == under:
        return []
    return [Node("span", _attributes(text), [_plain(item) for item in dutch])]


def _attributes(text: str) -> dict[str, str]:
    return {"class": DUTCH, "lang": "nl", "dir": "ltr", OF: text}


def _plain(item: Node | str) -> Node | str:
    """Copy a part of a sentence without what can be pressed, named or scripted a second time."""
    if isinstance(item, str):
        return item
    if item.tag == "svg":
        return ""
    kept = {name: text for name, text in item.attributes.items() if name in ("lang", "dir")}
    tag = "span" if item.tag == "a" else item.tag
    return Node(tag, kept, [_plain(child) for child in item.children])


def _drawn_twin(own: Node, dutch: Node) -> list[Node | str]:
    """Give the Dutch drawing of the same map: a drawing has no room for a second line."""
    if text_of([own]) == text_of([dutch]):
        return []
    marks = {
        name: value for name, value in dutch.attributes.items() if not name.startswith("data-")
    }
    copy = Node("svg", {**marks, "lang": "nl"}, dutch.children)
    return [Node("span", {"class": DUTCH, "lang": "nl", "dir": "ltr"}, [copy])]


def is_twin(item: Node | str) -> bool:
    """Say whether this is the Dutch of what stands before it."""
    return isinstance(item, Node) and item.attributes.get("class") == DUTCH


def extend_option(own: Node, under: str) -> None:
    """Write both names into an option, which can hold no element."""
    text = text_of(own.children)
    if under and text != under:
        own.children = [f"{text} – {under}"]


def _later_texts(own: Node, dutch: Node) -> list[Node]:
    pairs = []
    for name, text in own.attributes.items():
        under = dutch.attributes.get(name, text)
        is_text = name.startswith(_LATER) and any(map(str.isalpha, text)) and text[0] not in "/{["
        if is_text and text != under:
            pairs.append(Node("p", {}, [text, Node("span", _attributes(text), [under])]))
    return pairs
