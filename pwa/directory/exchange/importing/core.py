"""What an uploaded service does to the directory: added, changed, kept as it is, or removed.

Three versions of a service are compared field by field: what the file says now, what the directory
says, and what the file before it said. Where the last two differ, the practice corrected something
itself; its correction stays, unless somebody chooses what the file says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

import msgspec

from pwa.directory.exchange.result import Said
from pwa.directory.hsds import HelpService
from pwa.text import N_

# How many lines of a preview are on one page.
PER_PAGE: Final = 50
# A file renews an earlier import when it still has so many of the services from it.
RENEWED_PART: Final = 0.5

TWICE: Final = N_("The same service stands in the file more than once. The first one counts.")

_FIELDS: Final = tuple(each.name for each in fields(HelpService) if each.name != "id")
_CHECKED: Final = "assured_on"
# Ids of parts, such as of a phone, say nothing to people; some files have new ones each time.
_IDS: Final = frozenset({"id", "address_id"})


class LineKind(StrEnum):
    """What becomes of a service when an import is published."""

    ADDED = "added"
    CHANGED = "changed"
    OWN = "own"  # the practice corrected it, and the correction stays
    REMOVED = "removed"
    REFUSED = "refused"
    SAME = "same"


class OwnWish(StrEnum):
    """Why something of the file is not taken over."""

    CORRECTED = "corrected"  # fields that the practice changed itself
    REMOVED = "removed"  # the practice removed the service
    MISSED = "missed"  # the file has it no more, but the practice had changed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A service as the directory has it.

    Attributes:
        uid: the id that it has here; the file may name it by an older one.
        said: what the file before this one said; None if it came from no file.
        is_gone: removed, and still there for plans that name it.
        is_locked: a national line, which no import changes.
    """

    uid: str
    content: HelpService
    said: HelpService | None
    is_gone: bool = False
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that the file says otherwise than the directory.

    Attributes:
        old, new: as JSON values (msgspec.to_builtins).
        stays: the practice changed it itself, so the old value stays.
    """

    name: str
    old: Any
    new: Any
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One line of a preview.

    Attributes:
        uid: as the directory names it; empty if the line was refused.
        place: where it stands in the file; None for what the file has no more.
        reasons: why it is refused.
        notes: what was left out of a service that comes in.
        gaps: what it lacks by the rule of the house.
        wish: of LineKind.OWN, why.
        beyond: what the file says beyond our model and is not kept, such as `service.wait_time`.
    """

    kind: LineKind
    name: str
    uid: str = ""
    place: Said | None = None
    reasons: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    gaps: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    wish: OwnWish | None = None
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What publishing does with one service of the file.

    Attributes:
        content: how it stands in the directory afterwards; None if nothing of it changes.
        removes: it is taken out of the directory.
    """

    kind: LineKind
    content: HelpService | None = None
    removes: bool = False
    changes: tuple[FieldChange, ...] = ()
    wish: OwnWish | None = None


def judge(new: HelpService, kept: Kept | None, *, takes_file: bool = False) -> Judged:
    """Say what becomes of a service of the file.

    Args:
        takes_file: somebody chose what the file says, also where the practice corrected it.
    """
    if kept is None:
        return Judged(kind=LineKind.ADDED, content=new)
    if kept.is_locked:
        return Judged(kind=LineKind.SAME)
    new = replace(new, id=kept.uid)
    if kept.is_gone:
        if kept.said is None or takes_file:
            return Judged(kind=LineKind.ADDED, content=new)
        return Judged(kind=LineKind.OWN, wish=OwnWish.REMOVED)
    changes = tuple(_compare(new, kept))
    if not changes:
        return Judged(kind=LineKind.SAME)
    taken = [change for change in changes if takes_file or not change.stays]
    content = replace(kept.content, **{each.name: getattr(new, each.name) for each in taken})
    corrected = any(change.stays for change in changes)
    return Judged(
        kind=LineKind.OWN if corrected else LineKind.CHANGED,
        content=content if taken else None,
        changes=changes,
        wish=OwnWish.CORRECTED if corrected else None,
    )


def judge_missing(kept: Kept, *, takes_file: bool = False) -> Judged:
    """Say what becomes of a service of an earlier import that its renewal has no more."""
    is_own = kept.said is not None and any(
        not is_same(getattr(kept.content, name), getattr(kept.said, name))
        for name in _FIELDS
        if name != _CHECKED
    )
    if is_own:
        return Judged(kind=LineKind.OWN, wish=OwnWish.MISSED, removes=takes_file)
    return Judged(kind=LineKind.REMOVED, removes=True)


def is_same(one: object, other: object) -> bool:
    """Say whether two values of a field say the same to people, whatever the ids in them are."""
    return one == other or _without_ids(one) == _without_ids(other)


def find_renewed(shared: Mapping[str, int], sizes: Mapping[str, int]) -> str | None:
    """Find the earlier import that a file renews: of which it has half of the services or more.

    Args:
        shared: import to how many of its services the file has.
        sizes: import to how many services of it the directory has.
    """
    renewed = [key for key, count in shared.items() if count >= RENEWED_PART * sizes[key]]
    return max(renewed, key=lambda key: shared[key], default=None)


@dataclass(slots=True)
class Counts:
    """How many lines of each kind there are, and what else a preview says of the file as a whole.

    Attributes:
        beyond: field of HSDS that is not kept, to how many services have it.
    """

    lines: dict[LineKind, int] = field(default_factory=lambda: dict.fromkeys(LineKind, 0))
    beyond: dict[str, int] = field(default_factory=dict)

    def add(self, line: PreviewLine) -> None:
        """Count a line."""
        self.lines[line.kind] += 1
        for name in line.beyond:
            self.beyond[name] = self.beyond.get(name, 0) + 1


def _compare(new: HelpService, kept: Kept) -> Iterator[FieldChange]:
    said = kept.said
    for name in _FIELDS:
        old, fresh = getattr(kept.content, name), getattr(new, name)
        if name == _CHECKED and (fresh is None or (old is not None and old >= fresh)):
            continue  # the later check of the two holds
        if is_same(old, fresh):
            continue
        before = getattr(said, name) if said else None
        is_own = said is not None and name != _CHECKED and not is_same(old, before)
        if is_own and is_same(fresh, before):
            continue  # only the practice changed it, and the file says nothing new
        yield FieldChange(name=name, old=_plain(old), new=_plain(fresh), stays=is_own)


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value, order="deterministic")


def _without_ids(value: object) -> object:
    return _drop_ids(_plain(value))


def _drop_ids(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _drop_ids(each) for key, each in value.items() if key not in _IDS}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_drop_ids(each) for each in value]
    return value
