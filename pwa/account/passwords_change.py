"""A new password for somebody, and what becomes of the keys that the old one opened."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from pwa import audit
from pwa.account.password_hashes import hash_password
from pwa.staff.models import Account, Membership
from pwa.staff.recording import record_member
from pwa.staff.sessions import key_kinds
from pwa.vault.crypto import MasterKeys
from pwa.vault.practice.holders import open_keys, wrap_for_member
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.sessions import end_sessions_of


def change_password(
    db: Session,
    account: Account,
    holders: Mapping[int, bytes],
    password: str,
    master: MasterKeys,
    now: datetime,
) -> dict[int, bytes]:
    """Set the own new password, and wrap by it what the old one opened, in every practice.

    Every session of the account ends, also the one that asks: go on with `sessions.go_on_with`.

    Args:
        holders: of the open session (`sessions.holders_of`).
        password: checked against the rules for passwords.

    Returns:
        The private halves of the new pairs, membership to private half.
    """
    kept = {
        membership.id: _open(db, membership, holders.get(membership.id), master)
        for membership in _current(account)
    }
    _set_password(db, account, password, now)
    new = {}
    for membership in _current(account):
        keys = kept[membership.id]
        new[membership.id] = wrap_for_member(
            db, membership.practice_id, membership.id, keys, password, master, now
        )
        strength = audit.Strength.TWO_FACTORS
        record_member(db, membership, "password:change", now=now, strength=strength)
    return new


def reset_password(
    db: Session, account: Account, password: str, master: MasterKeys, now: datetime
) -> None:
    """Set the password of somebody who forgot it; nobody's keys come along.

    In every practice where the person works a colleague there, or the recovery key there, has to open
    the keys again: the password is one, so whoever made the reset happen could otherwise read what
    belongs to another practice.

    Args:
        password: checked against the rules for passwords.
    """
    _set_password(db, account, password, now)
    for membership in _current(account):
        wrap_for_member(
            db, membership.practice_id, membership.id, HeldKeys(), password, master, now
        )
        strength = audit.Strength.SECRET
        record_member(db, membership, "password:reset", now=now, strength=strength)


def _current(account: Account) -> list[Membership]:
    return [membership for membership in account.memberships if membership.ended_at is None]


def _open(
    db: Session, membership: Membership, private: bytes | None, master: MasterKeys
) -> HeldKeys:
    if private is None:
        return HeldKeys()
    return open_keys(db, membership.id, private, key_kinds(membership.role), master)


def _set_password(db: Session, account: Account, password: str, now: datetime) -> None:
    account.password = hash_password(password)
    end_sessions_of(db, account.id, now)
