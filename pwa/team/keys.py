"""Give the practice's keys to colleagues, open them by the recovery key, take them from leavers.

Functions that give, open, take or reseal add an entry to the access log; the caller commits.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa import audit
from pwa.staff.access import Staff
from pwa.staff.core import Role
from pwa.staff.models import Membership
from pwa.staff.recording import record_member
from pwa.staff.sessions import key_kinds
from pwa.vault.crypto import CannotOpen
from pwa.vault.practice.holders import (
    drop_kinds,
    drop_wraps,
    find_holder,
    give_keys,
)
from pwa.vault.practice.models import KeyHolder, KeyKind
from pwa.vault.practice.recovery import unwrap_by_recovery
from pwa.vault.practice.resealing import reseal_batch
from pwa.vault.practice.service import current_key, replace_key
from pwa.vault.practice.sessions import end_sessions_in
from pwa.vault.work import Work


def missing_kinds(db: Session, membership: Membership) -> set[KeyKind]:
    """Find the kinds of key that a colleague's role may hold and the colleague does not hold."""
    holder = find_holder(db, KeyHolder.membership_id == membership.id)
    has = {row.practice_key_id for row in holder.key_wraps} if holder else set()
    return {
        kind
        for kind in key_kinds(membership.role)
        if current_key(db, membership.practice_id, kind).id not in has
    }


def give_keys_to(work: Work, staff: Staff, membership: Membership) -> int:
    """Give a colleague the keys of every generation that the giver holds and the role may hold.

    An open session of the colleague opens them at its next request.

    Args:
        staff: the giver, who made sure in person who the colleague is.

    Returns:
        How many the colleague did not have yet.

    Raises:
        CannotOpen: the colleague is of another practice, or has no password and so no key pair.
    """
    holder = find_holder(
        work.db,
        KeyHolder.membership_id == membership.id,
        KeyHolder.practice_id == staff.practice.id,
    )
    if holder is None:
        raise CannotOpen
    given = give_keys(holder, staff.keys.of(key_kinds(membership.role)), work.master, work.now)
    audit.record_staff(work.db, staff, action="keys:give", about_id=membership.id, at=work.now)
    work.db.flush()
    return given


def open_by_recovery_key(work: Work, membership: Membership, recovery_key: str) -> int:
    """Open the own keys again with the printed recovery key, after a forgotten password.

    Callers limit how often somebody may try: nobody guesses 135 bits, but each try costs time.

    Args:
        recovery_key: as it was typed from paper.

    Returns:
        How many keys the membership did not have yet.

    Raises:
        CodeError: a typing mistake.
        CannotOpen: the recovery key is another one, or the membership has no key pair.
    """
    keys = unwrap_by_recovery(work.db, membership.practice_id, recovery_key, work.master)
    holder = find_holder(work.db, KeyHolder.membership_id == membership.id)
    if holder is None:
        raise CannotOpen
    given = give_keys(holder, keys.of(key_kinds(membership.role)), work.master, work.now)
    strength = audit.Strength.TWO_FACTORS
    record_member(work, membership, "keys:recover", strength=strength)
    work.db.flush()
    return given


def take_keys(work: Work, staff: Staff, membership: Membership) -> None:
    """Take the keys from somebody who leaves, and replace them for all who stay.

    Whoever works here may go on without a new login: an open session opens the new keys at its next
    request. Sessions of the leaver in this practice end; those in another practice do not.

    Args:
        membership: has its `ended_at` already, so that it does not get the new keys.
    """
    drop_wraps(work.db, membership.id)
    end_sessions_in(work, membership.id)
    _replace(work, staff, key_kinds(membership.role))


def take_keys_of_role(work: Work, staff: Staff, membership: Membership, before: Role) -> None:
    """Take the keys that a new role may not hold, and replace them for those who may.

    A key that only the new role may hold is not given here but by `give_keys_to`.

    Args:
        membership: has its new role already.
        before: the role until now.
    """
    lost = set(key_kinds(before)) - set(key_kinds(membership.role))
    drop_kinds(work.db, membership.id, lost)
    _replace(work, staff, lost)


def holds_replaced_keys(staff: Staff) -> bool:
    """Say whether the session holds replaced keys, to which rows may still be sealed."""
    return any(staff.keys.replaced())


def go_on_resealing(work: Work, staff: Staff) -> int:
    """Reseal one batch of rows, from a replaced key to the newest one.

    For a request that an open page repeats, such as the list that asks for news every 10 seconds:
    at 100 rows a batch, one open list reseals the 10,000 rows of 5,000 conversations in 17 minutes.
    A batch costs some 90 ms, and a call without rows to reseal one query.

    Returns:
        How many rows were moved.
    """
    moved = reseal_batch(work, staff.keys, staff.practice.id)
    if moved:
        audit.record_staff(work.db, staff, action="keys:reseal", at=work.now)
    return moved


def _replace(work: Work, staff: Staff, kinds: Collection[KeyKind]) -> None:
    renew_practice_keys(work, staff.practice.id, kinds)
    if kinds:
        audit.record_staff(work.db, staff, action="keys:replace", at=work.now)


def renew_practice_keys(work: Work, practice_id: int, kinds: Collection[KeyKind]) -> None:
    """Make the next generation of some keys for all who work in a practice and may hold them."""
    of_practice = select(Membership).where(Membership.practice_id == practice_id)
    # Blocked members get no new keys; when they are let in again, they wait for the key.
    staying = [member for member in work.db.scalars(of_practice) if member.is_active]
    for kind in kinds:
        allowed = [member.id for member in staying if kind in key_kinds(member.role)]
        replace_key(work, practice_id, kind, allowed)
