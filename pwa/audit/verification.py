"""Go through a chain and say in plain words what is wrong, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from secrets import compare_digest
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pwa.audit.anchors import Anchor, anchors_of, newest_cut
from pwa.audit.chain import is_head_sealed, lock_chain, mac_of, open_key
from pwa.audit.core import START, Link
from pwa.audit.models import AccessChain, AccessEvent
from pwa.vault.crypto import CannotOpen, MasterKeys

# How many entries one query reads; between two queries others may write.
_CHUNK = 10_000
_MOST_FINDINGS = 20


@dataclass
class Report:
    """The result of checking the log of one practice.

    Attributes:
        first: number of the oldest entry that should be there.
        entries: how many entries were checked.
        findings: what is wrong, each in one sentence.
        left_out: how many more findings there were.
    """

    practice_id: int
    first: int = 0
    entries: int = 0
    findings: list[str] = field(default_factory=list)
    left_out: int = 0

    @property
    def is_intact(self) -> bool:
        """Whether everything is as the application wrote it."""
        return not self.findings

    def add(self, finding: str) -> None:
        """Add a finding; one change can break all later entries, so at most 20 are listed."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.left_out += 1


def verify(db: Session, practice_id: int, master: MasterKeys, outside: Iterable[Anchor]) -> Report:
    """Check every entry of a practice, the end of the chain, and the anchors.

    The entries are read in pieces with a rollback after each, so that no writer has to wait.

    Args:
        outside: the anchors that the file holds, of all practices.
    """
    report = Report(practice_id)
    anchors = anchors_of(db, practice_id)
    anchors += [anchor for anchor in outside if anchor.practice_id == practice_id]
    chain = db.get(AccessChain, practice_id)
    if chain is None:
        if anchors or _read(db, practice_id, after=0):
            report.add("the end of the chain is gone")
        return report
    try:
        key = open_key(chain, master)
    except CannotOpen:
        report.add("the key of the chain does not open: it was replaced, or the key file was")
        return report
    genuine = [anchor for anchor in anchors if anchor.is_sealed(key)]
    for anchor in anchors:
        if anchor not in genuine:
            report.add(f"{_name(anchor)} was not written by the application")
    db.rollback()
    _Walk(db, key, genuine, report).go()
    db.rollback()
    return report


class _Walk:
    """One pass over a chain, from its oldest entry to its end."""

    def __init__(self, db: Session, key: bytes, anchors: Sequence[Anchor], report: Report) -> None:
        self.db, self.key, self.report = db, key, report
        self.anchored = {anchor.link.number: anchor for anchor in anchors}
        cut = newest_cut(anchors)
        self.link = cut.link if cut else START
        report.first = self.link.number + 1

    def go(self) -> None:
        while chunk := _read(self.db, self.report.practice_id, after=self.link.number):
            self._take(chunk)
            self.db.rollback()
        # With the chain locked, nobody can add an entry between reading the last ones and its end.
        chain = lock_chain(self.db, self.report.practice_id)
        self._take(_read(self.db, self.report.practice_id, after=self.link.number))
        if chain is None:
            self.report.add("the end of the chain is gone")
        else:
            self._check_end(chain)
        beyond = max(self.anchored, default=0)
        if beyond > self.link.number:
            self.report.add(
                f"{_name(self.anchored[beyond])} stands after the end of the log, which is entry "
                f"{self.link.number}: the end was cut off, or an older copy was put back"
            )

    def _take(self, entries: Iterable[Row[Any]]) -> None:
        for entry in entries:
            number, expected = entry.number, self.link.number + 1
            if number != expected:
                self.report.add(_missing(expected, number - 1))
            elif not compare_digest(mac_of(self.key, self.link.mac, entry), entry.mac):
                self.report.add(
                    f"entry {number} of {entry.at:%Y-%m-%d %H:%M} UTC is not what was written: "
                    "it was changed, moved, or put in"
                )
            anchor = self.anchored.get(number)
            if anchor is not None and anchor.link.mac != entry.mac:
                self.report.add(f"entry {number} is not the one of {_name(anchor)}")
            self.link = Link(number, entry.mac)
            self.report.entries += 1

    def _check_end(self, chain: AccessChain) -> None:
        if not is_head_sealed(chain, self.key):
            self.report.add("the end of the chain was set by somebody else")
        if self.link.number < chain.number:
            self.report.add(_missing(self.link.number + 1, chain.number))
        elif self.link.number > chain.number:
            self.report.add(f"there are entries after the end of the chain, {chain.number}")
        elif self.link.mac != chain.mac:
            self.report.add(f"the last entry, {chain.number}, is not the end of the chain")


def _read(db: Session, practice_id: int, *, after: int) -> Sequence[Row[Any]]:
    """Read the next entries as plain rows: a million ORM objects would take too long."""
    wanted = (
        select(AccessEvent.__table__)
        .where(AccessEvent.practice_id == practice_id, AccessEvent.number > after)
        .order_by(AccessEvent.number)
        .limit(_CHUNK)
    )
    return db.connection().execute(wanted).all()


def _missing(first: int, last: int) -> str:
    return (
        f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
    )


def _name(anchor: Anchor) -> str:
    return f"the anchor of {anchor.at:%Y-%m-%d %H:%M} UTC, entry {anchor.link.number},"
