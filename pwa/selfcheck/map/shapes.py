"""The parts of the map of four fields: plain values that a template draws."""

from dataclasses import dataclass

from pwa.selfcheck.core import DomainState
from pwa.selfcheck.map.text import Line
from pwa.selfcheck.questions import Amount, LifeDomain


@dataclass(frozen=True, slots=True)
class Shape:
    """Measures of a map, in the units of its drawing.

    Attributes:
        width: of the whole map.
        field: width of a field; the lane between the fields takes the rest.
        size: of the letters.
        line: from one line of a label to the next.
        row: height of the row of a topic whose label has one line.
        least: least height of a field.
        gap: between the upper and the lower fields.
        face: radius of the person in the middle.
    """

    width: int
    field: int
    size: int
    line: int
    row: int
    least: int
    gap: int = 10
    face: int = 30

    edge = 10  # from the outer edge of a field to its title
    reach = 20  # from a dot to its label
    foot = 14  # from the last row to the end of the field
    icon = 22

    @property
    def lane(self) -> int:
        """The width between the fields."""
        return self.width - 2 * self.field

    @property
    def label(self) -> int:
        """The width that a label may have."""
        return self.field - self.reach - 8

    def baseline(self, lines: int) -> int:
        """Give the first baseline of some lines, relative to their middle."""
        return round(self.size * 0.36 - (lines - 1) * self.line / 2)


NARROW = Shape(width=348, field=138, size=15, line=18, row=34, least=132)
WIDE = Shape(width=640, field=264, size=17, line=20, row=30, least=196)


@dataclass(frozen=True, slots=True)
class PlacedTopic:
    """A topic in the map.

    Attributes:
        amount_text: the amount in words, for the text beside the picture.
        lines: the label, broken into lines.
        rank: 1 for the priority, 2 for the second one, else 0.
        x, y: the dot.
        height: of its row.
        side: -1 when the label stands to the left of the dot, 1 to the right.
    """

    code: str
    domain: LifeDomain
    label: str
    amount: Amount
    amount_text: str
    lines: tuple[Line, ...]
    rank: int
    x: int
    y: float
    height: int
    side: int


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """Why a field is empty."""

    state: DomainState
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A life domain in the map.

    Attributes:
        x, y, height: its rectangle; the width is the shape's.
        head: height of the band that holds the title.
        title_y: where that band begins.
        side: -1 for a field left of the lane, 1 right of it.
        icon_x, title_x: where the domain's icon and its name stand.
    """

    domain: LifeDomain
    name: str
    title: tuple[Line, ...]
    topics: tuple[PlacedTopic, ...]
    notes: tuple[PlacedNote, ...]
    x: int
    y: float
    height: float
    head: int
    title_y: float
    side: int
    icon_x: int
    title_x: int


@dataclass(frozen=True, slots=True)
class LifeMap:
    """The map, ready to be drawn.

    Attributes:
        links: paths from the priority to what makes it worse.
        feeling: code of the face, None when skipped.
        is_skeleton: every topic and note is in it, for the script that picks from them.
    """

    shape: Shape
    height: float
    fields: tuple[PlacedField, ...]
    links: tuple[str, ...]
    feeling: str | None
    face_x: int
    face_y: float
    is_skeleton: bool = False

    @property
    def topics(self) -> tuple[PlacedTopic, ...]:
        """The topics of all fields."""
        return tuple(topic for field in self.fields for topic in field.topics)
