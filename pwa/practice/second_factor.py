"""Codes of six digits from an app: made, drawn as a QR code, and accepted once."""

import base64
from typing import cast

from flask_security.core import UserMixin
from flask_security.totp import Totp
from passlib.exc import UsedTokenError
from passlib.totp import TOTP, AppWallet, TotpMatch
from sqlalchemy import or_, update

from pwa.extensions import db
from pwa.practice.models import Account
from pwa.qr import draw_qr
from pwa.vault.crypto import MasterKeys


def totp_secrets(master: MasterKeys) -> dict[str, str]:
    """Derive the keys that encrypt what account and app share, the current one first."""
    return {key.short_id.hex(): base64.b64encode(key.derive("totp")).decode() for key in master}


def recovery_code_keys(master: MasterKeys) -> list[bytes]:
    """Derive the keys that encrypt recovery codes, the current one first."""
    return [base64.urlsafe_b64encode(key.derive("recovery codes")) for key in master]


class OneTimeCodes(Totp):
    """Flask-Security's codes, with what it leaves to the application.

    Source: RFC 6238, section 5.2: a code that was accepted is not accepted again.
    """

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        # Left alone, passlib encrypts with the key whose name sorts last.
        wallet = AppWallet(secrets, default_tag=next(iter(secrets)))
        self._totp = TOTP.using(issuer=issuer, wallet=wallet)

    def encrypt_secret(self, base32: str) -> str:
        """Encrypt a secret that was made elsewhere, as it is stored with an account."""
        return str(self._totp(key=base32).to_json(encrypt=True))

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Draw the QR code as a part of the page, so that the page loads no image from elsewhere."""
        return draw_qr(self.get_totp_uri(username, totp))

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Give the time step of the last accepted code."""
        account = cast(Account, user)
        return None if _is_example(account) else account.tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Note the time step of a code.

        Raises:
            UsedTokenError: another request was accepted with the same code in the meantime.
        """
        if _is_example(cast(Account, user)):
            return
        is_later = or_(Account.tf_last_counter.is_(None), Account.tf_last_counter < tmatch.counter)
        noted = db.session.execute(
            update(Account)
            .where(Account.id == user.id, is_later)
            .values(tf_last_counter=tmatch.counter)
            .returning(Account.id)
        )
        if noted.first() is None:
            raise UsedTokenError


def _is_example(account: Account) -> bool:
    """Say whether the account belongs to an example practice.

    Its secret is printed for everybody, and programs that try the application log in with it
    several times in half a minute.
    """
    membership = account.current_membership
    return membership is not None and membership.practice.is_example
