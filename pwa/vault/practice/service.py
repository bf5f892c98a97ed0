"""The keys of a practice: made when it is set up, replaced when somebody leaves."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pwa.journal.watching import note_superseded
from pwa.vault.crypto import new_key_pair
from pwa.vault.practice.holders import give_keys
from pwa.vault.practice.models import KeyHolder, KeyKind, KeyWrap, PracticeKey
from pwa.vault.practice.opened_keys import HeldKey, HeldKeys
from pwa.vault.practice.recovery import add_recovery_key
from pwa.vault.work import Work


@dataclass(frozen=True, slots=True)
class NewPracticeKeys:
    """Secrets that are in plain form only while a practice is set up.

    Attributes:
        recovery_key: to print and to put away; `codes.format_code` groups it.
        keys: the private halves, to wrap for the first member.
    """

    recovery_key: str = field(repr=False)
    keys: HeldKeys


def create_practice_keys(work: Work, practice_id: int) -> NewPracticeKeys:
    """Make the first keys of a practice and wrap them for its recovery key."""
    keys = HeldKeys(tuple(_new_key(work, practice_id, kind, 1) for kind in KeyKind))
    return NewPracticeKeys(add_recovery_key(work, practice_id, keys), keys)


def current_key(db: Session, practice_id: int, kind: KeyKind) -> PracticeKey:
    """Give the key to seal to; every practice has one of each kind."""
    return db.scalars(
        select(PracticeKey)
        .where(PracticeKey.practice_id == practice_id, PracticeKey.kind == kind)
        .order_by(PracticeKey.generation.desc())
        .limit(1)
    ).one()


def replace_key(
    work: Work, practice_id: int, kind: KeyKind, membership_ids: Collection[int]
) -> HeldKey:
    """Make the next generation of a key, and give it to those who hold the one before and may stay.

    No holder has to be logged in: the new key is sealed to their public halves, and an open session
    opens it at its next request. Rows sealed to the key before are moved later, by `resealing`.

    Args:
        membership_ids: members who may hold the new key. Those without the key before get nothing
            here, and go on waiting for keys. The recovery key always gets the new key.
    """
    # Row lock: when two colleagues remove somebody at once, they make two generations in turn.
    work.db.execute(
        select(PracticeKey.id).where(PracticeKey.practice_id == practice_id).with_for_update()
    )
    before = current_key(work.db, practice_id, kind)
    note_superseded(work.db, before)
    key = _new_key(work, practice_id, kind, before.generation + 1)
    holders = work.db.scalars(
        select(KeyHolder)
        .join(KeyWrap)
        .where(
            KeyWrap.practice_key_id == before.id,
            or_(
                KeyHolder.membership_id.is_(None),
                KeyHolder.membership_id.in_(membership_ids),
            ),
        )
    )
    for holder in holders.all():
        give_keys(holder, HeldKeys((key,)), work.master, work.now)
    return key


def _new_key(work: Work, practice_id: int, kind: KeyKind, generation: int) -> HeldKey:
    pair = new_key_pair()
    row = PracticeKey(
        practice_id=practice_id,
        kind=kind,
        generation=generation,
        public_key=pair.public,
        created_at=work.now,
    )
    work.db.add(row)
    work.db.flush()
    return HeldKey(row.id, kind, generation, pair.private)
