"""What a screen reader has to say, from Chromium's accessibility tree, as lines of a transcript."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TRANSCRIPTS = Path(__file__).parent / "transcripts"
# Boxes without a meaning of their own, and what is read as part of something else.
_SILENT = {
    "generic",
    "none",
    "InlineTextBox",
    "RootWebArea",
    "LineBreak",
    "ListMarker",
    "LabelText",
    "paragraph",
}
# A reader says these by their name; what is inside them says the same again.
_WHOLE = {
    "link",
    "button",
    "radio",
    "checkbox",
    "heading",
    "image",
    "textbox",
    "combobox",
    "DisclosureTriangle",
}
_STATES = ("checked", "pressed", "expanded", "disabled", "focused")

Node = dict[str, Any]


def listen(page: Page, selector: str = "body") -> list[str]:
    """Go through a part of the page in the order of reading; one line for each thing that is said.

    Args:
        selector: of the part.
    """
    session = page.context.new_cdp_session(page)
    document = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelector", {"nodeId": document, "selector": selector})["nodeId"]
    top = session.send("DOM.describeNode", {"nodeId": found})["node"]["backendNodeId"]
    nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    (start,) = (node for node in nodes if node.get("backendDOMNodeId") == top)
    return list(_read(start, by_id))


def _read(node: Node, by_id: dict[str, Node]) -> Iterator[str]:
    role = node.get("role", {}).get("value", "")
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    if not node.get("ignored") and role not in _SILENT and (name or role in _WHOLE):
        yield " ".join([role, f'"{name}"', *_states(node)])
        if role in _WHOLE or role == "StaticText":
            return
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _read(by_id[child], by_id)


def _states(node: Node) -> Iterator[str]:
    for one in node.get("properties", ()):
        value = one["value"].get("value")
        if one["name"] in _STATES and value not in (None, False, "false"):
            yield one["name"]


def compare_transcript(name: str, lines: list[str]) -> None:
    """Compare with the transcript that is kept; KEEP_TRANSCRIPTS=1 writes it anew."""
    path = TRANSCRIPTS / f"{name}.txt"
    if os.environ.get("KEEP_TRANSCRIPTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == path.read_text("utf-8").splitlines(), f"{path.name} differs"
