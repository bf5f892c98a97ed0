"""A new password for somebody: changed by its owner, keys included, or reset without them."""

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
    """Set a new password, and wrap with it the keys that the old one opened, in every practice.

    Every session of the account ends, also the current one: continue it by `sessions.go_on_with`.

    Args:
        holders: of the open session (`sessions.holders_of`), membership to private half.
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
    """Set the password of somebody who forgot it, without any practice's keys.

    In each practice of this person a colleague or the recovery key has to open the keys again. All
    practices share the one password, so otherwise a reset by one practice could give access to the
    data of another.

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
