"""The shell commands in `deploy/README.md`, read from its `sh` code blocks."""

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
    """One `sh` code block of the page.

    Attributes:
        title: of the chapter in which the block stands.
        kind: the word after `sh`, such as `own-machine` (typed elsewhere than on the server) or
            `trial`; empty for a block that every installation types on the server.
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
    """Give the lines of the only block in the chapter with this title."""
    (found,) = [block.lines for block in blocks() if block.title == title]
    return found
