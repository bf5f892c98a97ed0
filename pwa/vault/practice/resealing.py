"""Reseal rows from an older key of the practice to the newest one, in small batches.

A member who left may have copied the older private half. Resealing needs that half as well, so it
runs in the open session of a colleague, beside that colleague's work. Tables are found by their
`columns.practice_key_column`.
"""

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from pwa.journal.watching import NOT_JOURNALED
from pwa.vault.columns import SealedColumn, sealed_columns
from pwa.vault.crypto import MasterKeys, open_sealed, public_half, seal_to
from pwa.vault.practice.models import KeyWrap, PracticeKey
from pwa.vault.practice.opened_keys import HeldKey, HeldKeys
from pwa.vault.work import Work

# Longer than any request lasts: a request that read the older key before it was replaced may still
# seal to that key.
_GRACE = timedelta(hours=1)


def reseal_batch(work: Work, keys: HeldKeys, practice_id: int, *, limit: int = 100) -> int:
    """Reseal some rows to the newest key; when none is left, destroy the older private halves.

    Two colleagues who do so at once never work at the same row (SKIP LOCKED). A session that holds
    one kind of key only reseals rows of that kind.

    Args:
        keys: of an open session.
        limit: how many rows; one takes almost a millisecond.

    Returns:
        How many rows were resealed: 0 when nothing is left to do for this session.
    """
    moved = 0
    for old, new in keys.replaced():
        for column in sealed_columns():
            moved += _move(work.db, column, practice_id, old, new, work.master, limit - moved)
            if moved >= limit:
                return moved
    if moved == 0:
        _destroy_unused(work, practice_id)
    return moved


def _move(
    db: Session,
    column: SealedColumn,
    practice_id: int,
    old: HeldKey,
    new: HeldKey,
    master: MasterKeys,
    limit: int,
) -> int:
    rows = db.scalars(
        select(column.model)
        .where(column.model.practice_id == practice_id, column.key_id == old.practice_key_id)
        .where(column.box.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    public = public_half(new.private)
    for row in rows:
        contexts = [context(row) for context in column.contexts]
        box = getattr(row, column.box.key)
        sealed = seal_to(public, open_sealed(old.private, _unwrap(box, contexts, master)))
        setattr(row, column.box.key, master.wrap(sealed, contexts[0]) if contexts else sealed)
        setattr(row, column.key_id.key, new.practice_key_id)
    db.flush()
    return len(rows)


def _unwrap(box: bytes, contexts: list[str], master: MasterKeys) -> bytes:
    return master.unwrap(box, contexts[0]) if contexts else box


def _destroy_unused(work: Work, practice_id: int) -> None:
    """Delete all wraps of older keys to which no row is sealed any more."""
    for key in _older_keys(work.db, practice_id):
        replaced_at = work.db.scalars(
            select(PracticeKey.created_at)
            .where(PracticeKey.practice_id == practice_id, PracticeKey.kind == key.kind)
            .where(PracticeKey.generation == key.generation + 1)
        ).one()
        if work.now - replaced_at < _GRACE or _is_used(work.db, key):
            continue
        work.db.execute(
            delete(KeyWrap).where(KeyWrap.practice_key_id == key.id),
            # Rows in an older backup are sealed to this key. If the journal noted the deletion, a
            # restore would repeat it, and nobody could open those rows.
            execution_options={NOT_JOURNALED: "the holders of the newer key lose nothing"},
        )


def _older_keys(db: Session, practice_id: int) -> list[PracticeKey]:
    rows = db.scalars(
        select(PracticeKey)
        .where(PracticeKey.practice_id == practice_id)
        .order_by(PracticeKey.generation)
    ).all()
    newest = {key.kind: key.generation for key in rows}
    return [key for key in rows if key.generation < newest[key.kind]]


def _is_used(db: Session, key: PracticeKey) -> bool:
    return any(
        db.scalar(select(exists().where(column.key_id == key.id, column.box.is_not(None))))
        for column in sealed_columns()
    )
