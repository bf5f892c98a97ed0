"""The printed recovery key of a practice, one at a time: make, replace, use and verify it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.vault.crypto import (
    CannotOpen,
    MasterKeys,
    new_key_pair,
    unwrap_by_secret,
    wrap_by_secret,
)
from pwa.vault.patient.codes import new_recovery_key, parse_recovery_key
from pwa.vault.practice.holders import add_holder, find_holder, give_keys, open_given
from pwa.vault.practice.models import KeyHolder, KeyKind, holder_wrap_context
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class RecoveryKeyState:
    """When the recovery key was made and typed back; the key itself is stored nowhere.

    Attributes:
        verified_at: when somebody last typed it back from paper; None when it was only printed.
    """

    created_at: datetime
    verified_at: datetime | None


def add_recovery_key(
    work: Work, practice_id: int, keys: HeldKeys, *, printed: str | None = None
) -> str:
    """Make a recovery key for a practice that has none.

    Args:
        printed: a key from `new_recovery_key` that was printed already; by default a new one.

    Returns:
        The key, to print; it is stored nowhere.
    """
    recovery_key, pair = printed or new_recovery_key(), new_key_pair()
    context = holder_wrap_context(practice_id, None)
    wrap = work.master.wrap(wrap_by_secret(recovery_key.encode(), pair.private, context), context)
    holder = add_holder(work, practice_id, None, pair, wrap)
    give_keys(holder, keys, work.master, work.now)
    work.db.flush()
    return recovery_key


def replace_recovery_key(
    work: Work, practice_id: int, keys: HeldKeys, *, printed: str | None = None
) -> str:
    """Make a new recovery key; the old one opens nothing from now on.

    Args:
        keys: of an open session.
        printed: a key from `new_recovery_key` that was printed already; by default a new one.

    Returns:
        The key, to print; it is stored nowhere.

    Raises:
        CannotOpen: the session does not hold both kinds, so the new key would open less than the old.
    """
    if not all(keys.holds(kind) for kind in KeyKind):
        raise CannotOpen
    old = _find(work.db, practice_id)
    if old is not None:
        work.db.delete(old)
        work.db.flush()
    return add_recovery_key(work, practice_id, keys, printed=printed)


def unwrap_by_recovery(
    db: Session, practice_id: int, recovery_key: str, master: MasterKeys
) -> HeldKeys:
    """Open all private halves of a practice by its printed recovery key.

    Args:
        recovery_key: as somebody typed it from paper.

    Raises:
        CodeError: a typing mistake.
        CannotOpen: the recovery key of another practice, or an older one.
    """
    secret = parse_recovery_key(recovery_key).encode()
    holder = _find(db, practice_id)
    if holder is None:
        raise CannotOpen
    context = holder_wrap_context(practice_id, None)
    private = unwrap_by_secret(secret, master.unwrap(holder.wrap, context), context)
    return open_given(holder, private, tuple(KeyKind), master)


def verify_recovery_key(work: Work, practice_id: int, recovery_key: str) -> None:
    """Note that somebody typed the recovery key back from paper, and that it opens everything.

    Raises:
        CodeError: a typing mistake.
        CannotOpen: the recovery key of another practice, or an older one.
    """
    opened = unwrap_by_recovery(work.db, practice_id, recovery_key, work.master)
    holder = _find(work.db, practice_id)
    if holder is None or not all(opened.holds(kind) for kind in KeyKind):
        raise CannotOpen
    holder.verified_at = work.now


def recovery_key_state(db: Session, practice_id: int) -> RecoveryKeyState | None:
    """Tell when the recovery key was made and tried; None for a practice without one."""
    holder = _find(db, practice_id)
    return None if holder is None else RecoveryKeyState(holder.created_at, holder.verified_at)


def _find(db: Session, practice_id: int) -> KeyHolder | None:
    return find_holder(db, KeyHolder.practice_id == practice_id, KeyHolder.membership_id.is_(None))
