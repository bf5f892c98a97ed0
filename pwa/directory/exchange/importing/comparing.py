"""Compare the lines of a read file with a practice's directory, a few hundred at a time.

The preview and the publishing both walk through this, so that what is written is what was shown.
Only ids and names of a whole file lie in memory at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from pwa.directory.exchange.hsds_reader import Gap
from pwa.directory.exchange.importing.core import (
    TWICE,
    Kept,
    LineKind,
    PreviewLine,
    find_renewed,
    judge,
    judge_missing,
)
from pwa.directory.exchange.importing.steps import Step, kept_of, step_for
from pwa.directory.exchange.importing.terms import apply_terms
from pwa.directory.exchange.result import ForeignTerm, ReadLine, Said, unpack_lines
from pwa.directory.exchange.terms import TermMap
from pwa.directory.models import KeptService, KeptState, ServiceAlias
from pwa.directory.packaged import NATIONAL, load_services
from pwa.store.database import go_on_reading
from pwa.typed.folding import fold

AT_ONCE: Final = 500

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Compared:
    """A line for the preview, and what publishing writes for it; None if nothing."""

    line: PreviewLine
    step: Step | None = None
    unknown: tuple[ForeignTerm, ...] = ()


@dataclass(slots=True)
class Comparison:
    """The comparison of one file with one directory.

    Attributes:
        packed: as `HelpImport.result` has it.
        terms: what foreign terms mean to the practice.
        takes: ids of services for which somebody chose what the file says.
        on_progress: gets how many lines are compared, and how many there are; no transaction is
            open then.
        origin: the import that the file renews; known once `run` has begun.
    """

    db: Session
    practice_id: int
    packed: bytes
    terms: TermMap
    takes: frozenset[str]
    on_progress: Callable[[int, int], None]
    origin: UUID | None = None
    _refused: set[str] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    _total: int = 0
    _national: frozenset[str] = frozenset()

    def run(self) -> Iterator[Compared]:
        """Go through the lines of the file, and then through what it has no more.

        Raises:
            ResultDamaged: the packed lines are none of ours.
        """
        self._national = frozenset(service.id for service in load_services(NATIONAL))
        self._look_ahead()
        done = 0
        for lines in in_batches(unpack_lines(self.packed)):
            yield from self._compare(lines)
            done += len(lines)
            self.on_progress(done, self._total)
        if self.origin is not None:
            yield from self._missing()

    def _look_ahead(self) -> None:
        """Collect the ids of the file, and find the import that it renews."""
        uids = set()
        for line in unpack_lines(self.packed):
            self._total += 1
            if line.uid:
                uids.add(line.uid)
            else:
                self._refused.add(fold(line.name))
        go_on_reading(self.db)
        sizes = self._sizes()
        shared: Counter[str] = Counter()
        for some in in_batches(sorted(uids)) if sizes else ():
            shared.update(self._imports_of(some))
        self.db.rollback()
        renewed = find_renewed(shared, sizes)
        self.origin = UUID(renewed) if renewed else None

    def _sizes(self) -> dict[str, int]:
        """Count the services that the directory has of each earlier import."""
        rows = (
            select(KeptService.import_id, func.count())
            .where(
                KeptService.practice_id == self.practice_id,
                KeptService.import_id.is_not(None),
                KeptService.state != KeptState.GONE,
            )
            .group_by(KeptService.import_id)
        )
        return {str(import_id): count for import_id, count in self.db.execute(rows)}

    def _imports_of(self, uids: Sequence[str]) -> Iterator[str]:
        """Give the imports that some services are from, one for each; found by their ids alone."""
        rows = select(KeptService.import_id, KeptService.state).where(
            KeptService.practice_id == self.practice_id, KeptService.uid.in_(uids)
        )
        for import_id, state in self.db.execute(rows):
            if import_id is not None and state is not KeptState.GONE:
                yield str(import_id)

    def _compare(self, lines: Sequence[ReadLine]) -> Iterator[Compared]:
        go_on_reading(self.db)
        wanted = [line.uid for line in lines if line.uid]
        aliases = self._aliases(wanted)
        rows = {
            row.uid: row for row in self._rows(KeptService.uid.in_({*wanted, *aliases.values()}))
        }
        self.db.rollback()
        for line in lines:
            yield self._compare_line(line, aliases, rows)

    def _compare_line(
        self, line: ReadLine, aliases: dict[str, str], rows: dict[str, Row[Any]]
    ) -> Compared:
        uid = aliases.get(line.uid, line.uid)
        if uid and uid in self._seen:
            return Compared(_refuse(line, (Said(TWICE),)))
        self._seen.add(uid)
        row = rows.get(uid)
        if line.service is None:
            return self._compare_removed(line, row)
        service, unknown = apply_terms(line.service, line.terms, self.terms)
        service = replace(service, id=uid)
        kept = kept_of(row) if row is not None else None
        if uid in self._national:
            kept = Kept(uid=uid, content=service, said=None, is_locked=True)
        judged = judge(service, kept, takes_file=uid in self.takes)
        shown = PreviewLine(
            kind=judged.kind,
            name=service.name,
            uid=uid,
            place=line.place,
            notes=line.notes,
            # Reading knew only our own topics; a foreign term may have brought one since.
            gaps=tuple(gap for gap in line.gaps if gap != Gap.TOPIC or not service.topics),
            changes=judged.changes,
            wish=judged.wish,
            beyond=line.beyond,
        )
        step = step_for(service, row, judged)
        return Compared(shown, replace(step, old_uid=line.old_uid) if step else None, unknown)

    def _compare_removed(self, line: ReadLine, row: Row[Any] | None) -> Compared:
        """Say what becomes of a line without a service: it is refused, or offered no longer."""
        if not line.is_removed:
            return Compared(_refuse(line, line.reasons))
        if row is None or row.state is KeptState.GONE or kept_of(row).said is None:
            return Compared(PreviewLine(kind=LineKind.SAME, name=line.name, place=line.place))
        return self._compare_missing(row, line.place)

    def _missing(self) -> Iterator[Compared]:
        """Go through the services of the renewed import that the file has no more.

        What a refused line meant stays; without an id its name decides.
        """
        last = 0
        while True:
            go_on_reading(self.db)
            rows = self._rows(
                KeptService.import_id == self.origin,
                KeptService.state != KeptState.GONE,
                KeptService.id > last,
                limit=AT_ONCE,
            )
            self.db.rollback()
            for row in rows:
                if row.uid not in self._seen and row.name not in self._refused:
                    yield self._compare_missing(row)
            if not rows:
                return
            last = rows[-1].id
            self.on_progress(self._total, self._total)

    def _compare_missing(self, row: Row[Any], place: Said | None = None) -> Compared:
        judged = judge_missing(kept_of(row), takes_file=row.uid in self.takes)
        line = PreviewLine(
            kind=judged.kind, name=row.content.name, uid=row.uid, place=place, wish=judged.wish
        )
        return Compared(line, step_for(row.content, row, judged))

    def _aliases(self, uids: Sequence[str]) -> dict[str, str]:
        rows = select(ServiceAlias.old_uid, ServiceAlias.uid).where(
            ServiceAlias.practice_id == self.practice_id, ServiceAlias.old_uid.in_(uids)
        )
        return {row.old_uid: row.uid for row in self.db.execute(rows)}

    def _rows(self, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Row[Any]]:
        """Load rows; with a limit the first ones by their row ids."""
        columns = (
            KeptService.id,
            KeptService.uid,
            KeptService.name,
            KeptService.source,
            KeptService.state,
            KeptService.content,
            KeptService.set_content,
        )
        rows = select(*columns).where(KeptService.practice_id == self.practice_id, *conditions)
        # An order without need would lead SQLite along all rows, in place of those with these ids.
        return [*self.db.execute(rows.order_by(KeptService.id).limit(limit) if limit else rows)]


def in_batches(each: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    """Give a few hundred at a time."""
    rest = iter(each)
    while batch := tuple(islice(rest, AT_ONCE)):
        yield batch


def _refuse(line: ReadLine, reasons: tuple[Said, ...]) -> PreviewLine:
    return PreviewLine(
        kind=LineKind.REFUSED, name=line.name, place=line.place, reasons=reasons, beyond=line.beyond
    )
