"""Write the table at the end: each figure, its target, and the ratio of the two."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        value: as measured, in `unit`.
        target: the bound; None when the figure is only there to compare with.
        is_ceiling: the value must stay below the target; otherwise above.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    is_ceiling: bool = True

    @property
    def is_reached(self) -> bool | None:
        if self.target is None:
            return None
        return self.value <= self.target if self.is_ceiling else self.value >= self.target

    def line(self) -> tuple[str, str, str, str, str]:
        """Write the cells of the table."""
        if self.target is None:
            return self.name, f"{self.value:,.4g} {self.unit}", "", "", ""
        sign = "≤" if self.is_ceiling else "≥"
        return (
            self.name,
            f"{self.value:,.4g} {self.unit}",
            f"{sign} {self.target:,.4g} {self.unit}",
            f"{self.value / self.target:.2f}" if self.target else "",
            "yes" if self.is_reached else "NO",
        )


def write_table(figures: list[Figure]) -> str:
    """Write all figures below each other; `ratio` is value to target."""
    head = ("what", "measured", "target", "ratio", "reached")
    return write_columns([head, *(figure.line() for figure in figures)])


def write_columns(rows: Sequence[Sequence[str]]) -> str:
    """Write rows below each other in columns; the first is aligned left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
