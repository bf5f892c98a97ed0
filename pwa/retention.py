"""Erase what is older than it may be kept: `flask purge`, which a timer runs once a day."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from pwa.appointments.invitations import delete_expired
from pwa.audit import AccessAnchor, AccessEvent
from pwa.conversation import expiry, lost
from pwa.conversation.models import Conversation
from pwa.conversation.putting_aside import erase_set_aside
from pwa.counting.expiry import expire_counts
from pwa.directory.exchange.importing.service import drop_abandoned
from pwa.directory.keeping.history import forget_who
from pwa.directory.reports import expire_reports
from pwa.handover import keeping as handovers
from pwa.locales import local_day
from pwa.meetings.service import erase_old_sheets
from pwa.practice.models import Practice
from pwa.setup.models import PracticeSetup
from pwa.staff.unsent.models import UnsentForm
from pwa.store.tenants import practice_ids, use_practice
from pwa.team.leaving import NAMED_FOR_CERTAIN, forget_leavers
from pwa.team.links import purge_links
from pwa.vault.practice.models import StaffSession
from pwa.vault.work import Work
from pwa.voice.recordings.exchange.service import drop_old
from pwa.voice.recordings.guests.service import end_old_links

# Longer than a session of staff or an unsent form lives.
_A_DAY: Final = timedelta(days=1)
# `flask audit anchor` adds a record each day, even where nobody works.
_LONGEST_SILENCE: Final = timedelta(days=7)
_REMEMBERED: Final = timedelta(days=30)
# So many erasures in one night are always usual: a new installation has no days to compare with.
USUAL_AT_LEAST: Final = 50

# In this order: what erases contents, replies and keys comes before what deletes the tombstones.
STEPS: Final[Mapping[str, expiry.Step]] = {
    "checks": expiry.erase_checks,
    "plans": expiry.erase_plans,
    "set aside": erase_set_aside,
    "sheets": erase_old_sheets,
    "replies": expiry.drop_replies,
    "merges": expiry.end_undo,
    "marks": expiry.forget_ended,
    "lost": lost.forget_lost,
    "handovers": handovers.expire,
}


class Doubtful(Exception):
    """The purge would erase what is probably not old; the message says why, and what to do."""


def refuse_when_doubtful(work: Work) -> None:
    """Check the clock, and the number of conversations to erase, before anything is erased.

    A clock that is weeks ahead makes everything look old. So the access log or its anchors must
    have a record of the week before today. Today's records were made by the same clock and prove
    nothing.

    Raises:
        Doubtful: the last record before today is older, or far more would be erased than on any of
            the last 30 days.
    """
    last = _last_before_today(work)
    if last and work.now - last > _LONGEST_SILENCE:
        raise Doubtful(
            f"This machine's clock says {work.now:%d %B %Y}, but before today the access log ends on "
            f"{last:%d %B %Y}. If the clock is wrong, set it right. If nobody used the "
            "installation since then, run the command with --force."
        )
    due = 0
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        due += expiry.count_over(work, work.db.get_one(Practice, practice_id))
    most = max(_erased_by_day(work.db, since=work.now - _REMEMBERED).values(), default=0)
    usual = max(3 * most, USUAL_AT_LEAST)
    if due > usual:
        raise Doubtful(
            f"{due} conversations would lose their contents, and up to {usual} are usual here: three "
            "times the most of one day in the last 30. If the clock is right and the timer did not "
            "run for a while, or a practice keeps things shorter now, run the command with --force."
        )


def _last_before_today(work: Work) -> datetime | None:
    """Find the last moment in the access logs and their anchors that is more than a day ago."""
    moments = []
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        for table in (AccessEvent, AccessAnchor):
            own: ColumnElement[bool] = table.practice_id == practice_id
            moments.append(
                work.db.scalar(select(func.max(table.at)).where(own, table.at < work.now - _A_DAY))
            )
    return max(filter(None, moments), default=None)


def _erased_by_day(db: Session, *, since: datetime) -> Counter[str]:
    """Count by the day how many expired checks and plans were erased, in all practices.

    Folded lists are left out, as in `expiry.count_over`, or the erasing of a flood would make any
    number usual. Rows of erased conversations stay for longer than 30 days, so they can be joined.
    """
    counts: Counter[str] = Counter()
    actions = (expiry.CHECK_EXPIRED, expiry.PLAN_EXPIRED)
    day = func.date(AccessEvent.at)
    for practice_id in practice_ids(db):
        use_practice(db, practice_id)
        own = AccessEvent.practice_id == practice_id, AccessEvent.action.in_(actions)
        rows = (
            select(day, func.count())
            .outerjoin(Conversation, Conversation.id == AccessEvent.conversation_id)
            .where(*own, AccessEvent.at >= since, Conversation.is_folded.is_not(True))
            .group_by(day)
        )
        counts.update({str(date): count for date, count in db.execute(rows)})
    return counts


def purge(work: Work) -> dict[str, int]:
    """Erase what has expired, practice by practice.

    It commits as it goes, so that nobody who shares or reads waits long; begun again after an
    interruption it goes on where it was.

    Returns:
        How many of each: the names of STEPS, invitations, reports, files of help, sessions,
        people who left, and boxes of tallies.
    """
    counts = dict.fromkeys(
        [*STEPS, "invitations", "reports", "files", "sessions", "people", "tallies"], 0
    )
    for practice_id in practice_ids(work.db):
        use_practice(work.db, practice_id)
        for name, step in STEPS.items():
            counts[name] += sum(_batches(work, practice_id, step))
        practice = work.db.get_one(Practice, practice_id)
        today = local_day(work.now)
        counts["invitations"] += delete_expired(work.db, practice, today=today)
        counts["reports"] += expire_reports(work, practice_id)
        counts["files"] += drop_abandoned(work, practice_id)
        counts["tallies"] += expire_counts(work, practice_id)
        counts["sessions"] += _forget_sessions(work, practice_id)
        forget_who(work, practice_id, after=NAMED_FOR_CERTAIN)
        purge_links(work)
        end_old_links(work, practice_id)
        drop_old(work, practice_id)
        work.db.flush()
        counts["people"] += forget_leavers(work, practice_id)
        work.db.commit()
    _forget_leftovers(work)
    work.db.commit()
    return counts


def _forget_leftovers(work: Work) -> None:
    """Delete unused links for setting up a practice, and unsent forms to which nobody came back."""
    work.db.execute(delete(UnsentForm).where(UnsentForm.created_at < work.now - _A_DAY))
    work.db.execute(delete(PracticeSetup).where(PracticeSetup.expires_at < work.now - _A_DAY))


def _forget_sessions(work: Work, practice_id: int) -> int:
    """Delete expired sessions of staff, because they still hold wrapped keys."""
    own = StaffSession.practice_id == practice_id
    ids = list(
        work.db.scalars(
            select(StaffSession.id).where(own, StaffSession.created_at < work.now - _A_DAY)
        )
    )
    work.db.execute(delete(StaffSession).where(StaffSession.id.in_(ids)))
    return len(ids)


def _batches(work: Work, practice_id: int, step: expiry.Step) -> Iterator[int]:
    done = expiry.AT_ONCE
    while done == expiry.AT_ONCE:
        done = step(work, work.db.get_one(Practice, practice_id))
        work.db.commit()
        yield done
