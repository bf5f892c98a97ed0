"""Codes of six digits from an app on somebody's phone.

Source: RFC 6238. A code counts half a minute early and late, for phones whose clock is not right,
and a code that was accepted is not accepted again (section 5.2).
"""

import base64
import secrets
from dataclasses import dataclass
from time import time

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from markupsafe import Markup
from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from pwa.account.factors import older_secrets
from pwa.staff.models import Account
from pwa.typed.digits import read_digits
from pwa.vault.master.master_keys import master_keys
from pwa.web.qr import draw_qr

ISSUER = "Mijn Gesprek"
_STEP_SECONDS = 30
_DIGITS = 6
# What section 4 of RFC 4226 recommends: as long as a SHA-1.
_SECRET_BYTES = 20
# Characters per group of the shown secret: four at a time can be typed over.
_GROUP = 4


@dataclass(frozen=True, slots=True)
class Scan:
    """What a page shows to set up an app.

    Attributes:
        key: the secret in base32, in groups, for people who type it.
        image: the QR code that holds the same.
    """

    key: str
    image: Markup


def new_secret() -> str:
    """Make a secret for an app, encrypted as it is stored with an account or in a cookie."""
    return _encrypt(secrets.token_bytes(_SECRET_BYTES))


def encrypt_secret(base32: str) -> str:
    """Encrypt a secret that was made elsewhere."""
    return _encrypt(base64.b32decode(base32))


def show_secret(account: Account, secret: str) -> Scan:
    """Decrypt a secret, to be scanned or typed into its owner's app."""
    key = _decrypt(secret)
    base32 = base64.b32encode(key).decode()
    groups = [base32[start : start + _GROUP] for start in range(0, len(base32), _GROUP)]
    return Scan("-".join(groups), draw_qr(_totp(key).get_provisioning_uri(account.email, ISSUER)))


def use_code(db: Session, account: Account, typed: str) -> bool:
    """Accept a code of somebody's app, once.

    Args:
        typed: in groups or not, in the digits of any script.
    """
    if account.tf_totp_secret is None:
        return False
    if _is_example(account):
        return find_step(account.tf_totp_secret, typed) is not None
    step = find_step(account.tf_totp_secret, typed, after=account.tf_last_counter)
    return step is not None and _note_step(db, account, step)


def find_step(secret: str, typed: str, *, after: int | None = None) -> int | None:
    """Find the time step that a code belongs to; None for a code that is wrong, too old or used.

    Args:
        secret: encrypted.
        after: the step of the last accepted code.
    """
    totp, code, now = _totp(_decrypt(secret)), read_digits(typed).encode(), int(time())
    for seconds in (now - _STEP_SECONDS, now, now + _STEP_SECONDS):
        step = seconds // _STEP_SECONDS
        if (after is None or step > after) and _is_code(totp, code, seconds):
            return step
    return None


def _is_code(totp: TOTP, code: bytes, seconds: int) -> bool:
    try:
        totp.verify(code, seconds)
    except InvalidToken:
        return False
    return True


def _note_step(db: Session, account: Account, step: int) -> bool:
    """Note the time step of a code, unless another request was accepted with it in the meantime."""
    is_later = or_(Account.tf_last_counter.is_(None), Account.tf_last_counter < step)
    noted = db.execute(
        update(Account)
        .where(Account.id == account.id, is_later)
        .values(tf_last_counter=step)
        .returning(Account.id)
    )
    return noted.first() is not None


def _is_example(account: Account) -> bool:
    """Say whether the account belongs to an example practice.

    Its secret is public, and programs that try the application log in several times in half a
    minute, so a code of an example account may be used again.
    """
    membership = account.current_membership
    return membership is not None and membership.practice.is_example


def _totp(key: bytes) -> TOTP:
    return TOTP(key, _DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303  # what every app computes


def _encrypt(key: bytes) -> str:
    return _fernet().encrypt(key).decode()


def _decrypt(secret: str) -> bytes:
    if older_secrets.is_one(secret):
        return older_secrets.decrypt(secret, _key())
    return _fernet().decrypt(secret)


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key()))


def _key() -> bytes:
    return master_keys().derive("totp")
