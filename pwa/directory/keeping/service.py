"""Keep the help of a practice: add, change, check, hide and remove services, and take that back.

Every change writes the content before it into `service_change`, its line into the access log, and
raises the practice's revision, so that cached pages are made anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, select, update

from pwa import audit
from pwa.directory.hsds import HelpService
from pwa.directory.models import KeptService, KeptState, ServiceChange, ServiceReport, Source
from pwa.directory.service import directory_of
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff
from pwa.typed.folding import fold
from pwa.vault.work import Work

_MAX_SORT = 200
# Kind of a change, as the history keeps it, to its action in the access log.
_ACTIONS: Final = {
    "add": "help:add",
    "change": "help:change",
    "check": "help:check",
    "hide": "help:hide",
    "remove": "help:remove",
    "show": "help:show",
    "undo": "help:undo",
}


class NotFound(LookupError):
    """The practice has no such service, or none that can be changed so."""


def add_service(work: Work, staff: Staff, service: HelpService) -> KeptService:
    """Add a service that the practice found itself."""
    row = new_row(work, staff.practice, service, Source.OWN)
    note_change(work, staff, row.uid, "add", before=None, state_before=None)
    return row


def new_row(work: Work, practice: Practice, service: HelpService, source: Source) -> KeptService:
    """Make the row of a new service, without a note of it."""
    row = KeptService(
        practice_id=practice.id,
        uid=service.id,
        source=source,
        state=KeptState.SHOWN,
        open_reports=0,
    )
    put_content(work, row, service)
    work.db.add(row)
    return row


def put_content(work: Work, row: KeptService, service: HelpService) -> None:
    """Give a row its content, and the columns that are found by."""
    for name, value in find_columns(service).items():
        setattr(row, name, value)
    row.updated_at = work.now


def find_columns(service: HelpService) -> dict[str, Any]:
    """Give the content and the columns that a service is found by, name to value."""
    return {
        "content": service,
        "name": fold(service.name)[:_MAX_SORT],
        "topics": "".join(f",{code}" for code in sorted(service.topics)) + ",",
        "assured_on": service.assured_on,
    }


def change_service(work: Work, staff: Staff, uid: str, service: HelpService) -> None:
    """Save what somebody edited; it counts as checked today, and answers its reports.

    Args:
        service: merged with what a colleague saved meanwhile (editing/merging.py), under the lock.

    Raises:
        NotFound: there is no such service, or it is a national line.
    """
    row = lock_row(work, staff, uid)
    if row is None or row.source is Source.NATIONAL:
        raise NotFound(uid)
    _change(work, staff, row, replace(service, assured_on=local_day(work.now)), "change")
    answer_reports(work, row)


def check_service(work: Work, staff: Staff, uid: str) -> ServiceChange:
    """Note that somebody made sure today that a service is right; its reports are answered.

    Returns:
        The change, which can be taken back.

    Raises:
        NotFound: there is no such service.
    """
    row = lock_row(work, staff, uid) or row_of_national(work, staff.practice, uid)
    service = replace(row.content, assured_on=local_day(work.now))
    change = _change(work, staff, row, service, "check")
    answer_reports(work, row)
    return change


def set_state(work: Work, staff: Staff, uid: str, state: KeptState) -> ServiceChange | None:
    """Show, hide or remove a service; of a national line and of a set's it can only be hidden.

    Removing it answers its reports: no page shows them any longer.

    Returns:
        The change, which can be taken back; None if it was so already.

    Raises:
        NotFound: there is no such service, or it cannot be removed.
    """
    row = lock_row(work, staff, uid) or row_of_national(work, staff.practice, uid)
    if state is KeptState.GONE and row.source is not Source.OWN:
        raise NotFound(uid)
    if row.state is state:
        return None
    verb = {KeptState.SHOWN: "show", KeptState.HIDDEN: "hide", KeptState.GONE: "remove"}[state]
    change = note_change(work, staff, row.uid, verb, before=row.content, state_before=row.state)
    row.state, row.updated_at = state, work.now
    if state is KeptState.GONE:
        answer_reports(work, row)
    return change


def undo_change(work: Work, staff: Staff, change_id: int) -> str:
    """Take back the newest change of a service that was not taken back yet.

    Returns:
        The id of the service.

    Raises:
        NotFound: there is no such change, or a later one stands on it.
    """
    lock_practice(work.db, staff.practice)
    change = work.db.get(ServiceChange, change_id)
    if change is None or change.practice_id != staff.practice.id or change.kind == "undo":
        raise NotFound(str(change_id))
    if newest_change(work, staff.practice.id, change.uid) is not change:
        raise NotFound(str(change_id))
    row = directory_of(staff.practice).find_kept(change.uid)
    if row is None:
        raise NotFound(change.uid)
    note_change(work, staff, row.uid, "undo", before=row.content, state_before=row.state)
    change.undone_at = work.now
    put_back(work, row, change)
    if row.state is KeptState.GONE:
        answer_reports(work, row)
    return row.uid


def newest_change(work: Work, practice_id: int, uid: str) -> ServiceChange | None:
    """Find the change of a service that can be taken back: the newest that still holds."""
    return work.db.scalar(
        select(ServiceChange)
        .where(
            ServiceChange.practice_id == practice_id,
            ServiceChange.uid == uid,
            ServiceChange.undone_at.is_(None),
            ServiceChange.kind != "undo",
        )
        .order_by(ServiceChange.id.desc())
        .limit(1)
    )


def put_back(work: Work, row: KeptService, change: ServiceChange) -> None:
    """Give a row the content and state from before a change; what was added is gone again."""
    if change.before is not None:
        put_content(work, row, change.before)
    if change.import_id is not None:
        row.set_content = change.set_before
    row.state = change.state_before or KeptState.GONE
    row.updated_at = work.now


def lock_row(work: Work, staff: Staff, uid: str) -> KeptService | None:
    """Find the row of a service, locked together with everything else of this directory."""
    lock_practice(work.db, staff.practice)
    row = directory_of(staff.practice).find_kept(uid)
    return None if row is not None and row.state is KeptState.GONE else row


def row_of_national(work: Work, practice: Practice, uid: str) -> KeptService:
    """Make the row of a national line that has none yet; only hiding and checking are kept on it.

    Raises:
        NotFound: there is no such line, or it has a row.
    """
    for service, kept in directory_of(practice).national():
        if service.id == uid and kept is None:
            return new_row(work, practice, service, Source.NATIONAL)
    raise NotFound(uid)


def note_change(
    work: Work,
    staff: Staff,
    uid: str,
    kind: str,
    *,
    before: HelpService | None,
    state_before: KeptState | None,
) -> ServiceChange:
    """Write a change down in the history and in the access log, and make cached pages old.

    The caller commits, and then sends `practice_changed`.
    """
    change = ServiceChange(
        practice_id=staff.practice.id,
        uid=uid,
        kind=kind,
        before=before,
        state_before=state_before,
        member_id=staff.membership_id,
        at=work.now,
    )
    work.db.add(change)
    audit.record_staff(work.db, staff, action=_ACTIONS[kind], at=work.now)
    touch(work, staff.practice)
    return change


def touch(work: Work, practice: Practice) -> None:
    """Make cached pages of the practice old; the caller sends `practice_changed` after the commit."""
    practice.help_revision += 1
    practice.updated_at = work.now


def finish_many(work: Work, practice: Practice) -> None:
    """Finish a change of many services at once, as an import or a set makes it.

    Reports of services that are removed now are answered, so that no words of patients stay that
    no page shows any longer. The caller sends `practice_changed` after the commit.
    """
    gone = select(KeptService.uid).where(
        KeptService.practice_id == practice.id, KeptService.state == KeptState.GONE
    )
    _answer(work, practice.id, gone)
    work.db.execute(
        update(KeptService)
        .where(
            KeptService.practice_id == practice.id,
            KeptService.state == KeptState.GONE,
            KeptService.open_reports > 0,
        )
        .values(open_reports=0)
        .execution_options(synchronize_session=False)
    )
    touch(work, practice)


def answer_reports(work: Work, row: KeptService) -> None:
    """Mark a service's reports as answered, and destroy the words in them."""
    row.open_reports = 0
    _answer(work, row.practice_id, [row.uid])


def _answer(work: Work, practice_id: int, uids: Sequence[str] | Select[Any]) -> None:
    work.db.execute(
        update(ServiceReport)
        .where(
            ServiceReport.practice_id == practice_id,
            ServiceReport.uid.in_(uids),
            ServiceReport.answered_at.is_(None),
        )
        .values(answered_at=work.now, words=None, word_key=None)
        .execution_options(synchronize_session=False)
    )


def _change(
    work: Work, staff: Staff, row: KeptService, service: HelpService, kind: str
) -> ServiceChange:
    change = note_change(work, staff, row.uid, kind, before=row.content, state_before=row.state)
    put_content(work, row, service)
    return change
