"""People who can log in: made, found, kept out."""

from datetime import datetime

import email_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.account.password_hashes import hash_password
from pwa.account.passwords import check_password
from pwa.practice.models import Practice
from pwa.staff.core import Role
from pwa.staff.models import Account, Membership
from pwa.staff.sessions import key_kinds
from pwa.store.tenants import use_account
from pwa.text import clean_text
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
    if fault := check_password(password, (name, email, practice.name)):
        raise ValueError(f"the password is refused: {fault}")
    account = Account(
        email=email.strip().lower(),
        name=name,
        password=hash_password(password),
        active=True,
        created_at=now,
    )
    return add_member(
        db, practice, account, role=role, password=password, keys=keys, master=master, now=now
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
        password: of the account.
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


def find_account_as_typed(db: Session, email: str) -> Account | None:
    """Find whose address it is, in whatever way it is written; no address at all is nobody's."""
    plain = clean_text(email).lower()
    try:
        found = email_validator.validate_email(plain, check_deliverability=False)
    except email_validator.EmailNotValidError:
        return find_account(db, plain)
    return find_account(db, plain) or find_account(db, found.normalized.lower())


def disable_account(db: Session, account: Account, now: datetime) -> None:
    """Keep somebody out from this moment on; what they were doing ends at once."""
    account.active = False
    end_sessions_of(db, account.id, now)
