"""Erase old checks, unused plans, tombstones that no phone can need, and keys of old merges.

Each step handles at most `AT_ONCE` conversations of a practice and returns how many; the caller
commits and calls it again until it returns 0. A step that erases asks its condition again after it
locked the conversation, because somebody may have shared or read in between.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from pwa import audit
from pwa.conversation.core import CHECK, EVERY_KIND, PLAN, REPLY_LIFETIME
from pwa.conversation.documents import take_turn
from pwa.conversation.erasure import erase
from pwa.conversation.merging import UNDO_LIFETIME
from pwa.conversation.models import CodeLookup, Conversation, StoredDocument, Submission
from pwa.locales import local_day
from pwa.practice.models import Practice
from pwa.vault.work import Work

# How many conversations at most are locked and erased in one transaction.
AT_ONCE: Final = 100
PLAN_LIFETIME: Final = timedelta(days=365)
# Tombstones stop a phone from sending erased answers again. A draft lives 7 days on a phone, the
# token for a change 30; the rest is for a phone that was off for weeks.
MARK_LIFETIME: Final = timedelta(days=60)

CHECK_EXPIRED: Final = "check:expire"
PLAN_EXPIRED: Final = "plan:expire"

Step = Callable[[Work, Practice], int]


def erase_checks(work: Work, practice: Practice) -> int:
    """Erase the answers whose time is over."""
    return erase_what_is_over(
        work, practice, _checks_over(practice, work.now), CHECK, CHECK_EXPIRED
    )


def erase_plans(work: Work, practice: Practice) -> int:
    """Erase plan and answers of conversations with a plan that nobody opened for a year."""
    return erase_what_is_over(work, practice, _plans_over(work.now), PLAN, PLAN_EXPIRED)


def count_over(work: Work, practice: Practice) -> int:
    """Count the conversations of which `erase_checks` or `erase_plans` would erase something.

    Folded lists do not count: a flood that came on one day is over on one day, and
    `retention.refuse_when_doubtful` must not take it for a wrong clock. Lists that were put aside
    do not count either, because neither of the two steps erases them.
    """
    is_over = or_(_checks_over(practice, work.now), _plans_over(work.now))
    own = Conversation.practice_id == practice.id, Conversation.is_folded.is_(False)
    return work.db.scalar(select(func.count()).where(*own, is_over)) or 0


def _checks_over(practice: Practice, now: datetime) -> ColumnElement[bool]:
    """Build the SQL condition that the time of a conversation's check is over.

    That time counts from the consult, if there was an invitation, else from the first reading, and
    starts again with each new version. Lists that were put aside are left out:
    `putting_aside.erase_set_aside` erases them when they cannot be brought back any more.
    """
    limit = now - timedelta(days=practice.retention_days)
    last_version = _newest(StoredDocument.kind == CHECK)
    is_over = case(
        (
            Conversation.consult_on.is_not(None),
            Conversation.consult_on < local_day(limit),
        ),
        else_=or_(Conversation.first_read_at.is_(None), Conversation.first_read_at < limit),
    )
    return and_(Conversation.set_aside_at.is_(None), last_version < limit, is_over)


def _plans_over(now: datetime) -> ColumnElement[bool]:
    limit = now - PLAN_LIFETIME
    last_version = _newest(StoredDocument.kind == PLAN)
    unused = or_(Conversation.last_used_on.is_(None), Conversation.last_used_on < limit.date())
    return (last_version < limit) & unused


def drop_replies(work: Work, practice: Practice) -> int:
    """Drop the stored reply (code and link) of sendings older than `REPLY_LIFETIME`."""
    own = Submission.practice_id == practice.id, Submission.reply.is_not(None)
    old = (
        select(Submission.id)
        .where(*own, Submission.received_at < work.now - REPLY_LIFETIME)
        .limit(AT_ONCE)
    )
    ids = list(work.db.scalars(old))
    work.db.execute(update(Submission).where(Submission.id.in_(ids)).values(reply=None))
    return len(ids)


def end_undo(work: Work, practice: Practice) -> int:
    """Drop the private keys of lists that were merged too long ago to be split again."""
    rows = work.db.scalars(
        select(Conversation)
        .where(
            Conversation.practice_id == practice.id,
            Conversation.care_wrap.is_not(None),
            Conversation.merged_at < work.now - UNDO_LIFETIME,
        )
        .limit(AT_ONCE)
    ).all()
    ended = 0
    for row in rows:
        take_turn(work.db, row)
        if row.merged_into_id is not None:
            row.care_wrap, row.ended_at, ended = None, work.now, ended + 1
    return ended


def forget_ended(work: Work, practice: Practice) -> int:
    """Delete the rows of conversations that ended so long ago that no phone can send them again."""
    rest = aliased(Conversation)
    is_part = exists().where(rest.id == Conversation.merged_into_id)
    ended = select(Conversation.id).where(
        Conversation.practice_id == practice.id,
        Conversation.ended_at < work.now - MARK_LIFETIME,
        ~is_part,
    )
    ids = list(work.db.scalars(ended.limit(AT_ONCE)))
    for table in (Submission, CodeLookup):
        work.db.execute(delete(table).where(table.conversation_id.in_(ids)))
    work.db.execute(delete(Conversation).where(Conversation.id.in_(ids)))
    return len(ids)


def erase_what_is_over(
    work: Work, practice: Practice, is_over: ColumnElement[bool], kind: str, action: str
) -> int:
    """Erase documents of at most `AT_ONCE` conversations whose time is over.

    Args:
        is_over: the SQL condition; asked again for each conversation after it was locked.
        kind: of the documents to erase; with the plan everything else is erased too.
        action: for the access log.

    Returns:
        How many conversations.
    """
    wanted = and_(Conversation.practice_id == practice.id, is_over)
    erased = 0
    for conversation in work.db.scalars(select(Conversation).where(wanted).limit(AT_ONCE)).all():
        take_turn(work.db, conversation)
        again = select(Conversation.id).where(Conversation.id == conversation.id, wanted)
        if work.db.scalar(again) is None:  # somebody shared, read or erased in the meantime
            continue
        erase(work, conversation, EVERY_KIND if kind == PLAN else (kind,))
        audit.record_system(
            work.db,
            action=action,
            practice_id=practice.id,
            conversation_id=conversation.id,
            at=work.now,
        )
        erased += 1
    return erased


def _newest(kind: ColumnElement[bool]) -> ColumnElement[datetime]:
    """Build the SQL value of when the newest version of a kind was written.

    Without a version the value is NULL, and no comparison with NULL is true: a conversation without
    a document is never over.
    """
    newest = select(func.max(StoredDocument.created_at)).where(
        StoredDocument.conversation_id == Conversation.id, kind
    )
    return newest.scalar_subquery()
