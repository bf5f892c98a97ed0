"""Lines about restores in the file of the anchors: how many entries of each log are lost.

A restored database is an older copy, which the anchors would show as tampering. So a restore writes
a line of its own into their file, with a MAC under the root key: the last entry that came back, and
the last entry that an anchor knew.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import compare_digest
from typing import Any

from pwa.audit.anchors import Anchor, AnchorFile, Broken
from pwa.vault.crypto import MasterKeys

MARK = "restored"


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore, as the log of one practice sees it.

    Attributes:
        number: the last entry that came back; 0 for a practice that did not come back at all.
        known: the last entry that an anchor knew of; not less than `number`.
        known_at: when the entry `known` was anchored; None when no anchor is later than `number`.
        backup_at: when the backup was made.
    """

    practice_id: int
    number: int
    known: int
    known_at: datetime | None
    backup_at: datetime
    at: datetime

    @property
    def lost(self) -> int:
        """How many entries are known to be lost; there may be more, after the last anchor."""
        return self.known - self.number

    def describe(self) -> str:
        """Describe the restore in a sentence."""
        since = self.known_at or self.backup_at
        gone = f"entries {self.number + 1} to {self.known} are lost, and " if self.lost else ""
        return (
            f"restored on {self.at:%Y-%m-%d %H:%M} UTC from the backup of "
            f"{self.backup_at:%Y-%m-%d %H:%M} UTC: {gone}whatever came after "
            f"{since:%Y-%m-%d %H:%M} UTC is lost too"
        )


@dataclass(frozen=True, slots=True)
class Outside:
    """The contents of the file outside the database.

    Attributes:
        anchors: those of entries that should exist, so not of entries that a restore lost.
        restores: the oldest first.
    """

    anchors: Sequence[Anchor]
    restores: Sequence[Restored]


def read_outside(file: AnchorFile, master: MasterKeys) -> Outside:
    """Read the file with the anchors.

    Raises:
        Broken: a line is no anchor, or is about a restore and has a wrong MAC.
    """
    anchors: list[Anchor] = []
    restores: list[Restored] = []
    for number, fields in file.read_lines():
        if fields.get("mark") != MARK:
            anchors.append(file.parse(number, fields))
            continue
        restored = _parse(file, number, fields, master)
        restores.append(restored)
        anchors = [anchor for anchor in anchors if not _is_lost(anchor, restored)]
    return Outside(anchors, restores)


def note_restore(
    file: AnchorFile,
    heads: Iterable[tuple[int, int]],
    master: MasterKeys,
    *,
    backup_at: datetime,
    now: datetime,
) -> list[Restored]:
    """Write down how far the log of each practice came back.

    Args:
        heads: practice and number of its last entry, of every practice in the database.

    Returns:
        The lines that were written, also of practices that did not come back.
    """
    before = read_outside(file, master).anchors
    ends = dict(heads)
    written = []
    for practice_id in sorted(ends.keys() | {anchor.practice_id for anchor in before}):
        own = [anchor for anchor in before if anchor.practice_id == practice_id]
        newest = max(own, key=lambda anchor: anchor.link.number, default=None)
        end = ends.get(practice_id, 0)
        is_known = newest is not None and newest.link.number > end
        restored = Restored(
            practice_id=practice_id,
            number=end,
            known=newest.link.number if newest and is_known else end,
            known_at=newest.at if newest and is_known else None,
            backup_at=backup_at,
            at=now,
        )
        file.append_line({**_fields(restored), "seal": _seal(restored, master).hex()})
        written.append(restored)
    return written


def _is_lost(anchor: Anchor, restored: Restored) -> bool:
    return anchor.practice_id == restored.practice_id and anchor.link.number > restored.number


def _fields(restored: Restored) -> dict[str, Any]:
    fields = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(restored).items()
    }
    return {"practice": fields.pop("practice_id"), "mark": MARK, **fields}


def _seal(restored: Restored, master: MasterKeys) -> bytes:
    written = json.dumps(_fields(restored), sort_keys=True).encode()
    return hmac.digest(master.derive("access log restored"), written, hashlib.sha256)


def _parse(file: AnchorFile, number: int, fields: dict[str, Any], master: MasterKeys) -> Restored:
    try:
        known_at = fields["known_at"]
        restored = Restored(
            practice_id=int(fields["practice"]),
            number=int(fields["number"]),
            known=int(fields["known"]),
            known_at=datetime.fromisoformat(known_at) if known_at else None,
            backup_at=datetime.fromisoformat(fields["backup_at"]),
            at=datetime.fromisoformat(fields["at"]),
        )
        seal = bytes.fromhex(fields["seal"])
    except (ValueError, KeyError, TypeError):
        raise Broken(f"line {number} of {file.path} is no anchor") from None
    if not compare_digest(seal, _seal(restored, master)):
        raise Broken(f"line {number} of {file.path} tells of a restore that never was")
    return restored
