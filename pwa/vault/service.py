"""Making the keys of a practice, wrapping them for people, and opening them again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pwa.vault.codes import new_recovery_key, parse_recovery_key
from pwa.vault.crypto import (
    CannotOpen,
    KeyPair,
    MasterKeys,
    new_key_pair,
    open_sealed,
    seal_to,
    unwrap_by_password,
    unwrap_by_secret,
    wrap_by_password,
    wrap_by_secret,
)
from pwa.vault.models import KeyHolder, KeyKind, KeyWrap, PracticeKey


@dataclass(frozen=True, slots=True)
class NewPracticeKeys:
    """What exists only at the moment that a practice is set up.

    Attributes:
        recovery_key: to print and to put away; `codes.format_code` groups it.
        private: the private halves, to wrap for the first member.
    """

    recovery_key: str = field(repr=False)
    private: Mapping[KeyKind, bytes] = field(repr=False)


def create_practice_keys(
    db: Session, practice_id: int, master: MasterKeys, now: datetime
) -> NewPracticeKeys:
    """Make the first keys of a practice and wrap them for its recovery key."""
    pairs = {kind: new_key_pair() for kind in KeyKind}
    for kind, pair in pairs.items():
        key = PracticeKey(
            practice_id=practice_id,
            kind=kind,
            generation=1,
            public_key=pair.public,
            created_at=now,
        )
        db.add(key)
    private = {kind: pair.private for kind, pair in pairs.items()}

    recovery_key, pair = new_recovery_key(), new_key_pair()
    label = _holder_label(practice_id, None)
    wrap = wrap_by_secret(recovery_key.encode(), pair.private, label)
    holder = _new_holder(practice_id, None, pair, master.wrap(wrap, label), now)
    db.add(holder)
    _give_keys(db, holder, private, master, now)
    return NewPracticeKeys(recovery_key, private)


def current_key(db: Session, practice_id: int, kind: KeyKind) -> PracticeKey:
    """Give the key to seal to; every practice has one of each kind."""
    return db.scalars(
        select(PracticeKey)
        .where(PracticeKey.practice_id == practice_id, PracticeKey.kind == kind)
        .order_by(PracticeKey.generation.desc())
        .limit(1)
    ).one()


def wrap_for_member(
    db: Session,
    practice_id: int,
    membership_id: int,
    keys: Mapping[KeyKind, bytes],
    password: str,
    master: MasterKeys,
    now: datetime,
) -> None:
    """Wrap private halves by a member's password, in place of what was wrapped before.

    Args:
        keys: what the member may open; an assistant has the desk key alone.
        password: as typed; brought into the same normal form as Flask-Security's.
    """
    drop_wraps(db, membership_id)
    pair = new_key_pair()
    label = _holder_label(practice_id, membership_id)
    wrap = master.wrap(wrap_by_password(password, pair.private, label), label)
    holder = _new_holder(practice_id, membership_id, pair, wrap, now)
    db.add(holder)
    _give_keys(db, holder, keys, master, now)


def drop_wraps(db: Session, membership_id: int) -> None:
    """Take every key from a member: who left, or whose password somebody else reset."""
    holder = _find_holder(db, KeyHolder.membership_id == membership_id)
    if holder is not None:
        db.delete(holder)
        db.flush()


def unwrap_for_member(
    db: Session,
    membership_id: int,
    kinds: Collection[KeyKind],
    password: str,
    master: MasterKeys,
) -> dict[KeyKind, bytes]:
    """Open the private halves that a member's password opens.

    Returns:
        Those of `kinds` that the member holds; none after a reset by a colleague.

    Raises:
        CannotOpen: another password, or damaged.
    """
    holder = _find_holder(db, KeyHolder.membership_id == membership_id)
    if holder is None:
        return {}
    label = _holder_label(holder.practice_id, membership_id)
    private = unwrap_by_password(password, master.unwrap(holder.wrap, label), label)
    return _open_keys(holder, private, kinds, master)


def unwrap_by_recovery(
    db: Session, practice_id: int, recovery_key: str, master: MasterKeys
) -> dict[KeyKind, bytes]:
    """Open all private halves of a practice by its printed recovery key.

    Args:
        recovery_key: as somebody typed it from paper.

    Raises:
        CodeError: a typing mistake.
        CannotOpen: the recovery key of another practice, or an older one.
    """
    secret = parse_recovery_key(recovery_key).encode()
    holder = _find_holder(
        db, KeyHolder.practice_id == practice_id, KeyHolder.membership_id.is_(None)
    )
    if holder is None:
        raise CannotOpen
    label = _holder_label(practice_id, None)
    private = unwrap_by_secret(secret, master.unwrap(holder.wrap, label), label)
    return _open_keys(holder, private, tuple(KeyKind), master)


def _find_holder(db: Session, *which: ColumnElement[bool]) -> KeyHolder | None:
    return db.scalar(select(KeyHolder).where(*which))


def _new_holder(
    practice_id: int, membership_id: int | None, pair: KeyPair, wrap: bytes, now: datetime
) -> KeyHolder:
    return KeyHolder(
        practice_id=practice_id,
        membership_id=membership_id,
        public_key=pair.public,
        wrap=wrap,
        created_at=now,
    )


def _give_keys(
    db: Session,
    holder: KeyHolder,
    keys: Mapping[KeyKind, bytes],
    master: MasterKeys,
    now: datetime,
) -> None:
    """Seal private halves to a holder; needs only the holder's public half."""
    for kind, private in keys.items():
        key = current_key(db, holder.practice_id, kind)
        wrap = master.wrap(seal_to(holder.public_key, private), _key_label(key, holder))
        holder.key_wraps.append(
            KeyWrap(practice_id=key.practice_id, practice_key=key, wrap=wrap, created_at=now)
        )


def _open_keys(
    holder: KeyHolder, private: bytes, kinds: Collection[KeyKind], master: MasterKeys
) -> dict[KeyKind, bytes]:
    return {
        row.practice_key.kind: open_sealed(
            private, master.unwrap(row.wrap, _key_label(row.practice_key, holder))
        )
        for row in holder.key_wraps
        if row.practice_key.kind in kinds
    }


def _holder_label(practice_id: int, membership_id: int | None) -> str:
    holder = "recovery" if membership_id is None else f"member {membership_id}"
    return f"practice {practice_id} {holder}"


def _key_label(key: PracticeKey, holder: KeyHolder) -> str:
    label = _holder_label(holder.practice_id, holder.membership_id)
    return f"{label} {key.kind} {key.generation}"
