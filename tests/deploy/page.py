"""The lines that `deploy/README.md` tells to type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.deploy.machine import ROOT

PAGE = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^## (?P<title>[^\n]+)$|^```sh(?P<kind>[^\n]*)\n(?P<lines>.*?)^```$", re.M | re.S
)


@dataclass(frozen=True)
class Block:
    """Lines of the page that somebody types.

    Attributes:
        kind: where, or what for; nothing for a line of every installation.
    """

    title: str
    kind: str
    lines: str


def blocks() -> Iterator[Block]:
    title = ""
    for found in BLOCK.finditer(PAGE):
        title = found["title"] or title
        if found["lines"]:
            yield Block(title, found["kind"].strip(), found["lines"])


STEPS = [block for block in blocks() if block.title[0].isdigit()]


def lines_of(title: str) -> str:
    """Give the lines of a chapter that is not a step."""
    (found,) = [block.lines for block in blocks() if block.title == title]
    return found
