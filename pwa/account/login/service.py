"""A login in two steps, the password and then the second factor, and its access log entries."""

from flask import url_for

from pwa import audit
from pwa.account.factors.service import has_second_factor
from pwa.account.login import devices
from pwa.account.password_hashes import is_password_of
from pwa.account.people import find_account_as_typed
from pwa.staff import sessions
from pwa.staff.models import Account
from pwa.staff.recording import record_member
from pwa.vault.work import Work


def check_password(work: Work, email: str, password: str) -> Account | None:
    """Find the account; None for a wrong password, an unknown address and a disabled account alike.

    Args:
        email: as typed.
        password: as typed.
    """
    account = find_account_as_typed(work.db, email)
    if is_password_of(account, password):
        return account
    if account is not None:
        refuse_password(work, account)
    return None


def find_second_step(account: Account, place: str) -> str:
    """Give the address of the second step: the passkey of whoever has one, else the app.

    A page to choose one of the two would cost everybody a step: the passkey comes first, with a
    link to the app.

    Args:
        place: where to go on afterwards; whoever has no second factor yet sets one up first.
    """
    if not has_second_factor(account):
        return url_for("newcomer.set_up")
    return url_for("practice.passkey" if account.passkeys else "practice.code", next=place)


def log_in(work: Work, account: Account) -> bool:
    """Open the session: both factors were right.

    Returns:
        Whether a session is open: the browser must be the one that gave the password.
    """
    membership = account.current_membership
    if membership is None or not account.active or not sessions.confirm_login():
        return False
    devices.remember_device(account.email)
    strength = audit.Strength.TWO_FACTORS
    record_member(work, membership, "account:login", strength=strength)
    return True


def refuse_password(work: Work, account: Account) -> None:
    """Log a wrong password of somebody who works here."""
    _record_refusal(work, account, audit.Strength.NONE)


def refuse_factor(work: Work, account: Account) -> None:
    """Log a wrong second factor, and count it: after a few the password has to be given again."""
    _record_refusal(work, account, audit.Strength.PASSWORD)
    sessions.count_wrong_code()


def _record_refusal(work: Work, account: Account, strength: audit.Strength) -> None:
    membership = account.current_membership
    if membership is not None:
        record_member(
            work, membership, "account:login", strength=strength, outcome=audit.Outcome.REFUSED
        )
