"""The second step of a login with a passkey, like Flask-Security's with a code: for a pending session."""

from datetime import datetime

from flask_babel import gettext

from pwa.account.login import passkeys
from pwa.account.login.login import security
from pwa.staff.models import Account
from pwa.vault.practice.models import StaffSession
from pwa.web.extensions import db


def has_second_factor(account: Account) -> bool:
    """Say whether somebody has set up an app or a passkey."""
    return bool(account.tf_totp_secret or account.passkeys)


def log_in(account: Account, pending: StaffSession, answer: str, now: datetime) -> bool:
    """Log in whoever showed a passkey of the account; a wrong one counts like a wrong code."""
    try:
        passkeys.check_passkey(account, pending, answer, now)
    except passkeys.PasskeyRefused:
        account.track_failed_authn("passkey", tfa=True)
        return False
    security.two_factor_plugins.tf_complete(account, True)
    return True


def enrol(account: Account, pending: StaffSession, answer: str, now: datetime) -> bool:
    """Keep the first passkey of a newcomer, and log in; the password was given just before."""
    name = first_name(account)
    try:
        passkeys.add_passkey(db.session(), account, pending, answer, name, now)
    except passkeys.PasskeyRefused:
        return False
    security.two_factor_plugins.tf_complete(account, True)
    return True


def first_name(account: Account) -> str:
    """Give a name to a passkey that its owner did not name yet."""
    # Translators: name of a passkey until its owner gives another one; nl: "Passkey %(num)s"
    return gettext("Passkey %(num)s", num=len(account.passkeys) + 1)
