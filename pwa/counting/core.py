"""What is counted, and which sums may be shown so that nobody under ten people can be computed.

A shown group never has fewer than ten people in it, and a number that was shown changes only when
at least ten more people belong to it. Whoever compares what was shown before and after an answer,
or a quarter with its year, therefore finds differences of nothing or of ten and more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple

# The smallest group that is shown, and the fewest tallies that are opened at once.
LEAST: Final = 10
# Shown numbers are multiples of this.
ROUNDED_TO: Final = 5
# The quarters of a calendar year.
QUARTERS: Final = 4


class Quarter(NamedTuple):
    """A quarter of a year, which is the only time that a count or a tally has."""

    year: int
    number: int

    @property
    def code(self) -> str:
        """The quarter as it is stored, such as `2026-4`; codes sort by time."""
        return f"{self.year}-{self.number}"


def quarter_of(day: date) -> Quarter:
    """Give the quarter of a day."""
    return Quarter(day.year, (day.month - 1) * QUARTERS // 12 + 1)


class Event(StrEnum):
    """What is counted as "times"; each once per invitation or conversation."""

    INVITED = "invited"
    SHARED = "shared"
    READ = "read"
    PLANNED = "planned"
    LOOKED_BACK = "looked_back"


class Table(StrEnum):
    """A question whose answers are tallied."""

    TOPIC = "topic"  # what the patient wants to talk about first
    UNDERSTAND = "understand"
    KNOW = "know"
    HEARD = "heard"
    MATTERS = "matters"
    EASY = "easy"
    HELPED = "helped"  # asked of the staff
    TIME = "time"  # asked of the staff


# The answers of each question in their order, in halves: groups that are too small are merged within
# their half first, so that "better" and "not better" stay apart for as long as they can.
SCALES: Final[Mapping[Table, tuple[tuple[str, ...], ...]]] = {
    Table.UNDERSTAND: (("much_better", "better"), ("same", "less")),
    Table.KNOW: (("much_better", "better"), ("same", "less")),
    Table.HEARD: (("yes",), ("some", "no")),
    Table.MATTERS: (("yes",), ("some", "no")),
    Table.EASY: (("yes",), ("some", "no")),
    Table.HELPED: (("yes",), ("no",)),
    Table.TIME: (("shorter",), ("equal",), ("longer",)),
}


class Group(NamedTuple):
    """How many people gave one of some answers.

    Attributes:
        codes: the answers; empty for all topics that have no group of their own.
        number: of people.
    """

    codes: tuple[str, ...]
    number: int


Groups = tuple[Group, ...]
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """One answer of somebody, whose name, list and day are unknown."""

    table: Table
    code: str


def codes_of(table: Table) -> tuple[str, ...]:
    """Give the answers of a question with a scale, in their order."""
    return tuple(chain.from_iterable(SCALES[table]))


def release(table: Table, before: Groups, counts: Counts) -> Groups:
    """Say which groups may be shown from now on.

    A group that was shown stays as it was until ten more belong to it; then it is counted anew, and
    becomes several groups if each of them has ten. Groups only ever become finer.

    Args:
        before: what was shown last, exactly; empty when nothing was.
        counts: all that was summed up to now: answer to how many gave it.
    """
    named = () if table in SCALES else _named(before)
    if not before:
        everybody = (Group(codes_of(table) if table in SCALES else (), 0),)
        released = _renew(table, everybody, counts, named)
        return () if released == everybody else released
    return _renew(table, before, counts, named)


def rounded(groups: Groups) -> Groups:
    """Round the numbers of groups as they are shown."""
    return tuple(Group(group.codes, _round(group.number)) for group in groups)


def of_year(table: Table, quarters: Sequence[Groups]) -> Groups:
    """Add the shown numbers of the quarters of a year; nothing else goes into the year.

    Args:
        quarters: the groups as shown, of every quarter that has any answers; one without groups
            has too few, and then the year is not shown either.

    Returns:
        The finest groups that every quarter can be put together into.
    """
    if not quarters or not all(quarters):
        return ()
    if table in SCALES:
        return _join(codes_of(table), quarters)
    every = set.intersection(*({group.codes for group in groups} for groups in quarters))
    kept = sorted(every - {()})
    total = sum(group.number for groups in quarters for group in groups)
    named = [Group(codes, sum(dict(groups)[codes] for groups in quarters)) for codes in kept]
    named.sort(key=lambda group: -group.number)
    return (*named, Group((), total - total_of(named)))


def total_of(groups: Iterable[Group]) -> int:
    """Count the people in groups."""
    return sum(group.number for group in groups)


def _round(count: int) -> int:
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _named(groups: Groups) -> tuple[str, ...]:
    return tuple(code for group in groups for code in group.codes)


def _renew(table: Table, before: Groups, counts: Counts, named: Sequence[str]) -> Groups:
    released: list[Group] = []
    for group in before:
        inside = _inside(group, counts, named)
        if sum(inside.values()) - group.number < LEAST:
            released.append(group)
        elif table in SCALES:
            released += _split_scale(SCALES[table], group.codes, counts)
        elif group.codes:
            released.append(Group(group.codes, sum(inside.values())))
        else:
            released += _split_topics(inside)
    return tuple(released)


def _inside(group: Group, counts: Counts, named: Sequence[str]) -> dict[str, int]:
    """Give the counts of the answers in a group."""
    if group.codes:
        return {code: counts.get(code, 0) for code in group.codes}
    return {code: count for code, count in counts.items() if code not in named}


def _split_topics(counts: Counts) -> list[Group]:
    """Name each topic with ten people; the rest is one group, which has ten people as well."""
    large = sorted((code for code in counts if counts[code] >= LEAST), key=lambda c: -counts[c])
    rest = sum(counts.values()) - sum(counts[code] for code in large)
    while large and rest < LEAST:
        rest += counts[large.pop()]
    return [*(Group((code,), counts[code]) for code in large), Group((), rest)]


def _split_scale(
    halves: tuple[tuple[str, ...], ...], codes: tuple[str, ...], counts: Counts
) -> list[Group]:
    """Cut a scale into groups of at least ten: within each half, then halves together."""
    cut = []
    for half in halves:
        inside = [Group((code,), counts.get(code, 0)) for code in half if code in codes]
        cut += _merge_small(inside)
    return _merge_small(cut)


def _merge_small(groups: list[Group]) -> list[Group]:
    """Merge groups under ten with the smaller neighbour, until there is none or only one group."""
    groups = list(groups)
    while len(groups) > 1 and min(group.number for group in groups) < LEAST:
        at = min(range(len(groups)), key=lambda index: groups[index].number)
        beside = [index for index in (at - 1, at + 1) if 0 <= index < len(groups)]
        other = min(beside, key=lambda index: groups[index].number)
        first, second = sorted((at, other))
        one, two = groups[first], groups[second]
        groups[first : second + 1] = [Group(one.codes + two.codes, one.number + two.number)]
    return groups


def _join(codes: tuple[str, ...], quarters: Sequence[Groups]) -> Groups:
    """Join the groups of several quarters into the finest ones that fit all of them."""
    cuts = [set(_cuts(codes, groups)) for groups in quarters]
    common = sorted(set.intersection(*cuts))
    joined = []
    for start, end in zip([0, *common], [*common, len(codes)], strict=True):
        inside = codes[start:end]
        count = sum(
            group.number for groups in quarters for group in groups if group.codes[0] in inside
        )
        joined.append(Group(inside, count))
    return tuple(joined)


def _cuts(codes: tuple[str, ...], groups: Groups) -> list[int]:
    """Give the places in a scale at which a group ends and the next one begins."""
    return [codes.index(group.codes[0]) for group in groups if group.codes[0] != codes[0]]
