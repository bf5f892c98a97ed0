"""Accounts of people who log in: create, find and disable them."""

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
from pwa.vault.practice.holders import wrap_for_member
from pwa.vault.practice.opened_keys import HeldKeys
from pwa.vault.practice.sessions import end_sessions_of
from pwa.vault.work import Work


def create_member(
    work: Work,
    practice: Practice,
    *,
    name: str,
    email: str,
    role: Role,
    password: str,
    keys: HeldKeys,
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
        created_at=work.now,
    )
    return add_member(work, practice, account, role=role, password=password, keys=keys)


def add_member(
    work: Work, practice: Practice, account: Account, *, role: Role, password: str, keys: HeldKeys
) -> Membership:
    """Add an account to a practice where it never had a membership.

    Args:
        password: of the account.
        keys: the private halves of the practice; the role decides which of them are wrapped.
    """
    member = Membership(account=account, practice=practice, role=role, created_at=work.now)
    work.db.add(member)
    work.db.flush()
    wrap_for_member(work, practice.id, member.id, keys.of(key_kinds(role)), password)
    return member


def find_account(db: Session, email: str) -> Account | None:
    """Find the account of an address; from then on this transaction sees all its memberships."""
    account = db.scalar(select(Account).where(Account.email == email))
    if account is not None:
        use_account(db, account.id)
    return account


def find_account_as_typed(db: Session, email: str) -> Account | None:
    """Find the account of an address as typed, in any case or Unicode form; else None."""
    plain = clean_text(email).lower()
    try:
        found = email_validator.validate_email(plain, check_deliverability=False)
    except email_validator.EmailNotValidError:
        return find_account(db, plain)
    return find_account(db, plain) or find_account(db, found.normalized.lower())


def disable_account(work: Work, account: Account) -> None:
    """Forbid an account to log in, and end its sessions at once."""
    account.active = False
    end_sessions_of(work, account.id)
