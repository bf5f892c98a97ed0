"""Anchors: the end of each chain at a moment, written to a file outside the database as well.

Whoever can write to the database can put an older copy of it back, whose chain is intact. Only the
file tells that there were later entries.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import compare_digest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.audit.chain import is_head_sealed, lock_chain, open_key
from pwa.audit.core import Link, Mark, anchor_seal, to_milliseconds
from pwa.audit.models import AccessAnchor, AccessChain, AccessEvent
from pwa.vault.work import Work


class Broken(Exception):
    """The log is not what the application wrote; the message says in plain words what is wrong."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a chain, as it was at a moment.

    Attributes:
        seal: a MAC under the key of the chain, which proves that the application wrote the anchor.
    """

    practice_id: int
    mark: Mark
    link: Link
    at: datetime
    seal: bytes

    def is_sealed(self, key: bytes) -> bool:
        """Say whether the seal is right, so that the application itself wrote this anchor."""
        expected = anchor_seal(key, self.practice_id, self.mark, self.link, self.at)
        return compare_digest(self.seal, expected)


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """The file outside the database: a line of JSON for each anchor, and nothing ever removed."""

    path: Path

    def append(self, anchor: Anchor) -> None:
        """Append an anchor to the file; it is on the disk (fsync) when this returns."""
        line = {
            "practice": anchor.practice_id,
            "at": anchor.at.isoformat(),
            "mark": anchor.mark,
            "number": anchor.link.number,
            "mac": anchor.link.mac.hex(),
            "seal": anchor.seal.hex(),
        }
        self.append_line(line)

    def append_line(self, fields: dict[str, Any]) -> None:
        """Append a line of any fields to the file; it is on the disk (fsync) when this returns."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(fields) + "\n")
            file.flush()
            os.fsync(handle)

    def read_lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the number and the fields of each line; nothing when there is no file.

        Raises:
            Broken: a line is no JSON object.
        """
        if not self.path.exists():
            return
        lines = self.path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                fields = json.loads(line)
            except ValueError:
                fields = None
            if not isinstance(fields, dict):
                raise Broken(f"line {number} of {self.path} is no anchor")
            yield number, fields

    def parse(self, number: int, found: dict[str, Any]) -> Anchor:
        """Read an anchor.

        Raises:
            Broken: the line is something else.
        """
        try:
            return Anchor(
                practice_id=found["practice"],
                mark=Mark(found["mark"]),
                link=Link(int(found["number"]), bytes.fromhex(found["mac"])),
                at=datetime.fromisoformat(found["at"]),
                seal=bytes.fromhex(found["seal"]),
            )
        except (ValueError, KeyError, TypeError):
            raise Broken(f"line {number} of {self.path} is no anchor") from None


def anchors_of(db: Session, practice_id: int) -> list[Anchor]:
    """Give the anchors that the database holds, the oldest first."""
    rows = db.scalars(
        select(AccessAnchor)
        .where(AccessAnchor.practice_id == practice_id)
        .order_by(AccessAnchor.number, AccessAnchor.id)
    )
    return [
        Anchor(practice_id, row.mark, Link(row.number, row.mac), row.at, row.seal) for row in rows
    ]


def set_anchor(
    work: Work, practice_id: int, file: AnchorFile, outside: Iterable[Anchor]
) -> Anchor | None:
    """Write an anchor of the newest entry of a practice, to the file and the database.

    Args:
        outside: the anchors that the file holds already, of all practices.

    Returns:
        The anchor; None when nothing was logged yet.

    Raises:
        Broken: the chain is gone, its end has a wrong seal, or the newest anchor is not in it.
    """
    known = anchors_of(work.db, practice_id)
    known += [anchor for anchor in outside if anchor.practice_id == practice_id]
    chain = lock_chain(work.db, practice_id)
    if chain is None:
        if known:
            raise Broken("the end of the chain is gone")
        return None
    key = open_key(chain, work.master)
    if not is_head_sealed(chain, key):
        raise Broken("the end of the chain was set by somebody else")
    _check_newest(work.db, chain, [anchor for anchor in known if anchor.is_sealed(key)])
    return add_anchor(work, practice_id, Mark.HEAD, chain.head, key, file)


def add_anchor(
    work: Work, practice_id: int, mark: Mark, link: Link, key: bytes, file: AnchorFile
) -> Anchor:
    """Write an anchor, to the file first: one that is in the file only does no harm."""
    at = to_milliseconds(work.now)
    anchor = Anchor(practice_id, mark, link, at, anchor_seal(key, practice_id, mark, link, at))
    file.append(anchor)
    row = AccessAnchor(
        practice_id=practice_id,
        at=at,
        mark=mark,
        number=link.number,
        mac=link.mac,
        seal=anchor.seal,
    )
    work.db.add(row)
    return anchor


def newest_cut(anchors: Iterable[Anchor]) -> Anchor | None:
    """Give the newest anchor of a purge, with the last entry that was removed; None without one."""
    cuts = [anchor for anchor in anchors if anchor.mark is Mark.CUT]
    return max(cuts, key=lambda anchor: anchor.link.number, default=None)


def _check_newest(db: Session, chain: AccessChain, anchors: list[Anchor]) -> None:
    """Check the chain against the newest anchor only; `flask audit verify` checks everything."""
    newest = max(anchors, key=lambda anchor: anchor.link.number, default=None)
    cut = newest_cut(anchors)
    if newest is None:
        return
    number, day = newest.link.number, f"{newest.at:%Y-%m-%d}"
    if number > chain.number:
        raise Broken(
            f"entry {number} was anchored on {day}, but the log ends at {chain.number}: "
            "the end was cut off, or an older copy was put back"
        )
    if cut and number <= cut.link.number:
        return
    entry = db.get(AccessEvent, (chain.practice_id, number))
    if entry is None or entry.mac != newest.link.mac:
        raise Broken(f"entry {number} is not the one that was anchored on {day}")
