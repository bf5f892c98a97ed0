"""People who can log in: made, found, given a second factor, kept out."""

from datetime import datetime
from uuid import uuid4

from flask_security.utils import hash_password, verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account.login.login import security
from pwa.account.login.second_factor import OneTimeCodes
from pwa.account.passwords import check_password
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.staff.sessions import key_kinds
from pwa.store.tenants import use_account
from pwa.vault.crypto import MasterKeys
from pwa.vault.practice.holders import wrap_for_member
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.sessions import end_sessions_of


def create_member(
    db: Session,
    practice: Practice,
    *,
    name: str,
    email: str,
    role: Role,
    password: str,
    keys: HeldKeys,
    master: MasterKeys,
    now: datetime,
) -> Membership:
    """Give somebody an account in a practice; at the first login they set up their second factor.

    Args:
        email: not the address of another account.
        keys: the private halves of the practice; the role decides which of them are wrapped.

    Raises:
        ValueError: the password is refused.
    """
    normal = security.password_util.normalize(password)
    if fault := check_password(password, (name, email, practice.name)):
        raise ValueError(f"the password is refused: {fault}")
    account = Account(
        email=email.strip().lower(),
        name=name,
        password=hash_password(normal),
        active=True,
        fs_uniquifier=uuid4().hex,
        created_at=now,
    )
    return add_member(
        db, practice, account, role=role, password=normal, keys=keys, master=master, now=now
    )


def add_member(
    db: Session,
    practice: Practice,
    account: Account,
    *,
    role: Role,
    password: str,
    keys: HeldKeys,
    master: MasterKeys,
    now: datetime,
) -> Membership:
    """Let an account work in a practice where it never did.

    Args:
        password: of the account, in its normal form.
        keys: the private halves of the practice; the role decides which of them are wrapped.
    """
    member = Membership(account=account, practice=practice, role=role, created_at=now)
    db.add(member)
    db.flush()
    wrap_for_member(db, practice.id, member.id, keys.of(key_kinds(role)), password, master, now)
    return member


def find_account(db: Session, email: str) -> Account | None:
    """Find whose address it is, and see that person's work in every practice."""
    account = db.scalar(select(Account).where(Account.email == email))
    if account is not None:
        use_account(db, account.id)
    return account


def is_password_of(account: Account | None, normal: str) -> bool:
    """Say whether a password in its normal form is that of an account that may log in."""
    if account is None or account.password is None or not account.active:
        hash_password(normal)  # takes as long as a real look
        return False
    return bool(verify_password(normal, account.password))


def enrol_second_factor(account: Account, base32: str) -> list[str]:
    """Set up the second factor with a secret that an app or a program holds already.

    Returns:
        The recovery codes, in clear for the only time.
    """
    codes = security.totp_factory
    assert isinstance(codes, OneTimeCodes)
    account.tf_primary_method = "authenticator"
    account.tf_totp_secret = codes.encrypt_secret(base32)
    return make_recovery_codes(account)


def drop_second_factor(account: Account) -> None:
    """Take the second factor away, whatever it is: the next login sets up a new one."""
    account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    account.passkeys.clear()


def make_recovery_codes(account: Account) -> list[str]:
    """Make new recovery codes in place of those that are left, and give them in clear."""
    return security.mf_recovery_codes_util.create_recovery_codes(account)


def disable_account(db: Session, account: Account, now: datetime) -> None:
    """Keep somebody out from this moment on; what they were doing ends at once."""
    account.active = False
    account.fs_uniquifier = uuid4().hex
    end_sessions_of(db, account.id, now)
