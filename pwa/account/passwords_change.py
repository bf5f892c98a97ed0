"""A new password for somebody, and what becomes of the keys that the old one opened."""

from collections.abc import Mapping

from pwa import audit
from pwa.account.password_hashes import hash_password
from pwa.staff.models import Account, Membership
from pwa.staff.recording import record_member
from pwa.staff.sessions import key_kinds
from pwa.vault.practice.holders import open_keys, wrap_for_member
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.sessions import end_sessions_of
from pwa.vault.work import Work


def change_password(
    work: Work, account: Account, holders: Mapping[int, bytes], password: str
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
        membership.id: _open(work, membership, holders.get(membership.id))
        for membership in _current(account)
    }
    _set_password(work, account, password)
    new = {}
    for membership in _current(account):
        keys = kept[membership.id]
        new[membership.id] = wrap_for_member(
            work, membership.practice_id, membership.id, keys, password
        )
        strength = audit.Strength.TWO_FACTORS
        record_member(work, membership, "password:change", strength=strength)
    return new


def reset_password(work: Work, account: Account, password: str) -> None:
    """Set the password of somebody who forgot it; nobody's keys come along.

    In every practice where the person works a colleague there, or the recovery key there, has to open
    the keys again: the password is one, so whoever made the reset happen could otherwise read what
    belongs to another practice.

    Args:
        password: checked against the rules for passwords.
    """
    _set_password(work, account, password)
    for membership in _current(account):
        wrap_for_member(work, membership.practice_id, membership.id, HeldKeys(), password)
        strength = audit.Strength.SECRET
        record_member(work, membership, "password:reset", strength=strength)


def _current(account: Account) -> list[Membership]:
    return [membership for membership in account.memberships if membership.ended_at is None]


def _open(work: Work, membership: Membership, private: bytes | None) -> HeldKeys:
    if private is None:
        return HeldKeys()
    return open_keys(work.db, membership.id, private, key_kinds(membership.role), work.master)


def _set_password(work: Work, account: Account, password: str) -> None:
    account.password = hash_password(password)
    end_sessions_of(work, account.id)
