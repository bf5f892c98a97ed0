"""Two people edit one thing at the same time: who changed which part, and the fields of the form.

A form carries the number of the version that its editor started from (`base`). Whoever saves second
is shown both versions, part by part, and sends the form once more with a choice for each part
(`choice-…`). That form has the newer version as its `base`, and in `before` the base that it had
until the conflict.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

_CHOICE = "choice-"
_LONGEST_NUMBER = 9


class Choice(StrEnum):
    """Which version to save of a part where two that were made at the same time differ."""

    MINE = "mine"
    SAVED = "saved"
    BOTH = "both"


class Conflict(Exception):
    """Somebody else saved a version since this one was opened.

    Attributes:
        number: of the newest version.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"version {number} was saved in between")
        self.number = number


def who_changed(mine: object, saved: object, base: object) -> Choice:
    """Say who changed a part, compared with the version that both people started from.

    Returns:
        `SAVED` when only the other person changed it, or nobody; `MINE` when only this person did,
        or both did the same; `BOTH` when they made different things of it.
    """
    if mine == base:
        return Choice.SAVED
    return Choice.MINE if saved in (base, mine) else Choice.BOTH


def suggest(
    mine: object, saved: object, base: object, *, is_empty: bool, can_keep_both: bool
) -> Choice:
    """Suggest what to keep of a part that differs, so that no text is lost.

    Args:
        is_empty: there is nothing in `mine`.
        can_keep_both: the two can stand in one part, and there is room.
    """
    changed_by = who_changed(mine, saved, base)
    if changed_by is Choice.BOTH and not can_keep_both:
        changed_by = Choice.MINE
    return Choice.SAVED if changed_by is Choice.MINE and is_empty else changed_by


_Shown = TypeVar("_Shown")


@dataclass(frozen=True, slots=True)
class DifferenceLines(Generic[_Shown]):
    """A part that differs between two versions, for the page of choices (`base_conflict.html`).

    Attributes:
        part: as in the name of its field, `choice-…`.
        name: of the part, for people.
        versions: each possible choice, and what the page shows of it.
        suggested: the choice that is selected at first, a key of `versions`.
    """

    part: str
    name: str
    versions: Mapping[Choice, _Shown]
    suggested: Choice


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...


_Version = TypeVar("_Version", bound=_Numbered)


def find_version(versions: Iterable[_Version], number: int) -> _Version | None:
    """Find the version that an editor started from; None when it is no longer there."""
    return next((version for version in versions if version.number == number), None)


def read_base(typed: str) -> int:
    """Read the number of the version that an editor started from; 0 for none."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER
    return int(typed) if is_number else 0


def read_choices(fields: Mapping[str, str]) -> dict[str, Choice]:
    """Read the choices, part to choice; unknown values are left out."""
    known = {choice.value: choice for choice in Choice}
    return {
        name.removeprefix(_CHOICE): known[value]
        for name, value in fields.items()
        if name.startswith(_CHOICE) and value in known
    }


def without_choices(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Remove the choices from a form and restore its base, so that the conflict is shown again."""
    kept = {name: values for name, values in fields.items() if not name.startswith(_CHOICE)}
    return kept if len(kept) == len(fields) else {**kept, "base": fields.get("before", ["0"])}
