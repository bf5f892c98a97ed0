"""Ask for both factors again, before an action that a passer-by at an open screen must not do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from pwa.account.factors import passkeys
from pwa.account.factors.app_codes import use_code
from pwa.account.factors.recovery_codes import use_recovery_code
from pwa.account.password_hashes import is_password_of
from pwa.staff import sessions
from pwa.staff.models import Account
from pwa.vault.practice.models import StaffSession
from pwa.web import http

# Prefix of the interrupted form's fields, hidden in the form that asks for both factors.
HELD = "held:"
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody confirms with: the password, and one second factor.

    Attributes:
        code: from the app, or a recovery code.
        passkey: the answer of an authenticator, as JSON.
    """

    password: str = field(repr=False)
    code: str = field(repr=False)
    passkey: str = field(repr=False)


def confirm_again(db: Session, row: StaffSession, proof: Proof) -> bool:
    """Renew a session when both factors are right; else count a wrong try.

    Args:
        row: locked, so that each of many guesses at once is counted.

    Returns:
        Whether both factors were right.
    """
    account = db.get_one(Account, row.account_id, with_for_update=True, populate_existing=True)
    if not is_password_of(account, proof.password) or not _is_second_factor(
        db, account, row, proof
    ):
        sessions.count_wrong(row)
        return False
    sessions.renew(row)
    return True


def _is_second_factor(db: Session, account: Account, row: StaffSession, proof: Proof) -> bool:
    if proof.passkey:
        try:
            passkeys.check_passkey(account, row, proof.passkey, http.now())
        except passkeys.PasskeyRefused:
            return False
        return True
    return use_code(db, account, proof.code) or use_recovery_code(account, proof.code)


def read_proof(form: Mapping[str, str]) -> Proof:
    """Read the password and the second factor from the form."""
    return Proof(form.get("password", ""), form.get("code", ""), form.get("passkey", ""))


def hold(fields: Iterable[tuple[str, str]]) -> Fields:
    """Pick the fields of an interrupted form to keep; passwords are typed again."""
    return [
        (name, value) for name, value in fields if name != "csrf_token" and "password" not in name
    ]


def held_in(fields: Iterable[tuple[str, str]]) -> Fields:
    """Find the fields of the interrupted form in the form that asks to confirm."""
    return [(name.removeprefix(HELD), value) for name, value in fields if name.startswith(HELD)]
