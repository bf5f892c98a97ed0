"""Bring the list of one practice up to date with a set that it subscribes to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    UnicodeText,
    exists,
    insert,
    select,
    true,
    type_coerce,
)

from pwa.directory.exchange.bulk import update_rows
from pwa.directory.exchange.importing.steps import first_state
from pwa.directory.exchange.sets.core import Counts, is_corrected, renew, to_check
from pwa.directory.hsds import HelpService
from pwa.directory.keeping.service import find_columns
from pwa.directory.models import (
    KeptService,
    KeptState,
    ServiceAlias,
    ServiceChange,
    SetService,
    Source,
)
from pwa.directory.packaged import NATIONAL, load_services
from pwa.vault.work import Work

AT_ONCE: Final = 500

_COLUMNS: Final = (
    KeptService.id,
    KeptService.uid,
    KeptService.source,
    KeptService.set_id,
    KeptService.state,
    KeptService.content,
    KeptService.set_content,
)


@dataclass(slots=True)
class Renewal:
    """One renewal; the caller has locked the practice, and notes it in the log.

    Attributes:
        member_id: the membership of who subscribes or ends it; None for the operator's command.
        is_over: the practice ends its subscription, so every service leaves the list.
    """

    work: Work
    practice_id: int
    set_id: int
    member_id: int | None = None
    is_over: bool = False
    counts: Counts = field(default_factory=Counts)
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _inserts: list[dict[str, Any]] = field(default_factory=list)
    _changes: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> Counts:
        """Write everything, a few hundred services at a time."""
        in_set = select(SetService.uid).where(SetService.set_id == self.set_id)
        if not self.is_over:
            national = {service.id for service in load_services(NATIONAL)}
            for services in self._of_the_set():
                self._take_over({uid: services[uid] for uid in services if uid not in national})
                self._write()
        left = KeptService.uid.not_in(in_set) if not self.is_over else true()
        for rows in self._of_the_practice(left):
            for row in rows:
                self._leave(row)
            self._write()
        return self.counts

    def _of_the_set(self) -> Iterator[dict[str, HelpService]]:
        """Go through what the set says otherwise than the last time, compared as it is stored."""
        is_known = exists().where(
            KeptService.practice_id == self.practice_id,
            KeptService.uid == SetService.uid,
            KeptService.source == Source.SET,
            KeptService.set_id == self.set_id,
            KeptService.state != KeptState.GONE,
            type_coerce(KeptService.set_content, UnicodeText)
            == type_coerce(SetService.content, UnicodeText),
        )
        last = 0
        while True:
            rows = self.work.db.execute(
                select(SetService.id, SetService.content)
                .where(SetService.set_id == self.set_id, SetService.id > last, ~is_known)
                .order_by(SetService.id)
                .limit(AT_ONCE)
            ).all()
            if not rows:
                return
            yield {row.content.id: row.content for row in rows}
            last = rows[-1].id

    def _of_the_practice(self, left: ColumnElement[bool]) -> Iterator[Sequence[Row[Any]]]:
        """Go through services of the set in the list, removed ones aside."""
        last = 0
        while True:
            rows = self._rows(
                KeptService.source == Source.SET,
                KeptService.set_id == self.set_id,
                KeptService.state != KeptState.GONE,
                KeptService.id > last,
                left,
            )
            if not rows:
                return
            yield rows
            last = rows[-1].id

    def _rows(self, *conditions: Any) -> Sequence[Row[Any]]:
        rows = select(*_COLUMNS).where(KeptService.practice_id == self.practice_id, *conditions)
        return [*self.work.db.execute(rows.order_by(KeptService.id).limit(AT_ONCE))]

    def _take_over(self, services: dict[str, HelpService]) -> None:
        alias = select(ServiceAlias.old_uid).where(
            ServiceAlias.practice_id == self.practice_id, ServiceAlias.old_uid.in_(services)
        )
        known = {row.uid: row for row in self._rows(KeptService.uid.in_(services))}
        others = set(self.work.db.scalars(alias)) - known.keys()
        for uid, service in services.items():
            row = known.get(uid)
            if uid in others:  # it has another id here, and is the practice's own under that one
                self.counts.own += 1
            elif row is None:
                self._add(service)
            else:
                self._renew(row, service)

    def _add(self, service: HelpService) -> None:
        self.counts.added += 1
        self._inserts.append(
            {
                **find_columns(service),
                "practice_id": self.practice_id,
                "uid": service.id,
                "source": Source.SET,
                "set_id": self.set_id,
                "set_content": service,
                "state": first_state(service),
                "open_reports": 0,
                "edition": 1,
                "updated_at": self.work.now,
            }
        )
        self._note(service.id, "add", None, None)

    def _renew(self, row: Row[Any], service: HelpService) -> None:
        is_gone = row.state is KeptState.GONE
        is_ours = row.source is Source.SET and row.set_id == self.set_id
        if row.source is not Source.SET or not (is_ours or is_gone):
            self.counts.own += 1
        elif is_gone and is_ours and row.set_content is not None:
            # The practice took back that it came; the set does not bring it again.
            self._update(row, row.content, said=service)
        elif is_gone:
            self.counts.added += 1
            self._note(row.uid, "add", row.content, row.state)
            self._update(row, service, said=service, state=KeptState.SHOWN)
        else:
            content = renew(service, row.content, row.set_content)
            if content != row.content:
                self.counts.changed += 1
                self._note(row.uid, "change", row.content, row.state)
            if content != row.content or service != row.set_content:
                self._update(row, content, said=service)

    def _leave(self, row: Row[Any]) -> None:
        """Remove what the set has no more, or leave it to the practice that corrected it."""
        if is_corrected(row.content, row.set_content):
            self.counts.kept += 1
            self._note(row.uid, "change", row.content, row.state)
            self._update(row, to_check(row.content), said=None, source=Source.OWN, set_id=None)
        else:
            self.counts.removed += 1
            self._note(row.uid, "remove", row.content, row.state)
            self._update(row, row.content, said=None, state=KeptState.GONE)

    def _update(
        self, row: Row[Any], content: HelpService, *, said: HelpService | None, **others: Any
    ) -> None:
        values = find_columns(content) | {
            "set_content": said,
            "set_id": self.set_id,
            "source": row.source,
            "state": row.state,
            "updated_at": self.work.now,
        }
        self._updates.append({**values, **others, "id": row.id})

    def _note(
        self, uid: str, kind: str, before: HelpService | None, state: KeptState | None
    ) -> None:
        self._changes.append(
            {
                "practice_id": self.practice_id,
                "uid": uid,
                "kind": kind,
                "before": before,
                "state_before": state,
                "member_id": self.member_id,
                "at": self.work.now,
            }
        )

    def _write(self) -> None:
        """Write in bulk: objects of the ORM would take a minute for a big city."""
        connection = self.work.db.connection()
        for table, rows in ((KeptService, self._inserts), (ServiceChange, self._changes)):
            if rows:
                connection.execute(insert(table), rows)
        update_rows(connection, KeptService.id, self._updates)
        for rows in (self._inserts, self._changes, self._updates):
            rows.clear()
