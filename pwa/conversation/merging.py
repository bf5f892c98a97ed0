"""Make one conversation of two that turn out to be the same patient's, and undo it for some weeks.

A wrong merge would show one person's answers to another. So every old key of both dies, and the new
ones are handed over by somebody who looks the patient in the face.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.conversation.changed import documents_erased, plans_moved
from pwa.conversation.core import CHECK, EVERY_KIND, PLAN
from pwa.conversation.desk_notes import open_desk_note, write_desk_note
from pwa.conversation.documents import OpenConversation, move_document, take_turn
from pwa.conversation.models import Conversation, StoredDocument, Submission
from pwa.conversation.moments import forget_moments
from pwa.conversation.patient_keys import drop_keys
from pwa.conversation.service import (
    NotFound,
    has_document,
    note_use,
    submissions_of,
    unfold,
)
from pwa.staff.access import Staff
from pwa.vault.practice.models import KeyKind
from pwa.vault.practice.service import current_key
from pwa.vault.work import Work

# How long a merge can be undone; after that `flask purge` drops the private key of the older one.
UNDO_LIFETIME = timedelta(days=30)
# The numbers of sendings follow those of the checks, so checks are moved apart.
_BESIDE_CHECKS = tuple(kind for kind in EVERY_KIND if kind != CHECK)


def merge(
    work: Work, one: OpenConversation, other: OpenConversation, staff: Staff
) -> OpenConversation:
    """Move everything of the older conversation to the newer one, and drop the keys of both.

    Until the patient is given new keys, nobody can come back to the merged conversation.

    Returns:
        The newer conversation.

    Raises:
        NotFound: both are the same one, or one of them ended or was merged in the meantime.
    """
    _take_both_turns(work.db, one.row, other.row)
    if one.row.id == other.row.id or not (one.row.is_open and other.row.is_open):
        raise NotFound
    older, newer = sorted((one, other), key=lambda opened: opened.row.created_at)
    sendings = submissions_of(work.db, older.row.id)
    shift = _bring_documents(work.db, older, newer, CHECK)
    if shift is None:  # only tombstones are left of the older one's answers: number them first
        shift = _before(sendings, submissions_of(work.db, newer.row.id))
    for kind in _BESIDE_CHECKS:
        _bring_documents(work.db, older, newer, kind)
    plans_moved.send(older, work=work, target=newer.row, only_from=None)
    _bring_sendings(work.db, sendings, newer.row, shift, staff)
    for brought in sendings:
        brought.origin_id = older.row.id
    for opened in (older, newer):
        drop_keys(work.db, opened.row)
        _record(work, staff, opened.row, "conversation:merge")
    for earlier in merged_into(work.db, older.row):
        earlier.merged_into_id, earlier.care_wrap = newer.row.id, None
    older.row.merged_into_id, older.row.merged_at = newer.row.id, work.now
    newer.row.first_read_at = _first(older.row.first_read_at, newer.row.first_read_at)
    if newer.row.invitation_id is None:
        newer.row.invitation_id = older.row.invitation_id
        newer.row.consult_on = older.row.consult_on
    note_use(newer.row, now=work.now)
    unfold(work.db, older.row, newer.row)
    return newer


def split(work: Work, merged: OpenConversation, rest: OpenConversation, staff: Staff) -> None:
    """Undo a merge: move everything that came from `merged` back to it; both need new keys then.

    Documents written after the merge stay with `rest`, the newer one.

    Raises:
        NotFound: the two were not merged, or too long ago.
    """
    _take_both_turns(work.db, merged.row, rest.row)
    if merged.row.merged_into_id != rest.row.id or merged.row.care_wrap is None:
        raise NotFound
    # The yes to keep moments was one person's; a wrong merge must not make it the other's as well.
    forget_moments(work, rest.row, since=merged.row.merged_at)
    came = StoredDocument.origin_id == merged.row.id
    sendings = [
        row for row in submissions_of(work.db, rest.row.id) if row.origin_id == merged.row.id
    ]
    for kind in _BESIDE_CHECKS:
        documents = _versions(work.db, rest.row, kind, came)
        _move(documents, rest, merged, _to_one(documents), origin_id=None)
    plans_moved.send(rest, work=work, target=merged.row, only_from=merged.row.id)
    checks = _versions(work.db, rest.row, CHECK, came)
    shift = _to_one(checks or sendings)
    _move(checks, rest, merged, shift, origin_id=None)
    _bring_sendings(work.db, sendings, merged.row, shift, staff)
    for brought in sendings:
        brought.origin_id = None
    merged.row.merged_into_id = merged.row.merged_at = None
    # The merge may have copied the invitation, and with it somebody else's name: better none.
    if rest.row.invitation_id == merged.row.invitation_id:
        rest.row.invitation_id = rest.row.consult_on = None
    drop_keys(work.db, rest.row)
    for row in (merged.row, rest.row):
        if not has_document(work.db, row, PLAN):
            _erase_without_plan(work, row)
        note_use(row, now=work.now)
        _record(work, staff, row, "conversation:split")


def merged_into(db: Session, conversation: Conversation) -> Sequence[Conversation]:
    """Give the conversations that were merged into this one, the oldest first."""
    return db.scalars(
        select(Conversation)
        .where(Conversation.merged_into_id == conversation.id)
        .order_by(Conversation.created_at)
    ).all()


def _take_both_turns(db: Session, one: Conversation, other: Conversation) -> None:
    # Lock in the order of the ids: two people who merge the same pair at once cannot deadlock.
    for conversation in sorted({one, other}, key=lambda row: row.id):
        take_turn(db, conversation)


def _versions(
    db: Session, conversation: Conversation, kind: str, *which: ColumnElement[bool]
) -> list[StoredDocument]:
    of_kind = StoredDocument.conversation_id == conversation.id, StoredDocument.kind == kind
    found = select(StoredDocument).where(*of_kind, *which).order_by(StoredDocument.number)
    return list(db.scalars(found))


def _bring_documents(
    db: Session, older: OpenConversation, newer: OpenConversation, kind: str
) -> int | None:
    """Move all versions of a kind: numbered before the ones already there, unless they are newer.

    Returns:
        By how much their numbers changed; None if there were none.
    """
    coming, there = _versions(db, older.row, kind), _versions(db, newer.row, kind)
    if not coming:
        return None
    is_newest = bool(there) and coming[-1].created_at > there[-1].created_at
    shift = there[-1].number + 1 - coming[0].number if is_newest else _before(coming, there)
    _move(coming, older, newer, shift, origin_id=older.row.id)
    return shift


def _before(
    coming: Sequence[StoredDocument] | Sequence[Submission],
    there: Sequence[StoredDocument] | Sequence[Submission],
) -> int:
    """Compute by how much to shift the numbers of `coming` to end right before those of `there`."""
    return there[0].number - 1 - coming[-1].number if coming and there else 0


def _to_one(rows: Sequence[StoredDocument] | Sequence[Submission]) -> int:
    """Compute by how much to shift numbers so that they begin at 1 again."""
    return 1 - rows[0].number if rows else 0


def _move(
    documents: Sequence[StoredDocument],
    source: OpenConversation,
    target: OpenConversation,
    shift: int,
    *,
    origin_id: UUID | None,
) -> None:
    for row in documents:
        move_document(row, source, target.row, number=row.number + shift)
        row.origin_id = origin_id


def _bring_sendings(
    db: Session, sendings: Sequence[Submission], target: Conversation, shift: int, staff: Staff
) -> None:
    """Move sendings, and seal their desk notes anew: their address (AAD) names the conversation."""
    desk = current_key(db, target.practice_id, KeyKind.DESK)
    for row in sendings:
        note = open_desk_note(row, staff.keys) if row.label is not None else None
        row.conversation_id, row.number = target.id, row.number + shift
        if note is not None:
            write_desk_note(row, desk, note)


def _erase_without_plan(work: Work, row: Conversation) -> None:
    """Erase what hangs on a plan, where the plan went back: its time would never be over.

    Ticks, moments, sheets and handovers are kept as long as the plan, and the purge looks for plans.
    """
    own = StoredDocument.conversation_id == row.id
    work.db.execute(delete(StoredDocument).where(own, StoredDocument.kind.in_(_BESIDE_CHECKS)))
    documents_erased.send(row, work=work, kinds=_BESIDE_CHECKS)


def _first(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _record(work: Work, staff: Staff, row: Conversation, action: str) -> None:
    audit.record_staff(work.db, staff, action=action, conversation_id=row.id, at=work.now)
