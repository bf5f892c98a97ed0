"""The map of four fields around the person: what stands where.

The four domains lie around the person with the face of the first question. Each topic that bothers
the patient is a dot on the inner edge of its field, its label outside; what makes the priority
worse is joined to it by a line through the lane in the middle. The header of
`templates/macros/map.html` describes the same steps for the script that arranges the map on a
phone; the two must stay alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pwa.selfcheck.core import DomainState, SelfCheck
from pwa.selfcheck.map.shapes import NARROW, LifeMap, PlacedField, PlacedNote, PlacedTopic, Shape
from pwa.selfcheck.map.text import wrap
from pwa.selfcheck.questions import (
    AMOUNTS,
    DOMAINS,
    Amount,
    DomainText,
    LifeDomain,
    Topic,
    text_of,
    topics_of,
)
from pwa.text import N_, Translate

NOTES: dict[DomainState, str] = {
    # Translators: in an empty field of the map
    DomainState.ALL_NO: N_("all no"),
    # Translators: in an empty field of the map
    DomainState.NO_OR_SKIPPED: N_("no or skipped"),
    # Translators: in an empty field of the map
    DomainState.SKIPPED: N_("skipped"),
    # Translators: in an empty field of the map
    DomainState.NOT_SHARED: N_("not shared"),
}

# Translators: the practice reads this in an empty field of the map; one press answered all its questions
ALL_NO_AT_ONCE = N_("all no (at once)")

LEFT = (LifeDomain.BODY, LifeDomain.SOCIAL)
UPPER = (LifeDomain.BODY, LifeDomain.MIND)


def name_state(state: DomainState, *, is_at_once: bool = False) -> str:
    """Give the source text that says why a field is empty.

    Args:
        is_at_once: for the practice, one press answered all questions of the domain with no.
    """
    return ALL_NO_AT_ONCE if is_at_once and state is DomainState.ALL_NO else NOTES[state]


def draw_map(
    check: SelfCheck,
    *,
    translate: Translate,
    shape: Shape = NARROW,
    is_rtl: bool = False,
    is_practice: bool = False,
) -> LifeMap:
    """Draw a check: the topics with `much` or `some`; a field without any says why it is empty.

    Args:
        translate: gives the text of the reader's language.
        is_rtl: the reader's language runs from right to left; the map is mirrored.
        is_practice: the fields bear the names of the 4D model instead of the patient's.
    """
    artist = _Artist(translate, shape, is_rtl, is_practice)
    ranks = {priority.topic: rank for rank, priority in enumerate(check.priorities, start=1)}

    def weight(topic: Topic) -> tuple[int, bool, bool]:
        # First the priority, then what makes it worse: the lines stay short.
        amount = check.amounts[topic.code]
        return ranks.get(topic.code, 9), topic.code not in check.worse_by, amount is not Amount.MUCH

    fields = []
    for text in DOMAINS:
        suffered = [
            t
            for t in topics_of(text.domain)
            if check.amounts.get(t.code, Amount.NO) is not Amount.NO
        ]
        topics = [
            artist.topic(topic, check.amounts[topic.code], ranks.get(topic.code, 0))
            for topic in sorted(suffered, key=weight)
        ]
        state = check.state_of(text.domain)
        is_at_once = is_practice and text.domain in check.all_no
        notes = [artist.note(state, is_at_once=is_at_once)] if state in NOTES else []
        fields.append(artist.field(text, topics, notes))
    drawn = artist.arrange(fields, check.feeling)
    return replace(drawn, links=_links(drawn, check))


def draw_skeleton(
    *,
    translate: Translate,
    shape: Shape = NARROW,
    is_rtl: bool = False,
    is_practice: bool = False,
) -> LifeMap:
    """Draw every topic and every note, for the script in the page to pick from and arrange."""
    artist = _Artist(translate, shape, is_rtl, is_practice)
    fields = [
        artist.field(
            text,
            [artist.topic(topic, Amount.MUCH, 0) for topic in topics_of(text.domain)],
            [artist.note(state) for state in NOTES],
        )
        for text in DOMAINS
    ]
    return replace(artist.arrange(fields, None), is_skeleton=True)


@dataclass(frozen=True, slots=True)
class _Artist:
    """Writes labels in one language and shape, and puts the fields in their places."""

    translate: Translate
    shape: Shape
    is_rtl: bool
    is_practice: bool

    def topic(self, topic: Topic, amount: Amount, rank: int) -> PlacedTopic:
        """Make a topic, not yet placed in a row."""
        label = self.translate(topic.short)
        lines = wrap(label, self.shape.label, self.shape.size)
        height = self.shape.row + (len(lines) - 1) * self.shape.line
        words = self.translate(text_of(AMOUNTS, amount))
        left = self._is_left(topic.domain)
        return PlacedTopic(
            code=topic.code,
            domain=topic.domain,
            label=label,
            amount=amount,
            amount_text=words,
            lines=lines,
            rank=rank,
            x=self.shape.field if left else self.shape.width - self.shape.field,
            y=0,
            height=height,
            side=-1 if left else 1,
        )

    def note(self, state: DomainState, *, is_at_once: bool = False) -> PlacedNote:
        """Make the word that says why a field is empty."""
        text = self.translate(name_state(state, is_at_once=is_at_once))
        return PlacedNote(state, text, wrap(text, self.shape.field - 20, self.shape.size))

    def field(
        self, text: DomainText, topics: Iterable[PlacedTopic], notes: Iterable[PlacedNote]
    ) -> PlacedField:
        """Make a field as high as its content needs, not yet placed."""
        name = self.translate(text.practice if self.is_practice else text.short)
        beside_icon = self.shape.edge + self.shape.icon + 6
        title = wrap(name, self.shape.field - beside_icon - 6, self.shape.size)
        head = len(title) * self.shape.line + 18
        rows = tuple(topics)
        left = self._is_left(text.domain)
        return PlacedField(
            domain=text.domain,
            name=name,
            title=title,
            topics=rows,
            notes=tuple(notes),
            x=0 if left else self.shape.width - self.shape.field,
            y=0,
            height=max(self.shape.least, head + sum(row.height for row in rows) + self.shape.foot),
            head=head,
            title_y=0,
            side=-1 if left else 1,
            icon_x=self.shape.edge
            if left
            else self.shape.width - self.shape.edge - self.shape.icon,
            title_x=beside_icon if left else self.shape.width - beside_icon,
        )

    def arrange(self, fields: list[PlacedField], feeling: str | None) -> LifeMap:
        """Put the fields around the person; neighbours are equally high."""
        upper = max(field.height for field in fields if field.domain in UPPER)
        lower = max(field.height for field in fields if field.domain not in UPPER)
        below = upper + self.shape.gap
        placed = tuple(
            self._settle(field, 0, upper)
            if field.domain in UPPER
            else self._settle(field, below, lower)
            for field in fields
        )
        middle = upper + self.shape.gap / 2
        return LifeMap(
            self.shape, below + lower, placed, (), feeling, self.shape.width // 2, middle
        )

    def _settle(self, field: PlacedField, top: float, height: float) -> PlacedField:
        """Give a field its place: the title at the outer edge, the rows next to each other."""
        is_upper = field.domain in UPPER
        y = top + (field.head if is_upper else self.shape.foot)
        rows = []
        for row in field.topics:
            rows.append(replace(row, y=y + row.height / 2))
            y += row.height
        title_y = top if is_upper else top + height - field.head
        return replace(field, y=top, height=height, topics=tuple(rows), title_y=title_y)

    def _is_left(self, domain: LifeDomain) -> bool:
        return (domain in LEFT) is not self.is_rtl


def _links(drawn: LifeMap, check: SelfCheck) -> tuple[str, ...]:
    """Draw the lines from the first priority to what makes it worse.

    A priority in the patient's own words has no dot; its lines begin at the person.
    """
    if not check.priorities:
        return ()
    places = {topic.code: (topic.x, topic.y) for topic in drawn.topics}
    middle = (drawn.face_x, drawn.face_y)
    start = places.get(check.priorities[0].topic, middle)
    ends = [places[code] for code in check.worse_by if code in places]
    return tuple(_link(drawn.shape, start, end) for end in ends)


def _link(shape: Shape, start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw a curve between two dots: an SVG path that leaves both towards the middle of the map."""
    (x1, y1), (x2, y2) = start, end
    bend = min(shape.lane * 0.6, 16 + abs(y2 - y1) * 0.3)
    middle = shape.width / 2
    out1, out2 = (bend * ((x < middle) - (x > middle)) for x in (x1, x2))
    return f"M{x1:g} {y1:g}C{x1 + out1:g} {y1:g} {x2 + out2:g} {y2:g} {x2:g} {y2:g}"
