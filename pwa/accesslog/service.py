"""Find entries of the access log, for the manager's page and for the export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pwa.accesslog.actions import actions_of
from pwa.accesslog.core import Filters
from pwa.accesslog.groups import Group
from pwa.audit import AccessAnchor, AccessEvent, Outcome
from pwa.conversation.models import CodeLookup
from pwa.locales import TIME_ZONE
from pwa.staff.models import Membership
from pwa.vault.patient.codes import PatientSecret
from pwa.vault.work import Work

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Checked:
    """When the log was checked and anchored last.

    Attributes:
        verified_at: the last check; None before the first one.
        is_intact: the result of that check; True before the first one.
        anchored_at: the last anchor; None before the first one.
    """

    verified_at: datetime | None
    is_intact: bool
    anchored_at: datetime | None


def find_entries(
    db: Session, practice_id: int, filters: Filters, *, before: int | None, most: int
) -> Sequence[AccessEvent]:
    """Find entries, the newest first.

    Args:
        before: only entries with a smaller number: the last one of the page before.
        most: the largest number of entries to give.
    """
    wanted = select(AccessEvent).where(
        AccessEvent.practice_id == practice_id, *_conditions(filters)
    )
    if before is not None:
        wanted = wanted.where(AccessEvent.number < before)
    return db.scalars(wanted.order_by(AccessEvent.number.desc()).limit(most)).all()


def stream_entries(db: Session, practice_id: int, filters: Filters) -> Iterator[AccessEvent]:
    """Give all entries, newest first, in chunks; each transaction ends so that others may write."""
    before: int | None = None
    while found := find_entries(db, practice_id, filters, before=before, most=_CHUNK):
        before = found[-1].number
        yield from found
        db.rollback()


def find_conversation(work: Work, practice_id: int, secret: PatientSecret) -> UUID | None:
    """Find the conversation of a patient's code, also when the answers were withdrawn since."""
    return work.db.scalar(
        select(CodeLookup.conversation_id).where(
            CodeLookup.practice_id == practice_id, CodeLookup.digest == secret.digest(work.master)
        )
    )


def members_of(db: Session, practice_id: int) -> Mapping[int, Membership]:
    """Give everybody who works or worked in a practice, by membership id as in the log."""
    rows = db.scalars(
        select(Membership).where(Membership.practice_id == practice_id).order_by(Membership.id)
    )
    return {row.id: row for row in rows}


def last_check(db: Session, practice_id: int) -> Checked:
    """Find the last check of the log, its result, and the last anchor."""
    entry = db.scalars(
        select(AccessEvent)
        .where(AccessEvent.practice_id == practice_id, AccessEvent.action == "log:verify")
        .order_by(AccessEvent.number.desc())
        .limit(1)
    ).first()
    anchored_at = db.scalars(
        select(AccessAnchor.at)
        .where(AccessAnchor.practice_id == practice_id)
        .order_by(AccessAnchor.number.desc(), AccessAnchor.id.desc())
        .limit(1)
    ).first()
    return Checked(
        verified_at=entry.at if entry else None,
        is_intact=entry is None or entry.outcome is Outcome.DONE,
        anchored_at=anchored_at,
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.first is not None:
        found.append(AccessEvent.at >= _midnight(filters.first))
    if filters.last is not None:
        found.append(AccessEvent.at < _midnight(filters.last + timedelta(days=1)))
    if filters.membership_id is not None:
        found.append(AccessEvent.membership_id == filters.membership_id)
    if filters.group is not None:
        found.append(AccessEvent.action.in_(actions_of(Group(filters.group))))
    if filters.outcome is not None:
        found.append(AccessEvent.outcome == Outcome(filters.outcome))
    if filters.conversation_id is not None:
        found.append(AccessEvent.conversation_id == filters.conversation_id)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TIME_ZONE)
