"""Sum tallies: at least ten at once, in a session that holds the care key, noted in the log.

What comes of it is stored twice: exactly, sealed again to the care key, to add to later; and as
groups of ten people and more, rounded, which everybody reads who may see the figures.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.counting import slips
from pwa.counting.core import LEAST, Group, Groups, Table, Tally, release, rounded
from pwa.counting.models import TallyBox, TallySum, box_context, slips_context, sum_context
from pwa.staff.access import Staff
from pwa.vault.crypto import MasterKeys, open_sealed, seal_to
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

# The exact sums are filled up to a multiple of this, so that their length tells little.
_STATE_BYTES: Final = 1024


@dataclass(slots=True)
class _State:
    """The exact sums of a quarter.

    Attributes:
        counts: question to answer to how many gave it.
        released: question to the groups that are shown, exactly.
    """

    counts: dict[Table, Counter[str]] = field(default_factory=dict)
    released: dict[Table, Groups] = field(default_factory=dict)

    def add(self, tallies: Iterable[Tally]) -> None:
        """Add all tallies that are summed at once, and find the groups that may be shown now."""
        for each in tallies:
            self.counts.setdefault(each.table, Counter())[each.code] += 1
        for table, counts in self.counts.items():
            groups = release(table, self.released.get(table, ()), counts)
            if groups:
                self.released[table] = groups

    def dump(self) -> bytes:
        text = json.dumps({"counts": self.counts, "released": self.released})
        return text.encode().ljust((len(text) // _STATE_BYTES + 1) * _STATE_BYTES)

    @classmethod
    def load(cls, content: bytes) -> "_State":
        fields = json.loads(content)
        return cls(
            {Table(name): Counter(counts) for name, counts in fields["counts"].items()},
            {Table(name): _groups(rows) for name, rows in fields["released"].items()},
        )


def count_waiting(db: Session, practice_id: int, master: MasterKeys) -> dict[str, int]:
    """Count the tallies that nobody has summed yet: quarter to how many."""
    waiting: Counter[str] = Counter()
    for box in db.scalars(select(TallyBox).where(TallyBox.practice_id == practice_id)):
        inside = master.unwrap(box.slips, slips_context(box))
        waiting[box.quarter] += slips.count_in(inside)
    return dict(waiting)


def sum_waiting(work: Work, staff: Staff) -> int:
    """Sum the tallies of every quarter in which at least ten wait, and delete their boxes.

    Returns:
        How many were summed; without any, nothing is written.

    Raises:
        CannotOpen: the session lacks the care key; `staff_view` prevents this.
    """
    practice_id, total = staff.practice.id, 0
    for quarter, number in sorted(count_waiting(work.db, practice_id, work.master).items()):
        if number >= LEAST:
            total += _sum_quarter(work, staff, quarter)
    if total:
        audit.record_staff(work.db, staff, action="tally:sum", at=work.now)
    return total


def shown_of(db: Session, practice_id: int) -> dict[str, dict[Table, Groups]]:
    """Read the groups that may be shown: quarter to question to groups."""
    rows = db.scalars(select(TallySum).where(TallySum.practice_id == practice_id))
    return {
        row.quarter: {Table(name): _groups(groups) for name, groups in row.shown.items()}
        for row in rows
    }


def _sum_quarter(work: Work, staff: Staff, quarter: str) -> int:
    practice_id = staff.practice.id
    boxes = work.db.scalars(
        select(TallyBox)
        .where(TallyBox.practice_id == practice_id, TallyBox.quarter == quarter)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    inside = {box: work.master.unwrap(box.slips, slips_context(box)) for box in boxes}
    number = sum(map(slips.count_in, inside.values()))
    if number < LEAST:  # a colleague has summed them at the same moment
        return 0
    tallies: list[Tally] = []
    for box, content in inside.items():
        sealed = work.master.unwrap(box.wrap, box_context(box))
        private = open_sealed(staff.keys.private(box.care_key_id), sealed)
        tallies += slips.open_slips(content, private)
        work.db.delete(box)
    own = TallySum.practice_id == practice_id, TallySum.quarter == quarter
    row = work.db.scalar(select(TallySum).where(*own).with_for_update())
    state = _load(work, staff, row) if row else _State()
    if state is not None:
        state.add(tallies)
        _store(work, row or TallySum(practice_id=practice_id, quarter=quarter), state)
    return number


def _load(work: Work, staff: Staff, row: TallySum) -> _State | None:
    """Open the exact sums of a quarter; None when nothing can be added to it any more."""
    if row.state is None:
        return None
    sealed = work.master.unwrap(row.state, sum_context(row.practice_id, row.quarter))
    return _State.load(open_sealed(staff.keys.private(row.care_key_id), sealed))


def _store(work: Work, row: TallySum, state: _State) -> None:
    care = current_key(work.db, row.practice_id, KeyKind.CARE)
    context = sum_context(row.practice_id, row.quarter)
    row.care_key_id = care.id
    row.state = work.master.wrap(seal_to(care.public_key, state.dump()), context)
    row.shown = {table: rounded(groups) for table, groups in state.released.items()}
    work.db.add(row)
    work.db.flush()


def _groups(rows: Iterable[tuple[list[str], int]]) -> Groups:
    return tuple(Group(tuple(codes), number) for codes, number in rows)
