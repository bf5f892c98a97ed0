"""What is not kept for longer than it may be; `flask purge`, by a timer, once a day."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa.conversation import expiry
from pwa.conversation.invitations import delete_expired
from pwa.locales import TIME_ZONE
from pwa.practice.kept.models import KeptForm
from pwa.practice.leaving import forget_leavers
from pwa.practice.models import Practice
from pwa.practice.setup.models import PracticeSetup
from pwa.practice.team.links import purge_links
from pwa.tenants import practice_ids, use_practice
from pwa.vault.models import StaffSession

# Longer than any login lasts, and what was typed in it.
_A_DAY: Final = timedelta(days=1)

# Erasing what has ended comes after what ends things, and forgetting after that.
STEPS: Final[Mapping[str, expiry.Step]] = {
    "checks": expiry.erase_checks,
    "plans": expiry.erase_plans,
    "replies": expiry.drop_replies,
    "merges": expiry.end_undo,
    "marks": expiry.forget_ended,
}


def purge(db: Session, *, now: datetime) -> dict[str, int]:
    """Erase what has expired, practice by practice.

    It commits as it goes, so that nobody who shares or reads waits long; begun again after an
    interruption it goes on where it was.

    Returns:
        How many of each: the names of STEPS, invitations, sessions and people who left.
    """
    counts = dict.fromkeys([*STEPS, "invitations", "sessions", "people"], 0)
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        for name, step in STEPS.items():
            counts[name] += sum(_batches(db, practice_id, step, now))
        practice = db.get_one(Practice, practice_id)
        today = now.astimezone(TIME_ZONE).date()
        counts["invitations"] += delete_expired(db, practice, today=today)
        counts["sessions"] += _forget_sessions(db, practice_id, now)
        purge_links(db, now)
        db.flush()
        counts["people"] += forget_leavers(db, practice_id, now)
        db.commit()
    _forget_leftovers(db, now)
    db.commit()
    return counts


def _forget_leftovers(db: Session, now: datetime) -> None:
    """Forget links that were not used, and what somebody typed who did not come back to it."""
    db.execute(delete(KeptForm).where(KeptForm.created_at < now - _A_DAY))
    db.execute(delete(PracticeSetup).where(PracticeSetup.expires_at < now - _A_DAY))


def _forget_sessions(db: Session, practice_id: int, now: datetime) -> int:
    """Forget the logins of staff whose time is over; they still hold wrapped keys."""
    own = StaffSession.practice_id == practice_id
    ids = list(
        db.scalars(select(StaffSession.id).where(own, StaffSession.created_at < now - _A_DAY))
    )
    db.execute(delete(StaffSession).where(StaffSession.id.in_(ids)))
    return len(ids)


def _batches(db: Session, practice_id: int, step: expiry.Step, now: datetime) -> Iterator[int]:
    done = expiry.AT_ONCE
    while done == expiry.AT_ONCE:
        done = step(db, db.get_one(Practice, practice_id), now)
        db.commit()
        yield done
