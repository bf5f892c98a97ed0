"""Sets of help: what the operator publishes, and which practice subscribes to what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.directory.exchange.sets.core import Counts
from pwa.directory.exchange.sets.renewing import AT_ONCE, Renewal
from pwa.directory.hsds import HelpService
from pwa.directory.keeping.service import finish_many
from pwa.directory.models import HelpSet, KeptService, KeptState, SetService, SetSubscription
from pwa.practice.models import Practice
from pwa.settings.service import lock_practice
from pwa.staff.access import Staff
from pwa.store.tenants import practice_ids, use_practice
from pwa.vault.work import Work


class NoSuchSet(LookupError):
    """There is no such set, or the practice does not subscribe to it."""


@dataclass(frozen=True, slots=True)
class ShownSet:
    """A set as a practice sees it.

    Attributes:
        size: how many services it has.
        since: when the practice subscribed; None if it does not.
        here: how many services of it are in the practice's list.
    """

    id: int
    name: str
    published_at: datetime
    size: int
    since: datetime | None
    here: int


def list_sets(db: Session, practice_id: int) -> Sequence[ShownSet]:
    """List all sets by name."""
    own = SetSubscription.practice_id == practice_id
    subscribed = {row.set_id: row.since for row in db.scalars(select(SetSubscription).where(own))}
    sizes = _counts(db, SetService.set_id)
    here = _counts(
        db,
        KeptService.set_id,
        KeptService.practice_id == practice_id,
        KeptService.state != KeptState.GONE,
    )
    return [
        ShownSet(
            id=each.id,
            name=each.name,
            published_at=each.published_at,
            size=sizes.get(each.id, 0),
            since=subscribed.get(each.id),
            here=here.get(each.id, 0),
        )
        for each in db.scalars(select(HelpSet).order_by(HelpSet.name, HelpSet.id))
    ]


def _counts(db: Session, column: Any, *conditions: ColumnElement[bool]) -> dict[int, int]:
    rows = select(column, func.count()).where(column.is_not(None), *conditions).group_by(column)
    return {row[0]: row[1] for row in db.execute(rows)}


def subscribe(work: Work, staff: Staff, set_id: int) -> Counts:
    """Take a set into the practice's list; what the practice has of it already stays its own.

    The caller commits, and then sends `practice_changed`.

    Raises:
        NoSuchSet: there is none.
    """
    lock_practice(work.db, staff.practice)
    # Locked, so that a publishing of the operator waits, and then renews this practice too.
    if work.db.get(HelpSet, set_id, with_for_update=True) is None:
        raise NoSuchSet(set_id)
    if _find(work.db, staff.practice.id, set_id) is None:
        work.db.add(SetSubscription(practice_id=staff.practice.id, set_id=set_id, since=work.now))
        work.db.flush()
    return _renew_for(work, staff, set_id, "help:subscribe")


def unsubscribe(work: Work, staff: Staff, set_id: int) -> Counts:
    """Take a set out of the practice's list, but what the practice corrected.

    The caller commits, and then sends `practice_changed`.

    Raises:
        NoSuchSet: the practice does not subscribe to it.
    """
    lock_practice(work.db, staff.practice)
    row = _find(work.db, staff.practice.id, set_id)
    if row is None:
        raise NoSuchSet(set_id)
    work.db.delete(row)
    work.db.flush()
    return _renew_for(work, staff, set_id, "help:unsubscribe", is_over=True)


def _find(db: Session, practice_id: int, set_id: int) -> SetSubscription | None:
    return db.scalar(
        select(SetSubscription).where(
            SetSubscription.practice_id == practice_id, SetSubscription.set_id == set_id
        )
    )


def _renew_for(
    work: Work, staff: Staff, set_id: int, action: str, *, is_over: bool = False
) -> Counts:
    practice_id = staff.practice.id
    renewal = Renewal(work, practice_id, set_id, staff.membership_id, is_over=is_over)
    counts = renewal.run()
    audit.record_staff(work.db, staff, action=action, at=work.now)
    finish_many(work, staff.practice)
    return counts


def publish_set(work: Work, code: str, name: str, services: Sequence[HelpService]) -> HelpSet:
    """Publish a set, or what it says from now on; the caller commits, and renews its subscribers.

    Args:
        services: each with an id of its own.
    """
    row = work.db.scalar(select(HelpSet).where(HelpSet.code == code).with_for_update())
    if row is None:
        row = HelpSet(code=code, edition=0)
        work.db.add(row)
    row.name, row.published_at = name, work.now
    row.edition += 1
    work.db.flush()
    work.db.execute(delete(SetService).where(SetService.set_id == row.id))
    for begin in range(0, len(services), AT_ONCE):
        work.db.execute(
            insert(SetService),
            [
                {"set_id": row.id, "uid": service.id, "content": service}
                for service in services[begin : begin + AT_ONCE]
            ],
        )
    return row


def set_uids(db: Session, code: str) -> set[str]:
    """Give the ids of the services that a set has now; none if there is no such set."""
    rows = select(SetService.uid).join(HelpSet).where(HelpSet.code == code)
    return set(db.scalars(rows))


def renew_subscribers(work: Work, set_id: int) -> Iterator[tuple[Practice, Counts]]:
    """Bring every practice up to date that subscribes to a set, one transaction each.

    Begun again after an interruption, it changes only what is not up to date yet.
    """
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        if _find(work.db, practice_id, set_id) is None:
            continue
        practice = work.db.get_one(Practice, practice_id)
        lock_practice(work.db, practice)
        counts = Renewal(work, practice_id, set_id).run()
        audit.record_system(work.db, action="help:renew-set", practice_id=practice_id, at=work.now)
        finish_many(work, practice)
        work.db.commit()
        yield practice, counts
