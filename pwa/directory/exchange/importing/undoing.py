"""Take a whole import back, where nobody touched a service since."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import aliased

from pwa import audit
from pwa.directory.exchange.bulk import update_rows
from pwa.directory.exchange.importing.comparing import AT_ONCE
from pwa.directory.keeping.service import find_columns, finish_many
from pwa.directory.models import HelpImport, ImportState, KeptService, KeptState, ServiceChange
from pwa.errors import PersonalError
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff
from pwa.text import N_
from pwa.vault.work import Work

NEWER_FIRST: Final = N_("A newer file of this source stands in the list. Take that one back first.")
NOT_IN_LIST: Final = N_("This file does not stand in the list.")


class CannotUndo(PersonalError):
    """The import cannot be taken back now; the message says why."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many services are as they were before, and how many stay: somebody changed them since."""

    back: int
    stay: int


def undo_import(work: Work, staff: Staff, row: HelpImport) -> Undone:
    """Take an import back. What somebody touched since stays as it is.

    Raises:
        CannotUndo: it is not in the list, or a newer file of the same source is.
    """
    lock_practice(work.db, staff.practice)
    work.db.refresh(row)
    if row.state is not ImportState.PUBLISHED:
        raise CannotUndo(NOT_IN_LIST)
    if _has_newer(work, row):
        raise CannotUndo(NEWER_FIRST)
    own = (ServiceChange.practice_id == row.practice_id, ServiceChange.import_id == row.id)
    whole = work.db.scalar(select(func.count()).select_from(ServiceChange).where(*own)) or 0
    _remove_added(work, row.practice_id, row.id)
    _put_back_changed(work, row.practice_id, row.id)
    done = work.db.execute(
        update(ServiceChange)
        .where(*own, _is_last())
        .values(undone_at=work.now)
        .execution_options(synchronize_session=False)
    )
    row.state, row.undone_at = ImportState.UNDONE, work.now
    back: int = done.rowcount  # type: ignore[attr-defined]  # of every UPDATE
    row.counts = {**row.counts, "back": back, "stay": whole - back}
    audit.record_staff(work.db, staff, action="help:undo-import", at=work.now)
    finish_many(work, staff.practice)
    return Undone(back, whole - back)


def _has_newer(work: Work, row: HelpImport) -> bool:
    newer = select(HelpImport.id).where(
        HelpImport.practice_id == row.practice_id,
        HelpImport.origin_id == row.origin_id,
        HelpImport.state == ImportState.PUBLISHED,
        HelpImport.published_at > row.published_at,
    )
    return work.db.scalar(newer.limit(1)) is not None


def _is_last() -> ColumnElement[bool]:
    """Give the condition that nothing changed a service after a change of it."""
    later = aliased(ServiceChange)
    return ~exists().where(
        later.practice_id == ServiceChange.practice_id,
        later.uid == ServiceChange.uid,
        later.id > ServiceChange.id,
        later.undone_at.is_(None),
        later.kind != "undo",
    )


def _remove_added(work: Work, practice_id: int, import_id: UUID) -> None:
    """Remove what the import added, as if it had never come; its id still answers for plans."""
    added = select(ServiceChange.uid).where(
        ServiceChange.practice_id == practice_id,
        ServiceChange.import_id == import_id,
        ServiceChange.state_before.is_(None),
        _is_last(),
    )
    work.db.execute(
        update(KeptService)
        .where(KeptService.practice_id == practice_id, KeptService.uid.in_(added))
        .values(
            state=KeptState.GONE,
            set_content=None,
            updated_at=work.now,
            edition=KeptService.edition + 1,
        )
        .execution_options(synchronize_session=False)
    )


def _put_back_changed(work: Work, practice_id: int, import_id: UUID) -> None:
    connection, last = work.db.connection(), 0
    while True:
        changes = work.db.execute(
            select(
                ServiceChange.id.label("change_id"),
                KeptService.id,
                ServiceChange.before,
                ServiceChange.set_before,
                ServiceChange.state_before,
            )
            .join(
                KeptService,
                (KeptService.practice_id == ServiceChange.practice_id)
                & (KeptService.uid == ServiceChange.uid),
            )
            .where(
                ServiceChange.practice_id == practice_id,
                ServiceChange.import_id == import_id,
                ServiceChange.state_before.is_not(None),
                ServiceChange.id > last,
                _is_last(),
            )
            .order_by(ServiceChange.id)
            .limit(AT_ONCE)
        ).all()
        if not changes:
            return
        last = changes[-1].change_id
        rows: list[dict[str, Any]] = [
            {
                **find_columns(change.before),
                "id": change.id,
                "set_content": change.set_before,
                "state": change.state_before,
                "updated_at": work.now,
            }
            for change in changes
        ]
        update_rows(connection, KeptService.id, rows)
