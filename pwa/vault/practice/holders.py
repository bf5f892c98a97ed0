"""Holders of the practice's keys: members, by their password, and the printed recovery key."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pwa.vault.crypto import (
    KeyPair,
    MasterKeys,
    new_key_pair,
    open_sealed,
    seal_to,
    unwrap_by_password,
    wrap_by_password,
)
from pwa.vault.practice.models import (
    KeyHolder,
    KeyKind,
    KeyWrap,
    holder_wrap_context,
    key_wrap_context,
)
from pwa.vault.practice.opened_keys import HeldKey, HeldKeys
from pwa.vault.work import Work


def wrap_for_member(
    work: Work, practice_id: int, membership_id: int, keys: HeldKeys, password: str
) -> bytes:
    """Make a key pair for a member, wrapped by a password, and give it keys; delete the old pair.

    A new password gets a new pair: an old copy of the database together with the old password then
    opens no key that is given later.

    Args:
        keys: what the member may open; an assistant has the desk key alone. Empty after a reset of
            the password: `give_keys` adds the keys, from a colleague or the recovery key.
        password: as typed.

    Returns:
        The private half of the member's pair, which a session holds.
    """
    drop_wraps(work.db, membership_id)
    pair = new_key_pair()
    context = holder_wrap_context(practice_id, membership_id)
    wrap = work.master.wrap(
        wrap_by_password(password, pair.private, context, work.master.costs.password), context
    )
    holder = add_holder(work, practice_id, membership_id, pair, wrap)
    give_keys(holder, keys, work.master, work.now)
    work.db.flush()
    return pair.private


def drop_wraps(db: Session, membership_id: int) -> None:
    """Take every key from a member who left, or whose password somebody else reset."""
    holder = find_holder(db, KeyHolder.membership_id == membership_id)
    if holder is not None:
        db.delete(holder)
        db.flush()


def drop_kinds(db: Session, membership_id: int, kinds: Collection[KeyKind]) -> None:
    """Take the keys of some kinds from a member whose role may not hold them any more."""
    holder = find_holder(db, KeyHolder.membership_id == membership_id)
    if holder is not None:
        kept = [row for row in holder.key_wraps if row.practice_key.kind not in kinds]
        holder.key_wraps[:] = kept
        db.flush()


def open_holder(db: Session, membership_id: int, password: str, master: MasterKeys) -> bytes | None:
    """Open a member's own pair.

    Returns:
        The private half of the pair; None when the member has no pair yet.

    Raises:
        CannotOpen: another password, or damaged.
    """
    holder = find_holder(db, KeyHolder.membership_id == membership_id)
    if holder is None:
        return None
    context = holder_wrap_context(holder.practice_id, membership_id)
    wrap = master.unwrap(holder.wrap, context)
    return unwrap_by_password(password, wrap, context, master.costs.password)


def open_keys(
    db: Session,
    membership_id: int,
    holder_private: bytes,
    kinds: Collection[KeyKind],
    master: MasterKeys,
) -> HeldKeys:
    """Open the practice's keys with the private half of a member's pair.

    Returns:
        The keys of `kinds` that were given to the member, also those given after the login; empty
        when the pair was deleted.

    Raises:
        CannotOpen: another private half (as of a pair that was replaced since), or damaged.
    """
    holder = find_holder(db, KeyHolder.membership_id == membership_id)
    return HeldKeys() if holder is None else open_given(holder, holder_private, kinds, master)


def open_given(
    holder: KeyHolder, holder_private: bytes, kinds: Collection[KeyKind], master: MasterKeys
) -> HeldKeys:
    """Open the keys that a holder was given, the oldest first.

    Raises:
        CannotOpen: another private half, or damaged.
    """
    opened = [
        HeldKey(
            row.practice_key_id,
            row.practice_key.kind,
            row.practice_key.generation,
            open_sealed(holder_private, master.unwrap(row.wrap, row.wrap_context)),
        )
        for row in holder.key_wraps
        if row.practice_key.kind in kinds
    ]
    return HeldKeys(tuple(sorted(opened, key=lambda key: key.practice_key_id)))


def give_keys(holder: KeyHolder, keys: HeldKeys, master: MasterKeys, now: datetime) -> int:
    """Seal private halves to a holder; needs only the holder's public half.

    Returns:
        How many the holder did not have yet.
    """
    has = {row.practice_key_id for row in holder.key_wraps}
    new = [key for key in keys if key.practice_key_id not in has]
    for key in new:
        context = key_wrap_context(
            holder.practice_id, holder.membership_id, key.kind, key.generation
        )
        holder.key_wraps.append(
            KeyWrap(
                practice_id=holder.practice_id,
                practice_key_id=key.practice_key_id,
                wrap=master.wrap(seal_to(holder.public_key, key.private), context),
                created_at=now,
            )
        )
    return len(new)


def find_holder(db: Session, *which: ColumnElement[bool]) -> KeyHolder | None:
    """Find one holder of keys."""
    return db.scalar(select(KeyHolder).where(*which))


def add_holder(
    work: Work, practice_id: int, membership_id: int | None, pair: KeyPair, wrap: bytes
) -> KeyHolder:
    """Add a holder that has no keys yet.

    Args:
        membership_id: None for the recovery key.
        wrap: the private half of the pair, wrapped by a password or the recovery key, and around
            that by the master key.
    """
    holder = KeyHolder(
        practice_id=practice_id,
        membership_id=membership_id,
        public_key=pair.public,
        wrap=wrap,
        created_at=work.now,
    )
    work.db.add(holder)
    work.db.flush()
    return holder
