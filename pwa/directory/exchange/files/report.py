"""What the reading child tells its parent: one `Report` a line, as JSON."""

from dataclasses import dataclass

from pwa.directory.exchange.result import ReadLine, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One of these things; the rest is empty.

    Attributes:
        progress: how many lines are read, and how many there are as far as is known.
        line: a line that was read.
        refused: the file as a whole is refused; the child says nothing after it.
        is_end: everything was read; the child says nothing after it.
    """

    progress: tuple[int, int] | None = None
    line: ReadLine | None = None
    refused: Said | None = None
    is_end: bool = False
