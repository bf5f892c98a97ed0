"""What the journal says, and what each table has to tell it.

Every table of the application says in `__journal__` what of it must not come back from a backup: it is
`Watched`, `Cleared` or `Unwatched`. A rule in the tests fails for a table, or a column, without.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

# What the first line hangs on.
NOTHING_BEFORE: Final = ""
_DIGEST_BYTES: Final = 16
_MASK_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Watched:
    """Rows of a table that hold or protect something.

    Attributes:
        is_gone: a row that was deleted is deleted again after a restore.
        carried: columns whose new value is set again: moments, numbers, a role; never a content.
        emptied: columns that are emptied again after a restore.
        named: columns with a secret, of which a digest of the new value is written down, to what is
            emptied when a restored row holds another value: one that was replaced since.
        steady: columns that may be empty and still have nothing to tell.
        unless: a column of `carried` or `emptied`, to another column: while that one is filled, what
            the row had lives on elsewhere, and nothing is written down.
        leads_to: a column with what somebody comes back to by a row. New rows are written down too, so
            that after a restore who asks for what is lost with the database is told so.
    """

    is_gone: bool = True
    carried: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steady: tuple[str, ...] = ()
    unless: Mapping[str, str] = field(default_factory=dict)
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class Cleared:
    """A table that is empty after every restore.

    Attributes:
        why: it may be.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A table from which nothing is destroyed that a backup could bring back.

    Attributes:
        why: not.
    """

    why: str


@dataclass(slots=True)
class Notes:
    """What one transaction destroys, or what all of them did.

    Attributes:
        gone: digests of rows that were deleted.
        changed: digest of a row to its columns with their new values, as JSON holds them; of a
            column that is `named`, the digest of the value.
        superseded: digests of practice keys that have a younger one.
        begun: digests of new rows by which somebody comes back, to what `write_begun` made of them.
    """

    gone: set[str] = field(default_factory=set)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    begun: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.destroys or bool(self.begun)

    @property
    def destroys(self) -> bool:
        """Whether the transaction must not take place without them."""
        return bool(self.gone or self.changed or self.superseded)

    def add(self, later: "Notes") -> None:
        """Take over what happened later."""
        self.gone |= later.gone
        self.superseded |= later.superseded
        self.begun |= later.begun
        for row, values in later.changed.items():
            self.changed.setdefault(row, {}).update(values)

    def write(self) -> dict[str, object]:
        """Give it as JSON can hold it."""
        fields = {
            "gone": sorted(self.gone),
            "changed": self.changed,
            "superseded": sorted(self.superseded),
            "begun": self.begun,
        }
        return {name: value for name, value in fields.items() if value}

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> "Notes":
        """Read what `write` made."""
        return cls(
            set(fields.get("gone", ())),
            dict(fields.get("changed", {})),
            set(fields.get("superseded", ())),
            dict(fields.get("begun", {})),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal: what one transaction destroyed.

    Attributes:
        number: from 1, without gaps.
        mac: over this line and the MAC of the line before.
    """

    number: int
    at: datetime
    notes: Notes
    mac: str

    def write(self) -> str:
        """Write it as JSON."""
        return json.dumps({**_fields(self.number, self.at, self.notes), "mac": self.mac})

    @classmethod
    def read(cls, text: str) -> "Line":
        """Read what `write` made.

        Raises:
            ValueError: it is something else.
        """
        try:
            fields = json.loads(text)
            at = datetime.fromisoformat(fields["at"])
            return cls(int(fields["n"]), at, Notes.read(fields), str(fields["mac"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no line of the journal") from error


def line_mac(key: bytes, before: str, number: int, at: datetime, notes: Notes) -> str:
    """Compute the MAC of a line.

    Args:
        before: MAC of the line before.
    """
    written = json.dumps([before, _fields(number, at, notes)], sort_keys=True)
    return hmac.digest(key, written.encode(), hashlib.sha256).hex()


def row_digest(key: bytes, table: str, identity: Sequence[object]) -> str:
    """Name a row so that only who holds the key recognises it.

    Args:
        identity: its primary key, and its moment of creation if it has one: numbers are given anew
            after a restore.
    """
    return _digest(key, ["row", table, *map(to_json, identity)])


def value_digest(key: bytes, column: str, value: object) -> str | None:
    """Name a secret likewise; None for an empty one.

    Args:
        column: in which it stands, with the name of the table.
    """
    return _digest(key, ["value", column, to_json(value)]) if value else None


def write_begun(key: bytes, name: str, target: str, practice_id: int) -> str:
    """Write what a new row leads to and whose practice it is.

    The practice is masked by the row's own digest: without the key nobody can tell which lines are of
    the same practice.

    Args:
        name: digest of the row.
        target: digest of what it leads to.
    """
    return target + (practice_id ^ _mask(key, name)).to_bytes(_MASK_BYTES).hex()


def read_begun(key: bytes, name: str, written: str) -> tuple[str, int]:
    """Read what `write_begun` made: the digest of what the row leads to, and whose it is."""
    target, masked = written[: -2 * _MASK_BYTES], written[-2 * _MASK_BYTES :]
    return target, int(masked, 16) ^ _mask(key, name)


def to_json(value: object) -> Any:
    """Write a value as JSON can hold it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, date | UUID) else value


def from_json(value: Any, sort: type) -> Any:
    """Read what `to_json` wrote.

    Args:
        sort: of the column.
    """
    if value is None or isinstance(value, sort):
        return value
    if issubclass(sort, datetime | date):
        return sort.fromisoformat(value)
    make: Any = sort
    return make(value)


def _fields(number: int, at: datetime, notes: Notes) -> dict[str, object]:
    return {"n": number, "at": to_json(at), **notes.write()}


def _mask(key: bytes, name: str) -> int:
    return int(_digest(key, ["practice of", name])[: 2 * _MASK_BYTES], 16)


def _digest(key: bytes, parts: list[Any]) -> str:
    text = json.dumps(parts, default=str)
    return hmac.digest(key, text.encode(), hashlib.sha256)[:_DIGEST_BYTES].hex()
