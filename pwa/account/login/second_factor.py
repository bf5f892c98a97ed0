"""The second step of a login: a passkey, or a code of six digits from an app, accepted once."""

import base64
from functools import cached_property
from typing import Any, cast
from unicodedata import normalize

from cryptography.fernet import Fernet, MultiFernet
from flask import Flask, redirect, session, url_for
from flask.typing import ResponseValue
from flask_security.core import UserMixin
from flask_security.recovery_codes import MfRecoveryCodesUtil
from flask_security.totp import Totp
from flask_security.twofactor import CodeTfPlugin
from passlib.exc import UsedTokenError
from passlib.totp import TOTP, AppWallet, TotpMatch
from sqlalchemy import or_, update

from pwa.staff.models import Account
from pwa.typed.digits import read_character, read_digits
from pwa.vault.master.master_keys import master_keys
from pwa.web.extensions import db
from pwa.web.qr import draw_qr

_GROUP = 4
_LONGEST_TYPED = 200
# Hexadecimal digits have none of these letters.
_LOOKALIKES = str.maketrans({"o": "0", "i": "1", "l": "1", "ı": "1"})


class OneTimeCodes(Totp):
    """Flask-Security's codes, with what it leaves to the application.

    Source: RFC 6238, section 5.2: a code that was accepted is not accepted again.
    """

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        # Not the parent's: the key is in the database, and an application starts without one.
        self._issuer = issuer

    @cached_property
    def _totp(self) -> type[TOTP]:  # type: ignore[override]  # nobody sets it
        root = master_keys().root
        secret = base64.b64encode(root.derive("totp")).decode()
        # PBKDF2 makes guessing a password slow. This key is 256 random bits, which nobody guesses, so
        # one doubling does; the usual 14 cost each login 14 ms.
        wallet = AppWallet({root.short_id.hex(): secret}, encrypt_cost=1)
        made: type[TOTP] = TOTP.using(issuer=self._issuer, wallet=wallet)
        return made

    def encrypt_secret(self, base32: str) -> str:
        """Encrypt a secret that was made elsewhere, as it is stored with an account."""
        return str(self._totp(key=base32).to_json(encrypt=True))

    def verify_totp(self, token: str, *args: Any, **more: Any) -> bool:
        """Check a code as people type it: in groups, with the digits of any script."""
        return bool(super().verify_totp(read_digits(token), *args, **more))

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


class RecoveryCodes(MfRecoveryCodesUtil):
    """Flask-Security's recovery codes, encrypted under the root key."""

    def __init__(self, app: Flask) -> None:
        """Wait with the key until there is a database."""

    @cached_property
    def cryptor(self) -> MultiFernet:  # type: ignore[override]  # nobody sets it
        """What encrypts them as they are stored."""
        key = base64.urlsafe_b64encode(master_keys().derive("recovery codes"))
        return MultiFernet([Fernet(key)])

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Check a recovery code as people copy it from paper."""
        return bool(super().check_recovery_code(user, read_recovery_code(code)))

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Use a recovery code up."""
        return bool(super().delete_recovery_code(user, read_recovery_code(code)))


def read_recovery_code(typed: str) -> str:
    """Write a recovery code as it was printed: three groups of four, in hexadecimal digits."""
    plain = normalize("NFKD", typed[:_LONGEST_TYPED]).lower().translate(_LOOKALIKES)
    digits = "".join("".join(map(read_character, plain)).split())
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


class SecondFactors(CodeTfPlugin):
    """Flask-Security's way to the second step: to the passkey of whoever has one, else to the app.

    A page that asks which of the two it shall be would cost everybody a step; from the passkey a link
    leads to the app.
    """

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:
        """Tell what somebody has set up; nothing leads a newcomer to setting something up."""
        if cast(Account, user).passkeys:
            return [("passkey", "passkey")]
        return super().get_setup_methods(user)

    def tf_login(
        self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None
    ) -> ResponseValue:
        """Lead to the second step, after the password."""
        if not cast(Account, user).passkeys:
            return super().tf_login(user, json_payload, next_loc)
        session["tf_state"] = "ready"
        return redirect(url_for("practice.passkey", next=next_loc))


def _is_example(account: Account) -> bool:
    """Say whether the account belongs to an example practice.

    Its secret is printed for everybody, and programs that try the application log in with it
    several times in half a minute.
    """
    membership = account.current_membership
    return membership is not None and membership.practice.is_example
