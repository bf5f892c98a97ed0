"""The hash that a login checks a password against: Argon2id, in a string with its costs and salt.

A hash says nothing about the keys of a practice: those are wrapped by the password apart from it
(`vault.practice.holders`), under a salt of their own.
"""

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from pwa.account.core import MAX_PASSWORD_CHARACTERS
from pwa.staff.models import Account
from pwa.vault.crypto import normal_form
from pwa.vault.master.master_keys import master_keys

_HASH_BYTES = 32
_SALT_BYTES = 16


def hash_password(password: str) -> str:
    """Hash a password as typed, at the costs of this installation."""
    return _hasher().hash(normal_form(password))


def verify_password(password: str, stored: str) -> bool:
    """Say whether a hash, at whatever costs, was made of this password as typed."""
    try:
        return _hasher().verify(stored, normal_form(password))
    except (VerificationError, InvalidHashError):
        return False


def is_password_of(account: Account | None, password: str) -> bool:
    """Say whether a password as typed is that of an account that may log in.

    A hash at other costs than this installation's is replaced, now that the password is at hand.
    """
    is_possible = 0 < len(password) <= MAX_PASSWORD_CHARACTERS
    if account is None or account.password is None or not account.active or not is_possible:
        # As slow as checking a real hash, so the time tells nothing of who has an account.
        hash_password(password[:MAX_PASSWORD_CHARACTERS])
        return False
    if not verify_password(password, account.password):
        return False
    if _hasher().check_needs_rehash(account.password):
        account.password = hash_password(password)
    return True


def _hasher() -> PasswordHasher:
    cost = master_keys().costs.password
    return PasswordHasher(
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=1,
        hash_len=_HASH_BYTES,
        salt_len=_SALT_BYTES,
        type=Type.ID,
    )
