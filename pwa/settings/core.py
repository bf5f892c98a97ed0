"""Merge the settings of two people who change them at once; the to-do list of a new practice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pwa.editing import Choice, who_changed
from pwa.practice.details import FIELDS
from pwa.text import clean_text

# Fields whose values have an order that means something.
ORDERED = frozenset({"languages"})

# Buttons that change the order of languages, to how many places they move one.
WAYS = {"up": -1, "down": 1}

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Merged:
    """A form, merged with what a colleague saved since it was opened.

    Attributes:
        values: field name to values; where only one person changed a field, that person's.
        conflicts: names of the fields that both changed, differently; `values` has the form's.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()


def merge_values(base: Values, saved: Values, typed: Values) -> Merged:
    """Bring together what somebody typed and what a colleague saved in the meantime.

    Args:
        base: what the form showed when it was opened.
        saved: what is stored now.
        typed: what the form holds.
    """
    values, conflicts = {}, []
    for name in FIELDS:
        plain = list if name in ORDERED else _plain
        was, now, mine = (plain(each.get(name, ())) for each in (base, saved, typed))
        changed_by = who_changed(mine, now, was)
        values[name] = now if changed_by is Choice.SAVED else mine
        if changed_by is Choice.BOTH:
            conflicts.append(name)
    return Merged(values, tuple(conflicts))


def move_language(values: Values, moved: tuple[str, str]) -> dict[str, Sequence[str]]:
    """Give the values with one language moved by a place; as they are if it is not chosen.

    Args:
        moved: one of WAYS, and the code of the language.
    """
    way, code = moved
    codes = list(values.get("languages", ()))
    if code in codes:
        place = codes.index(code) + WAYS[way]
        codes.remove(code)
        codes.insert(max(place, 0), code)
    return {**values, "languages": codes}


def _plain(values: Sequence[str]) -> list[str]:
    """Normalise values: a form alone may change line breaks and order, and add empty values."""
    return sorted(filter(None, (clean_text(value) for value in values)))


@dataclass(frozen=True, slots=True)
class ToDo:
    """Which steps before the first patient a new practice has done, as the database shows.

    Attributes:
        has_recovery_codes: the person who asks has codes to log in without the phone.
        has_tried_key: the recovery key was typed back from paper.
        has_reader: somebody of the team can open answers.
        has_colleagues: more than one person works here.
        has_poster: poster or leaflet was printed once.
    """

    has_recovery_codes: bool
    has_tried_key: bool
    has_reader: bool
    has_colleagues: bool
    has_poster: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return all(
            (
                self.has_recovery_codes,
                self.has_tried_key,
                self.has_reader,
                self.has_colleagues,
                self.has_poster,
            )
        )
