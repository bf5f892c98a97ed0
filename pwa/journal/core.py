"""The lines of the journal, and the plan of each table: what is noted of its rows.

Every table of the application has a plan in `__journal__`: `Watched`, `Cleared` or `Unwatched`. The
plan says what must not come back from a backup. A test fails for a table without a plan, and for a
column that its plan should name.
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

# Stands in for the MAC of the line before, for the first line.
NOTHING_BEFORE: Final = ""
_DIGEST_BYTES: Final = 16
_MASK_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Watched:
    """A table from which something can be erased or ended; the journal notes it.

    Attributes:
        is_gone: whether a row that was deleted is deleted again after a restore.
        carried: columns whose new value is set again after a restore: moments, numbers, a role;
            never contents.
        emptied: columns that are emptied again after a restore.
        named: a column with a secret, to the columns that a restore empties when the secret is an
            old one. The journal has a digest of the newest secret to compare with.
        steady: nullable columns of which nothing is noted.
        unless: a column of `carried` or `emptied`, to another column. While the other column is
            filled, the contents live on in another row, and nothing is noted.
        leads_to: column with the id that a patient finds by a row of this table. New rows are noted
            too, so that after a restore a patient whose list is lost is told so.
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
        why: the reason why it may be empty.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A table from which nothing is destroyed that a backup could bring back.

    Attributes:
        why: the reason why nothing of it has to be noted.
    """

    why: str


@dataclass(slots=True)
class Notes:
    """What one transaction destroys and begins, or several transactions together.

    Attributes:
        gone: digests of rows that were deleted.
        changed: digest of a row to its columns with their new values, as JSON can hold them; of a
            column in `Watched.named`, the digest of the value.
        superseded: digests of practice keys that have a younger one.
        begun: digest of a new row of a table with `Watched.leads_to`, to what `write_begun` gave.
    """

    gone: set[str] = field(default_factory=set)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    superseded: set[str] = field(default_factory=set)
    begun: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.destroys or bool(self.begun)

    @property
    def destroys(self) -> bool:
        """Whether the transaction must not commit before these notes are on the disk."""
        return bool(self.gone or self.changed or self.superseded)

    def add(self, later: "Notes") -> None:
        """Add the notes of a later transaction; its new values count."""
        self.gone |= later.gone
        self.superseded |= later.superseded
        self.begun |= later.begun
        for row, values in later.changed.items():
            self.changed.setdefault(row, {}).update(values)

    def write(self) -> dict[str, object]:
        """Give the notes that are not empty, as JSON can hold them."""
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
    """A line of the journal: the notes of one transaction.

    Attributes:
        number: from 1, without gaps.
        mac: over this line and the MAC of the line before.
    """

    number: int
    at: datetime
    notes: Notes
    mac: str

    def write(self) -> str:
        """Write the line as JSON."""
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
    """Compute the digest that names a row: an HMAC, so only the key matches it to a row.

    Args:
        identity: the primary key, and the moment of creation if the row has one, because after a
            restore a new row can get the number of a lost one.
    """
    return _digest(key, ["row", table, *map(to_json, identity)])


def value_digest(key: bytes, column: str, value: object) -> str | None:
    """Compute the digest (HMAC) that names the value of a column; None for an empty value.

    Args:
        column: name of the table and of the column, as `table.column`.
    """
    return _digest(key, ["value", column, to_json(value)]) if value else None


def write_begun(key: bytes, name: str, target: str, practice_id: int) -> str:
    """Write what a new row leads to, and its practice.

    The id of the practice is XORed with a mask that is derived from the row's digest, so that
    nobody without the key can tell which lines are of the same practice.

    Args:
        name: digest of the row.
        target: digest of what it leads to.
    """
    return target + (practice_id ^ _mask(key, name)).to_bytes(_MASK_BYTES).hex()


def read_begun(key: bytes, name: str, written: str) -> tuple[str, int]:
    """Read what `write_begun` made: the digest of what the row leads to, and the practice's id."""
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
        sort: Python type of the column.
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
