"""The name and the lifetime of a backup, and its first and last line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

# As docs/privacy.md promises: after this time, erased data is in no backup any more.
LIFETIME: Final = timedelta(days=35)
FORMAT: Final = 1
_NAME: Final = "gesprek-%Y%m%dT%H%M%SZ.age"


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says in plain words why."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a backup.

    Attributes:
        made_at: when the snapshot of the database was taken.
        database: `sqlite` or `postgresql`; each has its own format of the rows.
        revision: of the newest migration of the tables.
        root: the wrapped root key, in hexadecimal, by which a restore refuses a wrong key file
            before it stores a row.
        journal_number, journal_mac: the newest line of the journal at that moment; 0 and empty when
            there was none.
    """

    made_at: datetime
    database: str
    revision: str
    root: str
    journal_number: int
    journal_mac: str

    def write(self) -> bytes:
        """Write it as JSON."""
        fields = {**asdict(self), "made_at": self.made_at.isoformat(), "format": FORMAT}
        return json.dumps(fields).encode()

    @classmethod
    def read(cls, line: bytes) -> "Header":
        """Read what `write` made.

        Raises:
            BackupError: it is something else, or made by a newer version.
        """
        try:
            fields: dict[str, Any] = json.loads(line)
            if fields.pop("format") != FORMAT:
                raise BackupError("the backup was made by a newer version of the application")
            return cls(**{**fields, "made_at": datetime.fromisoformat(fields["made_at"])})
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BackupError("the file holds no backup of this application") from None


@dataclass(frozen=True, slots=True)
class Ending:
    """The last line of a backup; a file without it was cut off.

    Attributes:
        rows: table to number of rows.
        digest: SHA-256 of everything before this line, in hexadecimal.
        seal: a MAC of the digest under the root key; only who holds the key file can make it.
    """

    rows: Mapping[str, int]
    digest: str
    seal: str

    def write(self) -> bytes:
        """Write it as JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, line: bytes) -> "Ending":
        """Read what `write` made.

        Raises:
            BackupError: it is something else.
        """
        try:
            return cls(**json.loads(line))
        except (ValueError, TypeError):
            raise BackupError("the last line of the backup cannot be read") from None


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a backup that was read to its end.

    Attributes:
        is_sealed: True when the seal was checked and is right; None without a key file to check it.
    """

    header: Header
    rows: Mapping[str, int] = field(default_factory=dict)
    is_sealed: bool | None = None


def name_of(made_at: datetime) -> str:
    """Name the file of a backup by its moment."""
    return made_at.astimezone(UTC).strftime(_NAME)


def moment_of(path: PurePath) -> datetime | None:
    """Read from the name of a file when it was made; None for a file that is no backup."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def too_old(paths: Iterable[PurePath], *, now: datetime, lifetime: timedelta) -> list[PurePath]:
    """Find the backups that are older than their lifetime; files with other names are ignored."""
    moments = {path: moment_of(path) for path in paths}
    return sorted(path for path, at in moments.items() if at is not None and now - at > lifetime)
